package synth

import "strconv"

// variant is one way to exercise a keyword: the first of its plans that makes a
// valid instance is taken.
type variant struct {
	verb, value string
	plans       []*plan
}

// positives makes the valid instances. Those that vary the whole come last, so
// that they give way to the ones that vary a place when both are equal.
func (m *maker) positives() ([]Instance, []Gap, error) {
	v, err := m.whole(minimal)
	if err != nil {
		return nil, nil, err
	}
	l := newLedger(SideValid)
	l.add(Instance{Name: "minimal", Value: v, Schema: m.root, Places: []string{m.root}})
	seen := map[string]bool{}
	m.walk(func(pl place) { m.exercise(l, pl, seen) }, l.gap)
	if v, err = m.whole(maximal); err != nil {
		l.gap(gapAt("", "", m.root, reasonUnmade, text(err)))
	} else {
		l.add(Instance{Name: "maximal", Value: v, Schema: m.root, Places: []string{m.root}})
	}
	if !m.full(l, place{}) {
		m.pairwise(l)
	}
	return l.instances, l.gaps, nil
}

// exercise makes the valid variants of every keyword at a place.
func (m *maker) exercise(l *ledger, pl place, seen map[string]bool) {
	if m.full(l, pl) {
		return
	}
	if _, fixed := m.opts.Fixed[pl.ptr]; fixed {
		l.gap(gapAt(pl.ptr, "", pl.c[0], reasonFixed))
		return
	}
	made := len(l.instances)
	m.presence(l, pl, seen)
	for _, t := range pl.s.taken {
		m.branchTaken(l, pl, t, seen)
	}
	m.vary(l, pl, seen)
	if len(l.instances) == made {
		m.stand(l, pl, seen)
	}
}

// vary makes the variants of the keywords at a place.
func (m *maker) vary(l *ledger, pl place, seen map[string]bool) {
	table := variations()
	for _, w := range pl.s.words() {
		vary, ok := table[w.key]
		key := pl.ptr + " " + w.at + " " + w.key
		if !ok || seen[key] || !concerns(w.key, pl.s.types()) {
			continue
		}
		seen[key] = true
		m.attempt(l, pl, w, vary(m, pl, w, l))
	}
}

// stand makes an instance that holds a place of which no keyword has variants:
// an object inside of an alternative, an empty list.
func (m *maker) stand(l *ledger, pl place, seen map[string]bool) {
	key := pl.ptr + " " + pl.c.key()
	if pl.ptr == "" || seen[key] {
		return
	}
	seen[key] = true
	m.attempt(l, pl, word{at: pl.c[0]}, []variant{{verb: "with", plans: []*plan{pl.plan}}})
}

// presence makes the instance that holds one optional member alone.
func (m *maker) presence(l *ledger, pl place, seen map[string]bool) {
	key := pl.ptr + " present"
	if pl.ptr == "" || !pl.optional || seen[key] {
		return
	}
	seen[key] = true
	m.attempt(l, pl, word{key: "properties", at: pl.c[0]}, []variant{{verb: "with", plans: []*plan{pl.plan}}})
}

func (m *maker) branchTaken(l *ledger, pl place, t taken, seen map[string]bool) {
	key := pl.ptr + " " + t.id() + " " + strconv.Itoa(t.index)
	if seen[key] {
		return
	}
	seen[key] = true
	bare := pl
	bare.label = ""
	m.attempt(l, bare, word{key: t.key, at: t.at}, []variant{{verb: t.key, value: t.label(t.index), plans: []*plan{pl.plan}}})
}

// attempt makes the variants of one keyword; none of them working is a gap.
func (m *maker) attempt(l *ledger, pl place, w word, variants []variant) {
	made := len(variants) == 0
	var last error
	for _, va := range variants {
		if made && m.full(l, pl) {
			return
		}
		for _, p := range va.plans {
			v, err := m.make(p)
			if err != nil {
				last = err
				continue
			}
			made = true
			l.add(Instance{Name: name(va.verb, pl, pl.ptr, va.value), Value: v, Pointer: pl.ptr, Keyword: w.key, Schema: w.at,
				Places: append(pl.s.places(), pl.above...)})
			break
		}
	}
	if !made {
		l.gap(gapOf(pl, w.key, w.at, last))
	}
}

// words lists the keyword occurrences of a shape in document order, each
// object's keywords sorted.
func (s *shape) words() []word {
	var out []word
	for _, n := range s.nodes {
		if n.assumed {
			continue
		}
		for _, key := range sortedKeys(n.raw) {
			out = append(out, word{key, n.at, n.raw[key]})
		}
	}
	return out
}
