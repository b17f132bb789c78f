package wire

import (
	"context"
	"errors"
	"time"

	"github.com/eclipse/paho.golang/paho"
	"github.com/eclipse/paho.golang/paho/session"
)

// PropertyPublisher is a [Client] that can send MQTT 5 properties: those named
// in the Header of the message, under the same names as in a received one.
type PropertyPublisher interface {
	PublishMessage(ctx context.Context, m Message) error
}

// Dial5 connects to a broker by MQTT 5; else it is as [Dial]. The client is a
// [PropertyPublisher] too.
func Dial5(ctx context.Context, o MQTTOptions) (Client, Exchange, error) {
	o = o.withDefaults()
	u, err := o.address()
	if err != nil {
		return nil, Exchange{}, err
	}
	x := o.connecting(u)
	l, err := o.connect(ctx, u, 5)
	if err != nil {
		return nil, o.connected(ctx, x, &tap{}, err), nil
	}
	c := &mqtt5{link: l}
	c.paho = paho.NewClient(c.config())
	_, err = c.paho.Connect(ctx, o.connect5())
	if x = o.connected(ctx, x, l.wire, err); x.Fault != nil {
		c.Drop()
		return nil, x, nil
	}
	return c, x, nil
}

// mqtt5 is a Client on paho.golang.
type mqtt5 struct {
	*link
	paho *paho.Client
}

func (c *mqtt5) config() paho.ClientConfig {
	return paho.ClientConfig{
		Conn: &whole{Conn: c.wire}, PacketTimeout: c.opts.Timeout,
		OnPublishReceived: []func(paho.PublishReceived) (bool, error){
			func(paho.PublishReceived) (bool, error) { return true, nil }}, // the tap has it already
		OnClientError: c.ended,
		OnServerDisconnect: func(d *paho.Disconnect) {
			c.ended(faultf("reset", "the broker sent DISCONNECT %#02x: %s", d.ReasonCode, connackMeaning(d.ReasonCode)))
		},
	}
}

// unacknowledged is how many publications a broker may have outstanding: as many
// as there are, for a broker should not wait for its tester.
const unacknowledged = 65535

func (o MQTTOptions) connect5() *paho.Connect {
	receive := uint16(unacknowledged)
	expiry := uint32(o.Keep / time.Second)
	p := &paho.Connect{ClientID: o.ClientID, CleanStart: o.CleanSession, KeepAlive: uint16(o.KeepAlive / time.Second),
		Username: o.User, UsernameFlag: o.User != "", Password: []byte(o.Password), PasswordFlag: o.Password != "",
		Properties: &paho.ConnectProperties{ReceiveMaximum: &receive, SessionExpiryInterval: &expiry, RequestProblemInfo: true}}
	if w := o.Will; w != nil {
		p.WillMessage = &paho.WillMessage{Topic: w.Topic, QoS: w.QoS, Retain: w.Retain, Payload: w.Body}
	}
	return p
}

// Subscribe implements Client.
func (c *mqtt5) Subscribe(ctx context.Context, filter string, qos byte) (byte, error) {
	if err := c.gone(); err != nil {
		return 0, err
	}
	ack, err := c.paho.Subscribe(ctx, &paho.Subscribe{Subscriptions: []paho.SubscribeOptions{{Topic: filter, QoS: qos}}})
	if ack != nil && len(ack.Reasons) > 0 {
		return ack.Reasons[0], nil
	}
	if err == nil {
		return 0, faultf("protocol", "a SUBACK without reason code")
	}
	return 0, c.failed(ctx, sendable(err))
}

// Publish implements Client.
func (c *mqtt5) Publish(ctx context.Context, topic string, qos byte, retain bool, payload []byte) error {
	return c.PublishMessage(ctx, Message{Topic: topic, QoS: qos, Retain: retain, Body: payload})
}

// PublishMessage implements PropertyPublisher.
func (c *mqtt5) PublishMessage(ctx context.Context, m Message) error {
	if err := c.gone(); err != nil {
		return err
	}
	p, err := propertiesOf(m.Header)
	if err != nil {
		return err
	}
	ack, err := c.paho.Publish(ctx, &paho.Publish{Topic: m.Topic, QoS: m.QoS, Retain: m.Retain, Payload: m.Body, Properties: p})
	if err != nil && ack != nil && ack.ReasonCode >= 0x80 {
		f := faultf("denied", "the broker answered with reason code %#02x: %s", ack.ReasonCode, connackMeaning(ack.ReasonCode))
		f.Code = int(ack.ReasonCode)
		return f
	}
	return c.failed(ctx, sendable(err))
}

// sendable tells requests that the library refused to send from those that
// failed on the way.
func sendable(err error) error {
	if errors.Is(err, paho.ErrInvalidArguments) {
		return faultf("denied", "the tester cannot send this: %v", err)
	}
	if errors.Is(err, session.ErrNoConnection) || errors.Is(err, paho.ErrConnectionLost) {
		return faultf("reset", "the connection to the broker is gone")
	}
	return err
}

// Close implements Client.
func (c *mqtt5) Close() {
	select {
	case <-c.over: // nothing to say goodbye to
	default:
		c.finish(nil)
		_ = c.wire.SetWriteDeadline(time.Now().Add(farewell))
		_ = c.paho.Disconnect(&paho.Disconnect{})
	}
	c.wire.cut()
}
