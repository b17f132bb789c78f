package bundle

import (
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// hosting records what a case does at the tester's own broker. Its packets are
// a log that cases share; which of them are of a device the tester learns as
// connections use its topics, so that each look notes what was known then.
type hosting struct {
	suites.Host
	tape *tape
}

// Packets notes which connections are known to be of the device, and from which
// message of the look on.
func (h *hosting) Packets(device string) (*wire.Log, func(wire.Message) bool) {
	log, of := h.Host.Packets(device)
	return log, func(m wire.Message) bool {
		l, n := h.tape.looking, m.Connection()
		if l.Of[n] > 0 {
			return true
		}
		if !of(m) {
			return false
		}
		if l.Of == nil {
			l.Of = map[int]int{}
		}
		l.Of[n] = l.UpTo
		return true
	}
}

// Do records what is done to a connection.
func (h *hosting) Do(device, action string, times int) (int, error) {
	last, err := h.Host.Do(device, action, times)
	l := &linked{Do: action, On: device, Times: times, Last: last, Error: failed(err)}
	h.tape.add(entry{Linked: l})
	return last, l.Error.err()
}

// playedHost is the tester's own broker of a recorded session.
type playedHost struct{ *cursor }

// Packets are those that the record knows to be of the device.
func (c playedHost) Packets(string) (*wire.Log, func(wire.Message) bool) {
	return nil, func(m wire.Message) bool {
		from := c.looking.Of[m.Connection()]
		return from > 0 && c.at >= from
	}
}

// Do tells what became of the recorded deed.
func (c playedHost) Do(device, action string, times int) (int, error) {
	e := c.next("linked")
	if e == nil {
		return 0, errOff
	}
	if l := e.Linked; l.Do != action || l.On != device || l.Times != times {
		c.wrong("%s of %s is on record, not %s of %s", l.Do, l.On, action, device)
	}
	return e.Linked.Last, e.Linked.Error.err()
}
