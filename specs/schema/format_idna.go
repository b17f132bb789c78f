package schema

import (
	"slices"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// isAllowedAt decides one code point of a label by RFC 5892: exceptions first,
// then the contextual rules of its appendix A, then the derived property.
func isAllowedAt(label []rune, i int) bool {
	c := label[i]
	if rule, ok := contextRules[c]; ok {
		return rule(label, i)
	}
	if allowed, ok := idnaExceptions[c]; ok {
		return allowed
	}
	switch {
	case c >= 0x660 && c <= 0x669:
		return !slices.ContainsFunc(label, func(r rune) bool { return r >= 0x6f0 && r <= 0x6f9 })
	case c >= 0x6f0 && c <= 0x6f9:
		return !slices.ContainsFunc(label, func(r rune) bool { return r >= 0x660 && r <= 0x669 })
	case c < 0x80:
		return c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z'
	}
	return isLetterDigit(c) && isStable(c) && !isOldHangul(c) && !isIgnorable(c)
}

// idnaExceptions is RFC 5892, section 2.6, without the contextual ones.
var idnaExceptions = map[rune]bool{
	0xdf: true, 0x3c2: true, 0x6fd: true, 0x6fe: true, 0xf0b: true, 0x3007: true,
	0x640: false, 0x7fa: false, 0x302e: false, 0x302f: false,
	0x3031: false, 0x3032: false, 0x3033: false, 0x3034: false, 0x3035: false, 0x303b: false,
}

// contextRules is RFC 5892, appendix A.1 to A.7.
var contextRules = map[rune]func(label []rune, i int) bool{
	0x200c: joins,
	0x200d: joins,
	0xb7: func(l []rune, i int) bool {
		return i > 0 && i+1 < len(l) && l[i-1] == 'l' && l[i+1] == 'l'
	},
	0x375: func(l []rune, i int) bool { return i+1 < len(l) && unicode.Is(unicode.Greek, l[i+1]) },
	0x5f3: followsHebrew,
	0x5f4: followsHebrew,
	0x30fb: func(l []rune, _ int) bool {
		return slices.ContainsFunc(l, func(r rune) bool {
			return r != 0x30fb && unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han)
		})
	},
}

func followsHebrew(l []rune, i int) bool { return i > 0 && unicode.Is(unicode.Hebrew, l[i-1]) }

// joins applies the rules for the zero-width joiners to the whole label.
func joins(l []rune, _ int) bool {
	_, err := idna.New(idna.CheckJoiners(true)).ToUnicode(string(l))
	return err == nil
}

func isLetterDigit(c rune) bool {
	return unicode.In(c, unicode.Ll, unicode.Lu, unicode.Lo, unicode.Nd, unicode.Lm, unicode.Mn, unicode.Mc)
}

// isStable: case folding and compatibility normalisation leave it alone.
func isStable(c rune) bool {
	s := string(c)
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s))) == s
}

func isOldHangul(c rune) bool {
	return c >= 0x1100 && c <= 0x11ff || c >= 0xa960 && c <= 0xa97c || c >= 0xd7b0 && c <= 0xd7fb
}

func isIgnorable(c rune) bool {
	return unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.White_Space, unicode.Noncharacter_Code_Point) ||
		c >= 0x20d0 && c <= 0x20ff || c >= 0x1d100 && c <= 0x1d24f
}

func isCombining(c rune) bool { return unicode.Is(unicode.M, c) }

func isRightToLeft(c rune) bool {
	p, _ := bidi.LookupRune(c)
	return p.Class() == bidi.R || p.Class() == bidi.AL || p.Class() == bidi.AN
}
