package wire

import (
	"context"
	"errors"
	"net"
	"net/url"
	"sync"
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
	p, err := o.connect(ctx, u, 4)
	if err != nil {
		return nil, o.connected(ctx, x, &packets{}, err), nil
	}
	c := &mqtt3{opts: o, wire: p, log: NewLog(o.MaxLog), lost: make(chan error, 1)}
	c.paho = mqtt.NewClient(c.options(u))
	bounded, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	err = c.wait(bounded, c.paho.Connect())
	x = o.connected(ctx, x, p, err)
	if x.Fault != nil {
		c.Drop()
		return nil, x, nil
	}
	return c, x, nil
}

// connect opens the stream on which packets are watched.
func (o MQTTOptions) connect(ctx context.Context, u *url.URL, version byte) (*packets, error) {
	bounded, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	c, err := o.open(bounded, u)
	if err != nil {
		return nil, err
	}
	return newPackets(c, version, o.MaxPacket), nil
}

// mqtt3 is a Client on paho.mqtt.golang.
type mqtt3 struct {
	opts MQTTOptions
	wire *packets
	paho mqtt.Client
	log  *Log
	lost chan error
	once sync.Once
}

func (c *mqtt3) options(u *url.URL) *mqtt.ClientOptions {
	o := mqtt.NewClientOptions().AddBroker(u.String()).SetProtocolVersion(4).
		SetClientID(c.opts.ClientID).SetUsername(c.opts.User).SetPassword(c.opts.Password).
		SetCleanSession(c.opts.CleanSession).SetKeepAlive(c.opts.KeepAlive).
		SetConnectTimeout(c.opts.Timeout).SetWriteTimeout(c.opts.Timeout).
		SetAutoReconnect(false).SetConnectRetry(false).SetOrderMatters(true).
		SetDefaultPublishHandler(func(_ mqtt.Client, m mqtt.Message) { c.received(m) }).
		SetConnectionLostHandler(func(_ mqtt.Client, err error) { c.ended(err) })
	o.SetCustomOpenConnectionFn(func(*url.URL, mqtt.ClientOptions) (net.Conn, error) { return c.wire, nil })
	if w := c.opts.Will; w != nil {
		o.SetBinaryWill(w.Topic, w.Body, w.QoS, w.Retain)
	}
	return o
}

// received logs a PUBLISH as it was delivered.
func (c *mqtt3) received(m mqtt.Message) {
	c.opts.record(c.log, Message{At: time.Now(), Topic: m.Topic(), QoS: m.Qos(), Retain: m.Retained(), Dup: m.Duplicate(), Body: m.Payload()})
}

// ended reports how a connection ended that nobody closed.
func (c *mqtt3) ended(err error) {
	if why := c.wire.why(); why != nil {
		err = why
	}
	if f := faultOf(context.Background(), err); f.Kind == "protocol" || f.Kind == "too-large" {
		c.log.breach(f)
	}
	c.finish(err)
}

func (c *mqtt3) finish(lost error) {
	c.once.Do(func() {
		if lost != nil {
			c.lost <- c.opts.Redactor.fault(faultOf(context.Background(), lost))
		}
		c.log.end()
	})
}

func (c *mqtt3) Log() *Log          { return c.log }
func (c *mqtt3) Lost() <-chan error { return c.lost }

func (c *mqtt3) Subscribe(ctx context.Context, filter string, qos byte) (byte, error) {
	t, ok := c.paho.Subscribe(filter, qos, nil).(*mqtt.SubscribeToken)
	if !ok {
		return 0, errors.New("subscribe: unexpected token")
	}
	if err := c.answered(ctx, t); err != nil {
		return 0, err
	}
	for _, granted := range t.Result() {
		return granted, nil
	}
	return 0, faultf("reset", "the connection ended before the SUBACK")
}

func (c *mqtt3) Publish(ctx context.Context, topic string, qos byte, retain bool, payload []byte) error {
	return c.answered(ctx, c.paho.Publish(topic, qos, retain, payload))
}

// answered waits for an acknowledgement.
func (c *mqtt3) answered(ctx context.Context, t mqtt.Token) error {
	bounded, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	err := c.wait(bounded, t)
	if err == nil {
		return nil
	}
	return c.opts.Redactor.fault(faultOf(ctx, c.cause(err)))
}

// cause is what really kept a request from its acknowledgement.
func (c *mqtt3) cause(err error) error {
	switch why := c.wire.why(); {
	case errors.Is(err, mqtt.ErrInvalidTopicEmptyString), errors.Is(err, mqtt.ErrInvalidTopicMultilevel), errors.Is(err, mqtt.ErrInvalidQos):
		return faultf("denied", "the tester cannot send this: %v", err)
	case why != nil:
		return why
	case errors.Is(err, mqtt.ErrNotConnected):
		return faultf("reset", "the connection to the broker is gone")
	}
	return err
}

func (c *mqtt3) wait(ctx context.Context, t mqtt.Token) error {
	select {
	case <-t.Done():
		return t.Error()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// farewell is how long a DISCONNECT may take to be written.
const farewell = 250 * time.Millisecond

func (c *mqtt3) Close() {
	c.finish(nil)
	c.paho.Disconnect(uint(farewell.Milliseconds()))
	c.wire.cut()
}

func (c *mqtt3) Drop() {
	c.finish(nil)
	c.wire.cut()
}
