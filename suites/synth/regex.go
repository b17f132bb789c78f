package synth

// pattern is a parsed regular expression that strings can be drawn from.
type pattern struct {
	source string
	shapes []*reNode // what to draw from: the pattern, then padded where it has no anchor
	// conjuncts are what a string must match as a whole, all of them: the padded
	// pattern and each positive look-ahead with anything behind it.
	conjuncts []*reNode
	extra     []rune           // characters the look-aheads ask for
	known     map[[2]int][]int // lengths asked for before
	measured  map[*reNode]*measured
}

// measured is what was last found out of the lengths of a shape's parts: draws
// come many to a length.
type measured struct {
	size   int
	memo   map[*reNode]lengths
	groups map[int]*reNode
}

func (p *pattern) measure(shape *reNode, size int) *measured {
	known := p.measured[shape]
	if known == nil || known.size != size {
		known = &measured{size: size, memo: map[*reNode]lengths{}, groups: map[int]*reNode{}}
		shape.measure(size, known.memo, known.groups)
		p.measured[shape] = known
	}
	return known
}

// compilePattern parses a pattern of JSON Schema (ECMA-262, search semantics).
func compilePattern(source string) (*pattern, error) {
	root, parser, err := parsePattern(source)
	if err != nil {
		return nil, err
	}
	p := &pattern{source: source, shapes: []*reNode{root}, extra: lookAheadRunes(parser.looks), known: map[[2]int][]int{}, measured: map[*reNode]*measured{}}
	whole := root
	if !parser.ends {
		p.shapes = append(p.shapes, inOrder(root, anyOf(runeSet{{'a', 'z'}})))
		whole = inOrder(whole, anything())
	}
	if !parser.begins {
		p.shapes = append(p.shapes, inOrder(anyOf(runeSet{{'a', 'z'}}), root))
		whole = inOrder(anything(), whole)
	}
	p.conjuncts = []*reNode{whole}
	for _, look := range parser.looks {
		p.conjuncts = append(p.conjuncts, inOrder(look, anything()))
	}
	return p, nil
}

func inOrder(parts ...*reNode) *reNode { return &reNode{kind: reConcat, subs: parts} }

// anyOf is any number of characters of a set.
func anyOf(set runeSet) *reNode {
	return &reNode{kind: reRepeat, max: -1, subs: []*reNode{{kind: reClass, set: set}}}
}

func anything() *reNode { return anyOf(runeSet(nil).negate()) }

// lookAheadRunes collects characters the look-aheads may require.
func lookAheadRunes(looks []*reNode) []rune {
	var out []rune
	var collect func(n *reNode)
	collect = func(n *reNode) {
		if n.kind == reClass && len(n.set) > 0 {
			letters := n.set.alphabet()
			out = append(out, letters[:min(len(letters), 6)]...)
		}
		for _, s := range n.subs {
			collect(s)
		}
	}
	for _, l := range looks {
		collect(l)
	}
	return out
}

// sample returns a string of exactly size code points drawn from the pattern,
// not yet matched against assertions. try selects among different draws.
func (p *pattern) sample(size, try int, seed uint64) (string, bool) {
	for _, shape := range p.shapes[try%len(p.shapes):] {
		w := &writer{memo: p.measure(shape, size).memo, texts: map[int][]rune{}, extra: p.extra, rng: &prng{state: seed + uint64(try)}}
		if out, ok := w.write(shape, size); ok {
			return string(out), true
		}
	}
	return "", false
}

// sizes returns the lengths from lo to hi that the pattern, padded or not, can
// have, in order; at most 4096 lengths are looked at.
func (p *pattern) sizes(lo, hi int) []int {
	hi = min(hi, lo+4096)
	var out []int
	all := exactly(hi+1, hi)
	for _, shape := range p.shapes {
		all = all.or(shape.measure(hi, map[*reNode]lengths{}, map[int]*reNode{}))
	}
	for n := max(lo, 0); n <= hi; n++ {
		if all.has(n) {
			out = append(out, n)
		}
	}
	return out
}
