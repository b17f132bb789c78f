package bundle

import (
	"cmp"
	"slices"
	"sync"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// player is a recorded session in the place of the system.
type player struct {
	session *past
	clock   clock
	shared  map[string][]wire.Message
	line    func(id string) (*line, error)
	http    *wire.HTTP // spells requests; sends none; nil without REST
	silent  bool

	mu      sync.Mutex
	cursors map[string]*cursor
	putOff  []putOff
}

// putOff is a reading that waits for its turn.
type putOff struct {
	n    int64
	take func()
}

// stand is the token in the place of those that are not on record.
const stand = "cityconf-token-that-is-not-on-record"

func newPlayer(p *past, std *specs.Standard, line func(string) (*line, error)) (*player, error) {
	tokens := map[string]wire.Token{}
	for _, name := range p.Tokens {
		tokens[name] = stand
	}
	made := &player{session: p, clock: clock{p.Started}, line: line, cursors: map[string]*cursor{},
		shared: map[string][]wire.Message{observer: p.seen(observer), late: p.seen(late), host: p.seen(host)}}
	if !p.Has.REST {
		return made, nil
	}
	var err error
	made.http, err = wire.NewHTTP(wire.HTTPOptions{BaseURL: p.IUT.IXIT.BaseURL, BasePath: std.BasePath, Credentials: tokens})
	return made, err
}

// system is the recorded session as the interpreter reaches it.
func (p *player) system() suites.System {
	s := p.instruments(&cursor{player: p})
	s.Of, s.Settle = p.of, p.settle
	return s
}

func (p *player) instruments(c *cursor) suites.System {
	has := p.session.Has
	s := suites.System{Now: c.now, Sleep: c.sleep, Probe: c.probe}
	if has.REST {
		s.HTTP = c
	}
	if has.Broker {
		s.Dial, s.Enter = c.dial, c.enter
	}
	if has.Broker5 {
		s.Dial5 = c.dial5
	}
	if has.Upper {
		s.Operate = c.operate
	}
	if has.Host {
		s.Host = playedHost{c}
	}
	if has.Receiver {
		s.Receiver = c
	}
	if slices.Contains(p.session.Tokens, "default") {
		s.Token = stand
	}
	return s
}

func (p *player) of(id string) suites.Recorded {
	c := p.cursor(id)
	return suites.Recorded{System: p.instruments(c), Step: c.step, Bind: c.bind, Look: c.look, Choose: c.choose, Turn: c.turn}
}

// cursor begins the record of a case, or goes on with what belongs to no case.
func (p *player) cursor(id string) *cursor {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.cursors[id]; c != nil {
		return c
	}
	c := &cursor{player: p, last: p.clock.at(new(int64)), entries: p.session.tapes[id],
		logs: map[*wire.Log][]wire.Message{}, ends: map[string]*wire.Log{}}
	if l, err := p.line(id); err != nil {
		c.off = err.Error()
	} else if l != nil {
		c.entries = l.Entries
	}
	p.cursors[id] = c
	return c
}

// over tells what was wrong with the record of a case, "" when it was used up
// as it stood, and lets go of it.
func (p *player) over(id string) string {
	p.mu.Lock()
	c := p.cursors[id]
	delete(p.cursors, id)
	p.mu.Unlock()
	switch {
	case c == nil:
		return "the suite does not reach the system in it"
	case c.off == "" && c.pos < len(c.entries):
		return "more is on record than the suite does: " + c.entries[c.pos].kind()
	}
	return c.off
}

func (p *player) later(n int64, take func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.putOff = append(p.putOff, putOff{n, take})
}

// settle takes all turns in the order of the session.
func (p *player) settle() {
	slices.SortStableFunc(p.putOff, func(a, b putOff) int { return cmp.Compare(a.n, b.n) })
	for _, o := range p.putOff {
		o.take()
	}
	p.putOff = nil
}
