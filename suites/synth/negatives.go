package synth

import "github.com/cityconf/cityconf/specs/document"

// fault is one way to break a keyword: the first of its tries that breaks it
// alone is taken.
type fault struct {
	ptr   string // the varied place, for the name; usually the place itself
	value string // what tells it from other faults of the keyword
	tries [][]edit
	// beyond is a limit too large to go past, cap the largest that is tried.
	beyond, cap int
}

// negatives makes the invalid instances.
func (m *maker) negatives() ([]Instance, []Gap, error) {
	if _, err := m.whole(minimal); err != nil {
		return nil, nil, err
	}
	l := newLedger(SideInvalid)
	seen := map[string]bool{}
	m.walk(func(pl place) { m.spoil(l, pl, seen) }, l.gap)
	return l.instances, l.gaps, nil
}

// spoil makes the faults of every keyword at a place.
func (m *maker) spoil(l *ledger, pl place, seen map[string]bool) {
	if m.full(l, pl) {
		return
	}
	base := pl.base
	m.sendHidden(l, pl, base, seen)
	table := faults()
	for _, w := range pl.s.words() {
		breaks, ok := table[w.key]
		key := pl.ptr + " " + w.at + " " + w.key
		if !ok || seen[key] || !concerns(w.key, pl.s.types()) {
			continue
		}
		seen[key] = true
		m.refill(stepsPerInstance)
		m.breakWord(l, pl, w, base, breaks(m, pl, w, base))
	}
}

// breakWord proves the faults of one keyword; none of them standing is a gap.
func (m *maker) breakWord(l *ledger, pl place, w word, base any, list []fault) {
	if len(list) == 0 {
		return
	}
	var why Gap
	made := false
	for _, f := range list {
		p, g := m.prove(pl, w, base, f)
		if p == nil {
			why = g
			continue
		}
		made = true
		in := Instance{Name: name("reject/"+w.key, pl, f.ptr, f.value) + p.extra(), Value: p.value, Pointer: f.ptr,
			Keyword: w.key, Schema: w.at, Places: m.placesAt(pl, f.ptr)}
		l.add(in)
	}
	if !made {
		l.gap(why)
	}
}

// placesAt are the schema places of a varied pointer: of the place, and of the
// member below it where the fault concerns one.
func (m *maker) placesAt(pl place, ptr string) []string {
	out := append(pl.s.places(), pl.above...)
	if ptr == pl.ptr {
		return out
	}
	path := document.Split(ptr)
	c, _ := m.member(pl.s, path[len(path)-1])
	return append(m.open(c).places(), out...)
}
