package synth

import (
	"sort"
	"unicode"
)

// runeSet is a set of code points as sorted, disjoint, closed ranges.
type runeSet [][2]rune

const lastRune = unicode.MaxRune

// The classes of ECMA-262, section 22.2.2.9; "." excludes line terminators.
func digitSet() runeSet { return runeSet{{'0', '9'}} }

func wordSet() runeSet { return runeSet{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}} }

func spaceSet() runeSet {
	return runeSet{{0x09, 0x0d}, {0x20, 0x20}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a},
		{0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff}}
}

func dotSet() runeSet {
	return runeSet{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}.negate()
}

func single(r rune) runeSet { return runeSet{{r, r}} }

// union returns the normalised union of two sets.
func (s runeSet) union(t runeSet) runeSet {
	all := append(append(runeSet{}, s...), t...)
	sort.Slice(all, func(i, j int) bool { return all[i][0] < all[j][0] })
	var out runeSet
	for _, r := range all {
		if n := len(out); n > 0 && r[0] <= out[n-1][1]+1 {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

func (s runeSet) negate() runeSet {
	var out runeSet
	next := rune(0)
	for _, r := range s {
		if r[0] > next {
			out = append(out, [2]rune{next, r[0] - 1})
		}
		next = r[1] + 1
	}
	if next <= lastRune {
		out = append(out, [2]rune{next, lastRune})
	}
	return out
}

// intersect returns the code points in both sets.
func (s runeSet) intersect(t runeSet) runeSet {
	var out runeSet
	for i, j := 0, 0; i < len(s) && j < len(t); {
		lo, hi := max(s[i][0], t[j][0]), min(s[i][1], t[j][1])
		if lo <= hi {
			out = append(out, [2]rune{lo, hi})
		}
		if s[i][1] < t[j][1] {
			i++
		} else {
			j++
		}
	}
	return out
}

func (s runeSet) has(r rune) bool {
	for _, x := range s {
		if r >= x[0] && r <= x[1] {
			return true
		}
	}
	return false
}

// preferred lists the alphabets values are drawn from, the most readable first.
func preferred() []string {
	return []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789", "-_.~:/@+ ",
		"!\"#$%&'()*,;<=>?[\\]^`{|}", "市政道路照明桥梁公园"}
}

// alphabet returns up to 64 readable members of the set: letters and digits
// where it has any, then punctuation, then whatever it holds.
func (s runeSet) alphabet() []rune {
	var out []rune
	for i, chars := range preferred() {
		for _, r := range chars {
			if s.has(r) {
				out = append(out, r)
			}
		}
		if i >= 2 && len(out) > 0 {
			return out
		}
	}
	return s.anyOf(16)
}

// anyOf returns the first n assigned, printable members, else the first members.
func (s runeSet) anyOf(n int) []rune {
	var printable, rest []rune
	seen := 0
	for _, x := range s {
		for r := x[0]; r <= x[1] && seen < 4096 && len(printable) < n; r++ {
			seen++
			switch {
			case r >= 0xd800 && r <= 0xdfff:
				r = 0xdfff
			case unicode.IsPrint(r):
				printable = append(printable, r)
			case len(rest) < n:
				rest = append(rest, r)
			}
		}
	}
	if len(printable) > 0 {
		return printable
	}
	return rest
}
