package synth

import (
	"strconv"

	"github.com/cityconf/cityconf/specs/schema"
)

// escape reads what follows a backslash outside of a class.
func (p *reParser) escape() (*reNode, error) {
	if !p.more() {
		return nil, p.fail("trailing backslash")
	}
	switch r := p.src[p.pos]; {
	case r == 'b' || r == 'B':
		p.pos++
		return &reNode{}, nil
	case r >= '1' && r <= '9':
		p.pos++
		return &reNode{kind: reBackref, index: int(r - '0')}, nil
	case r == 'k' && p.accept("k<"):
		return p.namedBackref()
	}
	set, err := p.classEscape()
	return &reNode{kind: reClass, set: set}, err
}

func (p *reParser) namedBackref() (*reNode, error) {
	start := p.pos
	for p.more() && p.src[p.pos] != '>' {
		p.pos++
	}
	index, ok := p.names[string(p.src[start:p.pos])]
	if !ok || !p.accept(">") {
		return nil, p.fail("reference to an unknown group")
	}
	return &reNode{kind: reBackref, index: index}, nil
}

// classEscape reads an escape that stands for a set of code points.
func (p *reParser) classEscape() (runeSet, error) {
	if !p.more() {
		return nil, p.fail("trailing backslash")
	}
	r := p.src[p.pos]
	p.pos++
	switch r {
	case 'd':
		return digitSet(), nil
	case 'D':
		return digitSet().negate(), nil
	case 'w':
		return wordSet(), nil
	case 'W':
		return wordSet().negate(), nil
	case 's':
		return spaceSet(), nil
	case 'S':
		return spaceSet().negate(), nil
	case 'p', 'P':
		return p.propertyEscape(r == 'P')
	}
	return p.characterEscape(r)
}

func (p *reParser) propertyEscape(negated bool) (runeSet, error) {
	start := p.pos + 1
	if !p.accept("{") {
		return nil, p.fail("property escape")
	}
	for p.more() && p.src[p.pos] != '}' {
		p.pos++
	}
	ranges, ok := schema.PropertyRanges(string(p.src[start:p.pos]))
	set := runeSet(ranges)
	if !ok || !p.accept("}") {
		return nil, p.fail("unknown property")
	}
	if negated {
		return set.negate(), nil
	}
	return set, nil
}

func (p *reParser) characterEscape(r rune) (runeSet, error) {
	controls := map[rune]rune{'t': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r', '0': 0}
	if c, ok := controls[r]; ok {
		return single(c), nil
	}
	switch r {
	case 'x':
		return p.hex(2)
	case 'u':
		return p.unicodeEscape()
	case 'c':
		if !p.more() {
			return nil, p.fail("control escape")
		}
		p.pos++
		return single(p.src[p.pos-1] & 31), nil
	}
	return single(r), nil
}

func (p *reParser) unicodeEscape() (runeSet, error) {
	if p.accept("{") {
		start := p.pos
		for p.more() && p.src[p.pos] != '}' {
			p.pos++
		}
		set, err := p.hexOf(start, p.pos)
		if err == nil && !p.accept("}") {
			err = p.fail("code point escape")
		}
		return set, err
	}
	high, err := p.hex(4)
	if err != nil || high[0][0] < 0xd800 || high[0][0] > 0xdbff || !p.accept("\\u") {
		return high, err
	}
	low, err := p.hex(4)
	if err != nil {
		return nil, err
	}
	return single((high[0][0]-0xd800)<<10 + (low[0][0] - 0xdc00) + 0x10000), nil
}

func (p *reParser) hex(n int) (runeSet, error) {
	start := p.pos
	p.pos = min(len(p.src), p.pos+n)
	return p.hexOf(start, p.pos)
}

func (p *reParser) hexOf(start, end int) (runeSet, error) {
	v, err := strconv.ParseUint(string(p.src[start:end]), 16, 32)
	if err != nil || v > uint64(lastRune) {
		return nil, p.fail("hexadecimal escape")
	}
	return single(rune(v)), nil
}

// class reads a bracket expression after its "[".
func (p *reParser) class() (*reNode, error) {
	negated := p.accept("^")
	var set runeSet
	for {
		if !p.more() {
			return nil, p.fail("missing ]")
		}
		if p.accept("]") {
			break
		}
		part, err := p.classRange()
		if err != nil {
			return nil, err
		}
		set = set.union(part)
	}
	if negated {
		set = set.negate()
	}
	return &reNode{kind: reClass, set: set}, nil
}

func (p *reParser) classRange() (runeSet, error) {
	lo, err := p.classAtom()
	if err != nil || p.pos+1 >= len(p.src) || p.src[p.pos] != '-' || p.src[p.pos+1] == ']' || !one(lo) {
		return lo, err
	}
	p.pos++
	hi, err := p.classAtom()
	if err != nil {
		return nil, err
	}
	if !one(hi) {
		return lo.union(single('-')).union(hi), nil
	}
	if hi[0][0] < lo[0][0] {
		return nil, p.fail("range out of order")
	}
	return runeSet{{lo[0][0], hi[0][0]}}, nil
}

func (p *reParser) classAtom() (runeSet, error) {
	if !p.more() {
		return nil, p.fail("missing ]")
	}
	if !p.accept("\\") {
		p.pos++
		return single(p.src[p.pos-1]), nil
	}
	if p.accept("b") {
		return single('\b'), nil
	}
	return p.classEscape()
}

func one(s runeSet) bool { return len(s) == 1 && s[0][0] == s[0][1] }
