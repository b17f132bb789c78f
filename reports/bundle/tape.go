package bundle

import (
	"context"
	"sync"

	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// longestTape is how many octets of bodies one case may put on record; a case
// beyond that is judged once and not again.
const longestTape = 64 << 20

// tape is what one case exchanged, in order.
type tape struct {
	id  string
	rec *Recorder

	mu       sync.Mutex
	entries  []entry
	size     int
	overflow bool
	seen     map[*wire.Log]int // messages of logs of its own that stand on the tape
	looking  *looked           // the look that is going on
}

func (t *tape) add(e entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.size += weight(e)
	if t.size > longestTape {
		t.entries, t.overflow = nil, true
	}
	if !t.overflow {
		t.entries = append(t.entries, e)
	}
}

// weight is about how many octets of bodies an entry holds.
func weight(e entry) int {
	n := 0
	if e.HTTP != nil {
		n += len(e.HTTP.Sent.Body.raw)
		for _, m := range e.HTTP.Received {
			n += len(m.Body.raw)
		}
	}
	if e.Looked != nil {
		for _, m := range e.Looked.New {
			n += len(m.Body.raw)
		}
	}
	return n
}

// take empties the tape.
func (t *tape) take() []entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	got := t.entries
	t.entries, t.size = nil, 0
	return got
}

func (t *tape) step(at int) { t.add(entry{Step: &at}) }

func (t *tape) turn(take func()) {
	var n int64
	t.rec.turn(&n, take)
	t.add(entry{Turn: n})
}

func (t *tape) choose(pick func() ([]string, error)) ([]string, error) {
	got, err := pick()
	c := &choice{Of: got, Error: failed(err)}
	t.add(entry{Chose: c})
	return got, c.Error.err()
}

// requester records HTTP.
type requester struct {
	*tape
	http suites.Requester
}

// Do sends a request and records the exchange.
func (q requester) Do(ctx context.Context, r wire.Request) wire.Exchange {
	x := q.rec.clock.record(q.http.Do(ctx, r))
	q.add(entry{HTTP: x})
	return q.rec.clock.exchange(x, r.Body)
}

// look looks into a log and records how far.
func (t *tape) look(ctx context.Context, name string, l *wire.Log, match func(wire.Message) bool, count int) []wire.Message {
	shared := t.rec.isShared(l)
	rec := &looked{Log: name, UpTo: l.Dropped()}
	t.looking = rec
	var found []wire.Message
	l.Wait(ctx, 0, func(raw wire.Message) bool {
		kept := t.rec.clock.message(raw)
		if rec.UpTo++; !shared && rec.UpTo > t.seen[l] {
			rec.New = append(rec.New, kept)
		}
		m := t.rec.clock.received(&kept)
		hit := match(m)
		if hit {
			found = append(found, m)
		}
		return hit
	}, count)
	t.seen[l] = max(t.seen[l], rec.UpTo)
	t.add(entry{Looked: rec})
	if l.Dropped() > 0 {
		t.mu.Lock()
		t.entries, t.overflow = nil, true
		t.mu.Unlock()
	}
	return found
}

// listener records the ends that the tester opens.
type listener struct {
	suites.Receiver
	rec  *Recorder
	tape *tape
}

// Open opens an end and records under which address.
func (l *listener) Open(path string, a wire.Answers) (string, *wire.Log, error) {
	url, log, err := l.Receiver.Open(path, a)
	l.rec.mu.Lock()
	l.rec.opened = true
	l.rec.mu.Unlock()
	o := &opened{Path: path, URL: url, Error: failed(err)}
	l.tape.add(entry{Opened: o})
	return url, log, o.Error.err()
}

// Silent tells whether nothing came in, in this session and those before it.
func (l *listener) Silent() bool { return l.rec.hearing() == silent }
