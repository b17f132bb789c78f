package synth

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"
)

// ledger collects the instances of one side: one per JSON value, each under a
// name of its own, and remembers what they cover.
type ledger struct {
	side      string
	instances []Instance
	gaps      []Gap
	bytes     map[string]int // serialised value → index of its instance
	names     map[string]bool
	closed    bool // see full
}

func newLedger(side string) *ledger {
	return &ledger{side: side, bytes: map[string]int{}, names: map[string]bool{}}
}

// add keeps an instance unless one with the same bytes is there, which then
// stands for both. The first name wins; a second instance of a name is told
// apart by its schema place.
func (l *ledger) add(in Instance) {
	data, err := json.Marshal(in.Value)
	if err != nil {
		return
	}
	if at, known := l.bytes[string(data)]; known {
		l.instances[at].Also = append(l.instances[at].Also, Constraint{in.Schema, in.Keyword})
		return
	}
	l.bytes[string(data)] = len(l.instances)
	if l.names[in.Name] {
		in.Name += "~" + short(in.Schema)
	}
	if l.names[in.Name] {
		in.Name += "~" + short(string(data))
	}
	l.names[in.Name] = true
	in.Side = l.side
	l.instances = append(l.instances, in)
}

// full tells whether no more instances are wanted, and says so once.
func (m *maker) full(l *ledger, pl place) bool {
	if m.opts.Work.Spent() {
		l.close(gapAt(pl.ptr, "", m.root, reasonWork))
		return true
	}
	if m.opts.Most == 0 || len(l.instances) < m.opts.Most {
		return false
	}
	l.close(gapAt(pl.ptr, "", m.root, reasonMost, strconv.Itoa(m.opts.Most)))
	return true
}

// close notes why no more instances are made, the first reason only.
func (l *ledger) close(why Gap) {
	if !l.closed {
		l.closed = true
		l.gap(why)
	}
}

func (l *ledger) gap(g Gap) {
	for _, known := range l.gaps {
		if known == g {
			return
		}
	}
	l.gaps = append(l.gaps, g)
}

// short is a name for something that has none a reader would use.
func short(s string) string {
	h := fnv.New32a()
	h.Write([]byte(s))
	return fmt.Sprintf("%08x", h.Sum32())
}

// name joins a verb with the place: "max/level", "enum/status=ok".
func name(verb string, pl place, ptr, value string) string {
	out := verb + ptr + pl.label
	if value != "" {
		out += "=" + value
	}
	return out
}
