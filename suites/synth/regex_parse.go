package synth

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// reKind tells the nodes of a parsed pattern apart.
type reKind uint8

const (
	reEmpty     reKind = iota // matches the empty string: assertions, look-around
	reClass                   // one code point of set
	reConcat                  // subs in order
	reAlternate               // one of subs
	reRepeat                  // subs[0], min to max times (max < 0: without end)
	reGroup                   // subs[0], captured as index
	reBackref                 // the text captured as index
)

// reNode is one node of a pattern in the ECMA-262 syntax.
type reNode struct {
	kind     reKind
	set      runeSet
	subs     []*reNode
	min, max int
	index    int
	letters  []rune // of the set, once a draw asked for them
}

var errPattern = errors.New("pattern is outside of the generated subset")

// maxRepeat bounds the counts in a quantifier; maxNesting the groups in groups.
const (
	maxRepeat  = 20000
	maxNesting = 200
)

// reParser reads the ECMA-262 syntax with the u flag. It keeps what decides the
// characters and skips assertions: what is generated is always matched again
// against the whole pattern by the schema engine.
type reParser struct {
	src    []rune
	pos    int
	depth  int
	groups int
	names  map[string]int
	looks  []*reNode // bodies of positive look-aheads, in order
	begins bool      // has "^"
	ends   bool      // has "$"
}

// parsePattern parses a pattern; the error says where it leaves the subset.
func parsePattern(pattern string) (*reNode, *reParser, error) {
	p := &reParser{src: []rune(pattern), names: map[string]int{}}
	n, err := p.alternate()
	if err == nil && p.pos < len(p.src) {
		err = p.fail("unbalanced parenthesis")
	}
	return n, p, err
}

func (p *reParser) fail(what string) error {
	return fmt.Errorf("%w: %s at %d", errPattern, what, p.pos)
}

func (p *reParser) more() bool { return p.pos < len(p.src) }

func (p *reParser) accept(s string) bool {
	if !strings.HasPrefix(string(p.src[p.pos:min(len(p.src), p.pos+len(s))]), s) {
		return false
	}
	p.pos += len([]rune(s))
	return true
}

func (p *reParser) alternate() (*reNode, error) {
	n := &reNode{kind: reAlternate}
	for {
		sub, err := p.concat()
		if err != nil {
			return nil, err
		}
		n.subs = append(n.subs, sub)
		if !p.accept("|") {
			break
		}
	}
	if len(n.subs) == 1 {
		return n.subs[0], nil
	}
	return n, nil
}

func (p *reParser) concat() (*reNode, error) {
	n := &reNode{kind: reConcat}
	for p.more() && p.src[p.pos] != '|' && p.src[p.pos] != ')' {
		sub, err := p.atom()
		if err != nil {
			return nil, err
		}
		if sub, err = p.quantified(sub); err != nil {
			return nil, err
		}
		if sub.kind != reEmpty {
			n.subs = append(n.subs, sub)
		}
	}
	return n, nil
}

func (p *reParser) atom() (*reNode, error) {
	r := p.src[p.pos]
	p.pos++
	switch r {
	case '^':
		p.begins = true
		return &reNode{}, nil
	case '$':
		p.ends = true
		return &reNode{}, nil
	case '.':
		return &reNode{kind: reClass, set: dotSet()}, nil
	case '(':
		return p.group()
	case '[':
		return p.class()
	case '\\':
		return p.escape()
	case '*', '+', '?':
		return nil, p.fail("nothing to repeat")
	}
	return &reNode{kind: reClass, set: single(r)}, nil
}

func (p *reParser) group() (*reNode, error) {
	if p.depth++; p.depth > maxNesting {
		return nil, p.fail("groups nested too deeply")
	}
	defer func() { p.depth-- }()
	look, keep, index := false, false, 0
	switch {
	case p.accept("?:"):
	case p.accept("?="):
		look, keep = true, true
	case p.accept("?!"), p.accept("?<="), p.accept("?<!"):
		look = true
	default:
		p.groups++
		index = p.groups
		if err := p.groupName(index); err != nil {
			return nil, err
		}
	}
	begins, ends := p.begins, p.ends
	n, err := p.alternate()
	if err != nil {
		return nil, err
	}
	if !p.accept(")") {
		return nil, p.fail("missing )")
	}
	if look {
		p.begins, p.ends = begins, ends
		if keep {
			p.looks = append(p.looks, n)
		}
		return &reNode{}, nil
	}
	return &reNode{kind: reGroup, subs: []*reNode{n}, index: index}, nil
}

func (p *reParser) groupName(index int) error {
	if !p.accept("?<") {
		return nil
	}
	start := p.pos
	for p.more() && p.src[p.pos] != '>' {
		p.pos++
	}
	p.names[string(p.src[start:p.pos])] = index
	if !p.accept(">") {
		return p.fail("group name without >")
	}
	return nil
}

func (p *reParser) quantified(n *reNode) (*reNode, error) {
	if !p.more() {
		return n, nil
	}
	lo, hi := 0, -1
	switch {
	case p.accept("*"):
	case p.accept("+"):
		lo = 1
	case p.accept("?"):
		hi = 1
	case p.src[p.pos] == '{':
		var ok bool
		if lo, hi, ok = p.counts(); !ok {
			return nil, p.fail("quantifier")
		}
	default:
		return n, nil
	}
	p.accept("?") // lazy or not: the same language
	if n.kind == reEmpty {
		return n, nil
	}
	return &reNode{kind: reRepeat, subs: []*reNode{n}, min: lo, max: hi}, nil
}

func (p *reParser) counts() (lo, hi int, ok bool) {
	end := p.pos
	for end < len(p.src) && p.src[end] != '}' {
		end++
	}
	if end == len(p.src) {
		return 0, 0, false
	}
	low, high, ranged := strings.Cut(string(p.src[p.pos+1:end]), ",")
	p.pos = end + 1
	lo, err := strconv.Atoi(low)
	if err != nil || lo < 0 || lo > maxRepeat {
		return 0, 0, false
	}
	if !ranged {
		return lo, lo, true
	}
	if high == "" {
		return lo, -1, true
	}
	hi, err = strconv.Atoi(high)
	return lo, min(hi, maxRepeat), err == nil && hi >= lo
}
