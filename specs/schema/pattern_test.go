package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestMatchPattern(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, pattern, s string
		want             bool
	}{
		{"search, not match", `b`, "abc", true},
		{"dollar ends the text, not the line", `^a$`, "a\n", false},
		{"dot is no line end", `^a.b$`, "a\u2028b", false},
		{"dot is one character", `^.$`, "😀", true},
		{"digits are ASCII", `^\d$`, "৪", false},
		{"word characters are ASCII", `^\w$`, "é", false},
		{"white space is Unicode's", `^\s$`, "\u00a0", true},
		{"byte order mark is white space", `^\s$`, "\ufeff", true},
		{"no white space", `^\S$`, "\u3000", false},
		{"white space in a class", `^[a\s]$`, "\u2003", true},
		{"not white space in a class", `^[\S]$`, "\u2003", false},
		{"letters by category", `^\p{L}+$`, "灯é", true},
		{"letters by long name", `^\p{Letter}+$`, "Ω", true},
		{"script", `^\p{Script=Han}+$`, "路灯", true},
		{"not a script", `^\P{sc=Hani}+$`, "路灯", false},
		{"alphabetic", `^\p{Alphabetic}$`, "ª", true},
		{"escaped code unit", `^\u706f$`, "灯", true},
		{"surrogate pair", `^\ud83d\ude00$`, "😀", true},
		{"code point in braces", `^\u{1F600}$`, "😀", true},
		{"range beyond 16 bits", `^[😀-😂]$`, "😁", true},
		{"control letter", `^\cJ$`, "\n", true},
		{"nul", `^\0$`, "\x00", true},
		{"look ahead", `^(?=.*\d)[a-z\d]+$`, "abc1", true},
		{"negative look ahead", `^(?!x_)`, "x_a", false},
		{"look behind", `(?<=a)b`, "ab", true},
		{"back-reference", `^(a|b)\1$`, "aa", true},
		{"named back-reference", `^(?<x>a|b)\k<x>$`, "ab", false},
		{"many repetitions", `^a{1001}$`, "a", false},
		{"empty class never matches", `[]`, "a", false},
		{"negated empty class matches all", `^[^]$`, "\n", true},
		{"bracket in a class", `^[[:alpha:]]$`, "a]", true},
		{"dash at the end of a class", `^[a-]$`, "-", true},
		{"escaped dash in a class", `^[a\-z]$`, "b", false},
		{"lazy", `^a+?$`, "aa", true},
		{"escaped slash", `^\/$`, "/", true},
		{"brace alone", `^{a}$`, "{a}", true},
		{"word boundary", `\ba\b`, "é a", true},
		{"case matters", `^a$`, "A", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := schema.MatchPattern(test.pattern, test.s)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

func TestInvalidPatterns(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{
		`(`, `)`, `[a`, `*`, `a**`, `(?i)a`, `(?P<n>a)`, `(?#c)`, `(?>a)`, `\Z`, `\a`, `\`, `[b-a]`, `\1`, `\k<n>`,
		`\p{Nope}`, `\pL`, `\u12`, `\u{110000}`, `\xg0`, `\c1`, `a{2,1}`, `[\B]`, `(?<>a)`, `(?=a)*`,
	} {
		_, err := schema.MatchPattern(pattern, "")
		assert.Error(t, err, pattern)
	}
}

func FuzzMatchPattern(f *testing.F) {
	for _, seed := range []string{`^a.b$`, `[^\s\d]\p{L}`, `(?=a)(b)\1`, `\u{1F600}[\ud83d\ude00-\u{1F602}]`, `a{2,3}?|\cJ`} {
		f.Add(seed, "ab1\u00a0😀")
	}
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern) > 100 || len(s) > 100 {
			return
		}
		first, err := schema.MatchPattern(pattern, s)
		again, errAgain := schema.MatchPattern(pattern, s)
		if err == nil && errAgain == nil {
			require.Equal(t, first, again)
		}
	})
}
