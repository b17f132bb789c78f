package bundle

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/cityconf/cityconf/suites/wire"
)

// played is an MQTT client of a recorded session.
type played struct {
	*cursor
	name string
	log  *wire.Log
}

func (c *cursor) dial(_ context.Context, as, clientID string) (wire.Client, wire.Exchange, error) {
	return c.opens(as, clientID)
}

func (c *cursor) dial5(_ context.Context, as, clientID string, _ time.Duration) (wire.Client, wire.Exchange, error) {
	return c.opens(as, clientID)
}

func (c *cursor) enter(_ context.Context, _, _, clientID string) (wire.Client, wire.Exchange, error) {
	return c.opens("", clientID)
}

func (c *cursor) opens(as, clientID string) (wire.Client, wire.Exchange, error) {
	e := c.next("dialled")
	if e == nil {
		return nil, wire.Exchange{}, errOff
	}
	if d := e.Dialled; d.As != as || d.ClientID != clientID || d.Exchange == nil {
		c.wrong("client %s is on record, not %s", d.ClientID, clientID)
		return nil, wire.Exchange{}, errOff
	}
	x := c.clock.exchange(e.Dialled.Exchange, nil)
	if !e.Dialled.Open {
		return nil, x, e.Dialled.Error.err()
	}
	return &played{c, clientID, wire.NewLog(0)}, x, e.Dialled.Error.err()
}

func (c *cursor) bind(name string, shared wire.Client) wire.Client {
	return &played{c, name, shared.Log()}
}

// Subscribe grants what was granted.
func (p *played) Subscribe(_ context.Context, filter string, qos byte) (byte, error) {
	e := p.next("subscribed")
	if e == nil {
		return 0, errOff
	}
	if a := e.Subscribed; !fits(a.Name, text(filter)) || a.QoS != qos {
		p.wrong("a subscription to %s is on record, not to %s", a.Name, filter)
	}
	return e.Subscribed.Granted, e.Subscribed.Error.err()
}

// Publish answers as the broker did.
func (p *played) Publish(ctx context.Context, topic string, qos byte, retain bool, payload []byte) error {
	return p.PublishMessage(ctx, wire.Message{Topic: topic, QoS: qos, Retain: retain, Body: payload})
}

// PublishMessage answers as the broker did.
func (p *played) PublishMessage(_ context.Context, m wire.Message) error {
	e := p.next("published")
	if e == nil {
		return errOff
	}
	if a := e.Published; !fits(a.Name, text(m.Topic)) || a.QoS != m.QoS || a.Retain != m.Retain || !a.Body.of(m.Body) || !maps.EqualFunc(a.Header, m.Header, slices.Equal) {
		p.wrong("another message on %s is on record than that on %s", a.Name, m.Topic)
	}
	return e.Published.Error.err()
}

// Log is empty: what the case saw of it comes with each look.
func (p *played) Log() *wire.Log { return p.log }

// Lost never tells.
func (p *played) Lost() <-chan error { return nil }

// Broken tells what was found.
func (p *played) Broken() *wire.Fault {
	e := p.next("link")
	if e == nil || e.Link.Error == nil {
		return nil
	}
	return e.Link.Error.Fault
}

// Close closes nothing.
func (p *played) Close() {}

// Drop drops nothing.
func (p *played) Drop() {}
