package bundle

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cityconf/cityconf/suites/wire"
)

// cursor reads the record of one case, entry by entry, as the interpreter asks
// for what they hold. As soon as it asks for something else, the record is off:
// nothing more is told, and whatever the case then yields is not counted.
type cursor struct {
	*player
	mu      sync.Mutex
	entries []entry
	pos     int
	off     string // why the record does not fit the suite
	last    time.Time
	looking *looked // the look that is going on, and the message that it is at
	at      int
	logs    map[*wire.Log][]wire.Message // what is known of logs of its own
	ends    map[string]*wire.Log
}

// next takes the next entry, nil when it is of another kind.
func (c *cursor) next(kind string) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.off != "" {
		return nil
	}
	if c.pos >= len(c.entries) {
		c.off = "the record ends before the suite does: no " + kind
		return nil
	}
	e := &c.entries[c.pos]
	if e.kind() != kind {
		c.off = fmt.Sprintf("entry %d is %s where the suite does %s", c.pos, e.kind(), kind)
		return nil
	}
	c.pos++
	return e
}

// wrong notes why a record is off.
func (c *cursor) wrong(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.off == "" {
		c.off = fmt.Sprintf(format, args...)
	}
}

var errOff = errors.New("the record does not fit the suite")

func (c *cursor) step(at int) {
	if e := c.next("step"); e != nil && *e.Step != at {
		c.wrong("step %d is on record where the suite takes step %d", *e.Step, at)
	}
}

// now is the recorded moment; beyond the record time flies, so that nothing
// waits.
func (c *cursor) now() time.Time {
	e := c.next("now")
	c.mu.Lock()
	defer c.mu.Unlock()
	if e == nil {
		c.last = c.last.Add(time.Hour)
		return c.last
	}
	c.last = c.clock.at(e.Now)
	return c.last
}

func (c *cursor) sleep(ctx context.Context, _ time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.off != "" {
		return errOff
	}
	return ctx.Err()
}

func (c *cursor) choose(func() ([]string, error)) ([]string, error) {
	if e := c.next("chose"); e != nil {
		return e.Chose.Of, e.Chose.Error.err()
	}
	return nil, errOff
}

func (c *cursor) turn(take func()) {
	if e := c.next("turn"); e != nil {
		c.later(e.Turn, take)
	}
}

// Do answers a request with the recorded exchange, provided that it is the one
// recorded.
func (c *cursor) Do(_ context.Context, r wire.Request) wire.Exchange {
	e := c.next("http")
	if e == nil {
		return silence()
	}
	if why := differs(&e.HTTP.Sent, c.http.Sent(r)); why != "" {
		c.wrong("the recorded request %s %s is not the one of the suite: %s", e.HTTP.Sent.Method, e.HTTP.Sent.URL, why)
		return silence()
	}
	return c.clock.exchange(e.HTTP, r.Body)
}

// silence is the exchange in which nothing is known.
func silence() wire.Exchange {
	return wire.Exchange{Protocol: "http", Received: []wire.Message{}, Fault: &wire.Fault{Kind: "canceled", Detail: errOff.Error()}}
}

func (c *cursor) probe(context.Context, string, string) wire.Exchange {
	if e := c.next("probed"); e != nil {
		return c.clock.exchange(e.Probed, nil)
	}
	return silence()
}

func (c *cursor) operate(_ context.Context, name, on string, _ any) error {
	e := c.next("operated")
	if e == nil {
		return errOff
	}
	if e.Operated.Name != name || e.Operated.On != on {
		c.wrong("%s of %s is on record, not %s of %s", e.Operated.Name, e.Operated.On, name, on)
	}
	return e.Operated.Error.err()
}

// look looks as far into a log as the case did.
func (c *cursor) look(_ context.Context, name string, l *wire.Log, match func(wire.Message) bool, count int) []wire.Message {
	e := c.next("looked")
	if e == nil {
		return nil
	}
	seen, shared := c.shared[name]
	if !shared {
		for i := range e.Looked.New {
			c.logs[l] = append(c.logs[l], c.clock.received(&e.Looked.New[i]))
		}
		seen = c.logs[l]
	}
	if e.Looked.Log != name || e.Looked.UpTo > len(seen) {
		c.wrong("%d messages of %s are on record, the case saw %d of %s", len(seen), name, e.Looked.UpTo, e.Looked.Log)
		return nil
	}
	c.looking = e.Looked
	var found []wire.Message
	for i, m := range seen[:e.Looked.UpTo] {
		c.at = i + 1
		if match(m) {
			if found = append(found, m); len(found) >= count {
				break
			}
		}
	}
	return found
}

// Open opens a recorded end.
func (c *cursor) Open(path string, _ wire.Answers) (string, *wire.Log, error) {
	e := c.next("opened")
	if e == nil {
		return "", nil, errOff
	}
	if e.Opened.Path != path {
		c.wrong("the end %s is on record, not %s", e.Opened.Path, path)
	}
	if c.ends[path] == nil {
		c.ends[path] = wire.NewLog(0)
	}
	return e.Opened.URL, c.ends[path], e.Opened.Error.err()
}

// Silent tells what the session established of the tester's own server.
func (c *cursor) Silent() bool { return c.silent }

// Close closes nothing.
func (c *cursor) Close() error { return nil }
