package wire

import (
	"context"
	"errors"
	"net"
	"net/url"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
)

// Dial connects to a broker by MQTT 3.1.1. The exchange records the CONNECT
// and, as Status of what was received, the return code of the CONNACK. Without
// a connection the client is nil and the exchange's Fault says why; the code
// of a refusal is there too. The error tells of options that make no sense.
func Dial(ctx context.Context, o MQTTOptions) (Client, Exchange, error) {
	o = o.withDefaults()
	u, err := o.address()
	if err != nil {
		return nil, Exchange{}, err
	}
	x := o.connecting(u)
	l, err := o.connect(ctx, u, 4)
	if err != nil {
		return nil, o.connected(ctx, x, &tap{}, err), nil
	}
	c := &mqtt3{link: l}
	c.paho = mqtt.NewClient(c.options(u))
	err = c.wait(ctx, c.paho.Connect())
	if x = o.connected(ctx, x, l.wire, err); x.Fault != nil {
		c.Drop()
		return nil, x, nil
	}
	return c, x, nil
}

// mqtt3 is a Client on paho.mqtt.golang.
type mqtt3 struct {
	*link
	paho mqtt.Client
}

func (c *mqtt3) options(u *url.URL) *mqtt.ClientOptions {
	o := mqtt.NewClientOptions().AddBroker(u.String()).SetProtocolVersion(4).
		SetClientID(c.opts.ClientID).SetUsername(c.opts.User).SetPassword(c.opts.Password).
		SetCleanSession(c.opts.CleanSession).SetKeepAlive(c.opts.KeepAlive).
		SetConnectTimeout(c.opts.Timeout).SetWriteTimeout(c.opts.Timeout).
		SetAutoReconnect(false).SetConnectRetry(false).
		SetConnectionLostHandler(func(_ mqtt.Client, err error) { c.ended(err) })
	o.SetDefaultPublishHandler(func(mqtt.Client, mqtt.Message) {}) // without one paho acknowledges nothing
	o.SetCustomOpenConnectionFn(func(*url.URL, mqtt.ClientOptions) (net.Conn, error) { return c.wire, nil })
	if w := c.opts.Will; w != nil {
		o.SetBinaryWill(w.Topic, w.Body, w.QoS, w.Retain)
	}
	return o
}

// Subscribe implements Client.
func (c *mqtt3) Subscribe(ctx context.Context, filter string, qos byte) (byte, error) {
	if err := c.gone(); err != nil {
		return 0, err
	}
	t, ok := c.paho.Subscribe(filter, qos, nil).(*mqtt.SubscribeToken)
	if !ok {
		return 0, errors.New("subscribe: paho returned an unexpected token")
	}
	if err := c.answered(ctx, t); err != nil {
		return 0, err
	}
	for _, granted := range t.Result() {
		return granted, nil
	}
	return 0, faultf("reset", "the connection ended before the SUBACK")
}

// Publish implements Client.
func (c *mqtt3) Publish(ctx context.Context, topic string, qos byte, retain bool, payload []byte) error {
	if err := c.gone(); err != nil {
		return err
	}
	return c.answered(ctx, c.paho.Publish(topic, qos, retain, payload))
}

// answered waits for an acknowledgement.
func (c *mqtt3) answered(ctx context.Context, t mqtt.Token) error {
	err := c.wait(ctx, t)
	for _, unsendable := range []error{mqtt.ErrInvalidTopicEmptyString, mqtt.ErrInvalidTopicMultilevel, mqtt.ErrInvalidQos} {
		if errors.Is(err, unsendable) {
			return faultf("denied", "the tester cannot send this: %v", err)
		}
	}
	return c.failed(ctx, err)
}

func (c *mqtt3) wait(ctx context.Context, t mqtt.Token) error {
	bounded, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	select {
	case <-t.Done():
		return t.Error()
	case <-c.over:
		return net.ErrClosed
	case <-bounded.Done():
		return bounded.Err()
	}
}

// farewell is how long a DISCONNECT may take to be written.
const farewell = 250 * time.Millisecond

// Close implements Client.
func (c *mqtt3) Close() {
	c.finish(nil)
	c.paho.Disconnect(uint(farewell.Milliseconds()))
	c.wire.cut()
}
