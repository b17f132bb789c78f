package synth

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestStringsAreDrawnWithExactLengths(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, pattern string
		lo, hi        int
		want          []int // the lengths there are from lo to hi
	}{
		{"fixed", "^[A-Z]{2}[0-9]{3}$", 0, 9, []int{5}},
		{"range", "^[a-z]{2,4}$", 0, 9, []int{2, 3, 4}},
		{"open", "^a+$", 0, 4, []int{1, 2, 3, 4}},
		{"even", "^(ab)+$", 0, 7, []int{2, 4, 6}},
		{"mixed copies", "^(ab|abc){2}$", 0, 9, []int{4, 5, 6}},
		{"alternatives", "^(a|bcd)$", 0, 9, []int{1, 3}},
		{"optional", "^a?b{0,2}$", 0, 9, []int{0, 1, 2, 3}},
		{"classes", `^\d\w\s\D\S$`, 0, 9, []int{5}},
		{"negated class", "^[^a-z]{2}$", 0, 9, []int{2}},
		{"escapes", `^\x41\u4e2d\u{1F4A1}\t\/\.$`, 0, 9, []int{6}},
		{"surrogate pair", `^\ud83d\udca1$`, 0, 9, []int{1}},
		{"named group", `^(?<year>[0-9]{4})-\k<year>$`, 0, 10, []int{9}},
		{"lazy", "^a+?b*?$", 0, 3, []int{1, 2, 3}},
		{"property", `^\p{Lu}\p{Script=Han}$`, 0, 9, []int{2}},
		{"begins only", "^ab", 0, 4, []int{2, 3, 4}},
		{"ends only", "ab$", 0, 4, []int{2, 3, 4}},
		{"nowhere", "ab", 0, 4, []int{2, 3, 4}},
		{"long", "^[a-z]{1000}$", 998, 1002, []int{1000}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, err := compilePattern(c.pattern)
			require.NoError(t, err)
			assert.Equal(t, c.want, p.sizes(c.lo, c.hi))
			for _, n := range c.want {
				text, ok := p.sample(n, 0, 7)
				require.True(t, ok, n)
				assert.Equal(t, n, utf8.RuneCountInString(text))
				matched, err := schema.MatchPattern(c.pattern, text)
				require.NoError(t, err)
				assert.True(t, matched, text)
			}
		})
	}
}

func TestBrokenPatternsAreRefused(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"(", ")", "[a", "[z-a]", "a{2,1}", "*a", `\`, `\p{Nonsense}`, `\k<none>`, `\xZZ`, "(?<n", "a{99999}"} {
		_, err := compilePattern(p)
		assert.ErrorIs(t, err, errPattern, p)
	}
}

func TestSeveralPatternsMeet(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		patterns []string
		lo, hi   int
	}{
		{"prefix and form", []string{"^urn:[a-z]{3}:[0-9]+:[A-Za-z]{1,20}$", "^urn:[^:]+:42:Cab"}, 0, 60},
		{"begin and end", []string{"^[a-z0-9]+$", "[0-9]$", "^x"}, 5, 9},
		{"look-ahead", []string{"^(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{8,16}$"}, 0, 16},
		{"lengths that meet once", []string{"^(ab)+$", "^(...)+$"}, 1, 6},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := emptyMaker(t)
			x := m.meeting(c.patterns)
			require.NotNil(t, x)
			text, ok := x.draw(c.lo, c.hi, c.lo, seeded(1, c.name))
			require.True(t, ok)
			for _, p := range c.patterns {
				assert.True(t, m.match(p, text), "%s in %s", p, text)
			}
		})
	}
	m := emptyMaker(t)
	_, ok := m.meeting([]string{"^a+$", "^b+$"}).draw(1, 20, 1, seeded(1, ""))
	assert.False(t, ok, "nothing matches both")
}

func emptyMaker(t testing.TB) *maker {
	t.Helper()
	m, err := newMaker(schema.NewSet(map[string]any{"a.yaml": true}), "a.yaml", Options{})
	require.NoError(t, err)
	return m
}

// FuzzPattern holds that whatever parses is drawn from without a panic, with
// the length asked for.
func FuzzPattern(f *testing.F) {
	for _, p := range []string{"^[a-z]{2,4}$", "(a|b)+c?", `\d{3}-\w*`, "^(?=.*[A-Z]).{4,}$", `(x)\1`, "[^\\]]", "((((a))))*", "a{0}", "|", "^$"} {
		f.Add(p, uint8(3))
	}
	f.Fuzz(func(t *testing.T, source string, size uint8) {
		p, err := compilePattern(source)
		if err != nil {
			return
		}
		n := int(size % 24)
		if text, ok := p.sample(n, 1, 1); ok && utf8.RuneCountInString(text) != n {
			t.Fatalf("%q has %d code points, not %d", text, utf8.RuneCountInString(text), n)
		}
	})
}
