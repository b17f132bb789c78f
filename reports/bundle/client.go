package bundle

import (
	"context"
	"errors"

	"github.com/cityconf/cityconf/suites/wire"
)

// client records what is asked of an MQTT client on the tape of a case.
type client struct {
	wire.Client
	name string
	tape *tape
}

func (t *tape) dialled(as, clientID string, c wire.Client, x wire.Exchange, err error) (wire.Client, wire.Exchange, error) {
	rec := t.rec.clock.record(x)
	d := &dialled{As: as, ClientID: clientID, Exchange: rec, Open: c != nil, Error: failed(err)}
	t.add(entry{Dialled: d})
	x = t.rec.clock.exchange(rec, x.Sent.Body)
	if c == nil {
		return nil, x, d.Error.err()
	}
	if name := map[string]string{own: observer, late: late}[t.id]; name != "" {
		t.rec.share(name, c.Log())
	}
	return &client{c, clientID, t}, x, d.Error.err()
}

// bind is a client that cases share as this case uses it.
func (t *tape) bind(name string, c wire.Client) wire.Client {
	if r, ok := c.(*client); ok {
		c = r.Client
	}
	return &client{c, name, t}
}

// Subscribe records what was granted.
func (c *client) Subscribe(ctx context.Context, filter string, qos byte) (byte, error) {
	granted, err := c.Client.Subscribe(ctx, filter, qos)
	a := &action{Client: c.name, Name: text(filter), QoS: qos, Granted: granted, Error: failed(err)}
	c.tape.add(entry{Subscribed: a})
	return granted, a.Error.err()
}

// Publish records whether it was acknowledged.
func (c *client) Publish(ctx context.Context, topic string, qos byte, retain bool, payload []byte) error {
	a := &action{Client: c.name, Name: text(topic), QoS: qos, Retain: retain, Body: shortened(payload),
		Error: failed(c.Client.Publish(ctx, topic, qos, retain, payload))}
	c.tape.add(entry{Published: a})
	return a.Error.err()
}

// PublishMessage records the same with properties.
func (c *client) PublishMessage(ctx context.Context, m wire.Message) error {
	p, ok := c.Client.(wire.PropertyPublisher)
	if !ok {
		return errNoProperties
	}
	a := &action{Client: c.name, Name: text(m.Topic), QoS: m.QoS, Retain: m.Retain, Body: shortened(m.Body), Header: m.Header, Error: failed(p.PublishMessage(ctx, m))}
	c.tape.add(entry{Published: a})
	return a.Error.err()
}

var errNoProperties = errors.New("the client does not speak MQTT 5")

// Broken records whether the connection held.
func (c *client) Broken() *wire.Fault {
	f := c.Client.Broken()
	a := &action{Client: c.name}
	if f != nil {
		a.Error = failed(f)
	}
	c.tape.add(entry{Link: a})
	return f
}
