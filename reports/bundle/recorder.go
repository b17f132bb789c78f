package bundle

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// Recorder stands between the interpreter and the system and writes down all
// that passes, case by case. What it hands on is what a reader of the record
// will see, so that a judgement can be made again. It is safe for concurrent
// use.
type Recorder struct {
	sys     suites.System
	clock   clock
	journal *Journal

	mu     sync.Mutex
	tapes  map[string]*tape
	turns  int64
	shared map[string]*frames // logs that cases share, by name
	told   hearing            // as last written
	opened bool               // an end of the tester's own server
}

// frames is how much of a shared log is written.
type frames struct {
	log     *wire.Log
	written int
}

// NewRecorder records what a session exchanges with a system.
func NewRecorder(j *Journal, sys suites.System) *Recorder {
	return &Recorder{sys: sys, clock: clock{j.session.Started}, journal: j, tapes: map[string]*tape{}, shared: map[string]*frames{}}
}

// System is the system as the interpreter is to reach it.
func (r *Recorder) System() suites.System {
	s := r.sys
	s.Of = r.of
	if s.Receiver != nil {
		s.Receiver = &listener{Receiver: s.Receiver, rec: r}
	}
	if s.Host != nil {
		log, _ := s.Host.Packets("")
		r.share(host, log)
	}
	return s
}

// of is the system as one case reaches it: everything goes on its tape.
func (r *Recorder) of(id string) suites.Recorded {
	t := r.tape(id)
	s := r.sys
	s.Now = t.now
	if r.sys.HTTP != nil {
		s.HTTP = requester{t, r.sys.HTTP}
	}
	if r.sys.Dial != nil {
		s.Dial = func(ctx context.Context, as, clientID string) (wire.Client, wire.Exchange, error) {
			c, x, err := r.sys.Dial(ctx, as, clientID)
			return t.dialled(as, clientID, c, x, err)
		}
	}
	if r.sys.Dial5 != nil {
		s.Dial5 = func(ctx context.Context, as, clientID string, keep time.Duration) (wire.Client, wire.Exchange, error) {
			c, x, err := r.sys.Dial5(ctx, as, clientID, keep)
			return t.dialled(as, clientID, c, x, err)
		}
	}
	if r.sys.Enter != nil {
		s.Enter = func(ctx context.Context, user, password, clientID string) (wire.Client, wire.Exchange, error) {
			c, x, err := r.sys.Enter(ctx, user, password, clientID)
			return t.dialled("", clientID, c, x, err)
		}
	}
	if r.sys.Probe != nil {
		s.Probe = func(ctx context.Context, kind, arg string) wire.Exchange {
			x := r.clock.record(r.sys.Probe(ctx, kind, arg))
			t.add(entry{Probed: x})
			return r.clock.exchange(x, nil)
		}
	}
	if r.sys.Operate != nil {
		s.Operate = func(ctx context.Context, name, on string, with any) error {
			a := &action{Name: name, On: on, Error: failed(r.sys.Operate(ctx, name, on, with))}
			t.add(entry{Operated: a})
			return a.Error.err()
		}
	}
	if r.sys.Receiver != nil {
		s.Receiver = &listener{Receiver: r.sys.Receiver, rec: r, tape: t}
	}
	if r.sys.Host != nil {
		s.Host = &hosting{r.sys.Host, t}
	}
	return suites.Recorded{System: s, Step: t.step, Bind: t.bind, Look: t.look, Choose: t.choose, Turn: t.turn}
}

func (r *Recorder) tape(id string) *tape {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.tapes[id]
	if t == nil {
		t = &tape{id: id, rec: r, seen: map[*wire.Log]int{}}
		r.tapes[id] = t
	}
	return t
}

// share notes a log that many cases look into.
func (r *Recorder) share(name string, l *wire.Log) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shared[name] = &frames{log: l}
}

// isShared tells a log that cases share from one of their own.
func (r *Recorder) isShared(l *wire.Log) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.shared {
		if f.log == l {
			return true
		}
	}
	return false
}

// Finished writes a case that is over, with all that it rests on.
func (r *Recorder) Finished(res *suites.CaseResult) error {
	r.mu.Lock()
	t := r.tapes[res.Case.ID]
	delete(r.tapes, res.Case.ID)
	r.mu.Unlock()
	if err := r.rest(); err != nil {
		return err
	}
	begun := t != nil || !res.Interrupted
	if begun && !r.journal.has(res.Case.ID) {
		if err := r.journal.finished(lineOf(res, t)); err != nil {
			return err
		}
	}
	return nil
}

// rest writes what belongs to no case: messages of shared logs, objects that
// cases share.
func (r *Recorder) rest() error {
	if h := r.hearing(); h != r.told {
		r.told = h
		if err := r.journal.write(&line{Hearing: h}); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range []string{observer, late, host} {
		if f := r.shared[name]; f != nil {
			if err := r.frames(name, f); err != nil {
				return err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.tapes)) {
		if r.journal.isCase(id) {
			continue
		}
		if got := r.tapes[id].take(); len(got) > 0 {
			if err := r.journal.write(&line{Tape: id, Entries: got}); err != nil {
				return err
			}
		}
	}
	return nil
}

// frames writes what came into a shared log since the last time.
func (r *Recorder) frames(name string, f *frames) error {
	end := f.log.Mark()
	news := f.log.Since(f.written)
	for _, m := range news[:max(0, min(len(news), end-f.written))] {
		rec := r.clock.message(m)
		if err := r.journal.write(&line{Frame: name, Message: &rec}); err != nil {
			return err
		}
	}
	f.written = end
	return nil
}

// hearing is what the tester's own server heard so far.
func (r *Recorder) hearing() hearing {
	r.mu.Lock()
	opened := r.opened
	r.mu.Unlock()
	switch {
	case !opened:
		return r.journal.heard.and("")
	case r.sys.Receiver.Silent():
		return r.journal.heard.and(silent)
	}
	return heard
}

func (r *Recorder) turn(n *int64, take func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turns++
	*n = r.turns
	take()
}

// Names of the logs that cases share, and of the tapes on which they are opened.
const (
	observer = "observer"
	late     = "late"
	host     = "host"
	own      = "run"
)

func (t *tape) now() time.Time {
	n := t.rec.clock.since(t.rec.sys.Now())
	t.add(entry{Now: n})
	return t.rec.clock.at(n)
}
