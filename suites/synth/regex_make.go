package synth

// writer draws a string of an exact length from a pattern.
type writer struct {
	memo  map[*reNode]lengths
	texts map[int][]rune // what the groups captured
	rng   *prng
	extra []rune // characters that look-aheads ask for
	steps int
}

// maxSteps bounds the work for one string.
const maxSteps = 200000

// write returns a match of n with exactly size code points.
func (w *writer) write(n *reNode, size int) ([]rune, bool) {
	if w.steps++; w.steps > maxSteps || !w.memo[n].has(size) {
		return nil, false
	}
	switch n.kind {
	case reClass:
		return []rune{w.pick(n)}, true
	case reConcat:
		return w.writeConcat(n.subs, size)
	case reAlternate:
		return w.writeAlternate(n, size)
	case reRepeat:
		return w.writeRepeat(n, size)
	case reGroup:
		out, ok := w.write(n.subs[0], size)
		w.texts[n.index] = out
		return out, ok
	case reBackref:
		return w.texts[n.index], len(w.texts[n.index]) == size
	}
	return nil, size == 0
}

// pick draws a readable character; every fourth one is what a look-ahead wants.
func (w *writer) pick(n *reNode) rune {
	if len(w.extra) > 0 && w.rng.below(4) == 0 {
		if r := w.extra[w.rng.below(len(w.extra))]; n.set.has(r) {
			return r
		}
	}
	if n.letters == nil {
		n.letters = n.set.alphabet()
	}
	return n.letters[w.rng.below(len(n.letters))]
}

// writeConcat gives each part a length that leaves a possible rest.
func (w *writer) writeConcat(subs []*reNode, size int) ([]rune, bool) {
	rest := make([]lengths, len(subs)+1)
	rest[len(subs)] = exactly(0, size)
	for i := len(subs) - 1; i >= 0; i-- {
		rest[i] = w.memo[subs[i]].plus(rest[i+1])
	}
	if !rest[0].has(size) {
		return nil, false
	}
	var out []rune
	for i, s := range subs {
		var fits []int
		for l := 0; l <= size; l++ {
			if w.memo[s].has(l) && rest[i+1].has(size-l) {
				fits = append(fits, l)
			}
		}
		if len(fits) == 0 {
			return nil, false
		}
		l := fits[w.rng.below(len(fits))]
		part, ok := w.write(s, l)
		if !ok {
			return nil, false
		}
		out, size = append(out, part...), size-l
	}
	return out, true
}

func (w *writer) writeAlternate(n *reNode, size int) ([]rune, bool) {
	start := w.rng.below(len(n.subs))
	for i := range n.subs {
		if out, ok := w.write(n.subs[(start+i)%len(n.subs)], size); ok {
			return out, true
		}
	}
	return nil, false
}

// writeRepeat finds copies whose lengths add up to size.
func (w *writer) writeRepeat(n *reNode, size int) ([]rune, bool) {
	parts, ok := w.split(n, size)
	if !ok {
		return nil, false
	}
	var out []rune
	for _, l := range parts {
		part, ok := w.write(n.subs[0], l)
		if !ok {
			return nil, false
		}
		out = append(out, part...)
	}
	return out, true
}

// split returns the lengths of the copies of a repetition. Copies of one length
// are counted; mixed ones are searched for from the longest down.
func (w *writer) split(n *reNode, size int) ([]int, bool) {
	var sizes []int
	for l := size; l > 0; l-- {
		if w.memo[n.subs[0]].has(l) {
			sizes = append(sizes, l)
		}
	}
	most := n.max
	if most < 0 || most > max(size, n.min) {
		most = max(size, n.min)
	}
	empty := w.memo[n.subs[0]].has(0)
	failed := map[[2]int]bool{}
	return w.fill(sizes, size, n.min, most, empty, failed)
}

// fill finds up to most positive sizes that add up to size; fewer than least
// are possible only where the repeated part can be empty.
func (w *writer) fill(sizes []int, size, least, most int, empty bool, failed map[[2]int]bool) ([]int, bool) {
	if size == 0 {
		if least > 0 && !empty {
			return nil, false
		}
		return make([]int, max(least, 0)), true
	}
	if most <= 0 || failed[[2]int{size, most}] {
		return nil, false
	}
	start := w.rng.below(len(sizes))
	for i := range sizes {
		w.steps++
		l := sizes[(start+i)%len(sizes)]
		if l > size || w.steps > maxSteps || (!empty && least > 1 && size-l < least-1) {
			continue
		}
		if rest, ok := w.fill(sizes, size-l, least-1, most-1, empty, failed); ok {
			return append(rest, l), true
		}
	}
	failed[[2]int{size, most}] = true
	return nil, false
}
