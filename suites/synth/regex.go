package synth

// pattern is a parsed regular expression that strings can be drawn from.
type pattern struct {
	source string
	root   *reNode
	padded []*reNode // wider shapes for patterns without anchors
	looks  []*reNode // shapes that begin like a look-ahead
	extra  []rune
	known  map[[2]int][]int // lengths asked for before
}

// compilePattern parses a pattern of JSON Schema (ECMA-262, search semantics).
func compilePattern(source string) (*pattern, error) {
	root, parser, err := parsePattern(source)
	if err != nil {
		return nil, err
	}
	p := &pattern{source: source, root: root, extra: lookAheadRunes(parser.looks), known: map[[2]int][]int{}}
	pad := func() *reNode {
		letters := runeSet{{'a', 'z'}}
		return &reNode{kind: reRepeat, max: -1, subs: []*reNode{{kind: reClass, set: letters}}}
	}
	if !parser.ends {
		p.padded = append(p.padded, &reNode{kind: reConcat, subs: []*reNode{root, pad()}})
	}
	if !parser.begins {
		p.padded = append(p.padded, &reNode{kind: reConcat, subs: []*reNode{pad(), root}})
	}
	if len(parser.looks) > 0 {
		p.looks = lookAheadShapes(root, parser.looks)
	}
	return p, nil
}

// lookAheadShapes puts the bodies of the positive look-aheads in front of the
// pattern: some match of the whole often starts like one of them.
func lookAheadShapes(root *reNode, looks []*reNode) []*reNode {
	var out []*reNode
	for _, look := range looks {
		out = append(out, look, &reNode{kind: reConcat, subs: []*reNode{look, root}})
	}
	return out
}

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
	shapes := append(append([]*reNode{p.root}, p.padded...), p.looks...)
	for _, shape := range shapes[min(try%len(shapes), len(shapes)-1):] {
		w := &writer{memo: map[*reNode]lengths{}, groups: map[int]*reNode{}, texts: map[int][]rune{}, extra: p.extra,
			rng: &prng{state: seed + uint64(try)}}
		shape.measure(size, w.memo, w.groups)
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
	for _, shape := range append([]*reNode{p.root}, p.padded...) {
		all = all.or(shape.measure(hi, map[*reNode]lengths{}, map[int]*reNode{}))
	}
	for n := max(lo, 0); n <= hi; n++ {
		if all.has(n) {
			out = append(out, n)
		}
	}
	return out
}
