package synth

// automaton is a pattern as a position automaton (Glushkov): state 0 is the
// start, every other state is one character of the pattern with its class, and
// an edge leads to each character that may follow.
type automaton struct {
	sets   []runeSet
	follow [][]int
	final  []bool
}

// maxStates bounds an automaton; counted repetitions multiply it.
const maxStates = 3000

// fragment is a part of a pattern under construction.
type fragment struct {
	empty       bool // matches the empty string
	first, last []int
}

// newAutomaton builds the automaton of a parsed pattern; false when it has
// back-references or too many states.
func newAutomaton(root *reNode) (*automaton, bool) {
	a := &automaton{sets: []runeSet{nil}, follow: [][]int{nil}, final: []bool{false}}
	f, ok := a.build(root)
	if !ok {
		return nil, false
	}
	a.follow[0] = f.first
	a.final[0] = f.empty
	for _, q := range f.last {
		a.final[q] = true
	}
	return a, true
}

func (a *automaton) build(n *reNode) (fragment, bool) {
	switch n.kind {
	case reClass:
		if len(a.sets) >= maxStates {
			return fragment{}, false
		}
		q := len(a.sets)
		a.sets, a.follow, a.final = append(a.sets, n.set), append(a.follow, nil), append(a.final, false)
		return fragment{first: []int{q}, last: []int{q}}, true
	case reConcat:
		return a.sequence(n.subs)
	case reAlternate:
		return a.either(n.subs)
	case reRepeat:
		return a.repeat(n)
	case reGroup:
		return a.build(n.subs[0])
	case reEmpty:
		return fragment{empty: true}, true
	}
	return fragment{}, false
}

func (a *automaton) sequence(subs []*reNode) (fragment, bool) {
	out := fragment{empty: true}
	for _, s := range subs {
		f, ok := a.build(s)
		if !ok {
			return out, false
		}
		out = a.join(out, f)
	}
	return out, true
}

// join puts one fragment behind another.
func (a *automaton) join(x, y fragment) fragment {
	for _, q := range x.last {
		a.follow[q] = append(a.follow[q], y.first...)
	}
	out := fragment{empty: x.empty && y.empty, first: x.first, last: y.last}
	if x.empty {
		out.first = append(append([]int{}, x.first...), y.first...)
	}
	if y.empty {
		out.last = append(append([]int{}, x.last...), y.last...)
	}
	return out
}

func (a *automaton) either(subs []*reNode) (fragment, bool) {
	var out fragment
	for _, s := range subs {
		f, ok := a.build(s)
		if !ok {
			return out, false
		}
		out.empty = out.empty || f.empty
		out.first = append(out.first, f.first...)
		out.last = append(out.last, f.last...)
	}
	return out, true
}

// repeat builds the least number of copies, then the optional ones, or a loop
// where there is no limit.
func (a *automaton) repeat(n *reNode) (fragment, bool) {
	out := fragment{empty: true}
	copies := n.min
	if n.max < 0 {
		copies = max(n.min, 1)
	} else {
		copies = n.max
	}
	for i := range copies {
		f, ok := a.build(n.subs[0])
		if !ok {
			return out, false
		}
		if n.max < 0 && i == copies-1 {
			for _, q := range f.last {
				a.follow[q] = append(a.follow[q], f.first...)
			}
		}
		f.empty = f.empty || i >= n.min
		out = a.join(out, f)
	}
	return out, true
}
