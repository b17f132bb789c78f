package synth

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestNumbersAreExact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, out string }{
		{"9007199254740993", "9007199254740993"}, {"0.1", "0.1"}, {"1e3", "1000"}, {"-2.50", "-2.5"}, {"1E-4", "0.0001"},
		{"123456789012345678901234567890.5", "123456789012345678901234567890.5"},
	} {
		r, ok := rat(json.Number(c.in))
		require.True(t, ok, c.in)
		n, ok := number(r)
		require.True(t, ok)
		assert.Equal(t, json.Number(c.out), n)
	}
	for _, bad := range []any{json.Number("1e999999999"), json.Number("x"), "1", nil, true} {
		_, ok := rat(bad)
		assert.False(t, ok, bad)
	}
	_, ok := number(big.NewRat(1, 3))
	assert.False(t, ok, "a third has no finite decimal")
	assert.Equal(t, big.NewRat(3, 10), lcm(big.NewRat(1, 10), big.NewRat(3, 20)))
	assert.Equal(t, big.NewRat(-4, 1), floorTo(big.NewRat(-7, 2), big.NewRat(2, 1)))
	assert.Equal(t, big.NewRat(-2, 1), ceilTo(big.NewRat(-7, 2), big.NewRat(2, 1)))
}

func TestEditsCopyWhatTheyTouch(t *testing.T) {
	t.Parallel()
	base := map[string]any{"a/b": []any{map[string]any{"c": "x"}}, "d": "y"}
	got, ok := apply(base, edit{ptr: "/a~1b/0/c", value: "z"}, edit{ptr: "/a~1b/1", value: "w"}, edit{ptr: "/d", remove: true})
	require.True(t, ok)
	assert.Equal(t, map[string]any{"a/b": []any{map[string]any{"c": "z"}, "w"}}, got)
	assert.Equal(t, map[string]any{"a/b": []any{map[string]any{"c": "x"}}, "d": "y"}, base)
	for _, e := range []edit{{ptr: "/none/x", value: 1}, {ptr: "/d/x", value: 1}, {ptr: "/a~1b/7", value: 1}, {ptr: "/a~1b/x", value: 1}, {remove: true}} {
		_, ok := apply(base, e)
		assert.False(t, ok, e.ptr)
	}
}

func TestRowsHoldEveryPair(t *testing.T) {
	t.Parallel()
	for _, sizes := range [][]int{{2, 2}, {2, 2, 2, 2, 2, 2, 2, 2}, {3, 2, 5, 4}, {6, 6, 2, 2, 2}} {
		left := allPairs(sizes)
		rows := ipog(sizes)
		for p := range allPairs(sizes) {
			for _, row := range rows {
				if row[p.a] == p.x && row[p.b] == p.y {
					delete(left, p)
				}
			}
		}
		assert.Empty(t, left, sizes)
		all := 1
		for _, n := range sizes {
			all *= n
		}
		assert.LessOrEqual(t, len(rows), all)
	}
	assert.LessOrEqual(t, len(ipog(make2(20))), 14, "20 optional members need few rows")
}

func make2(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 2
	}
	return out
}

// TestFormatSamplesAreRightAndMissesAreWrong keeps the table honest.
func TestFormatSamplesAreRightAndMissesAreWrong(t *testing.T) {
	t.Parallel()
	for name, f := range formats() {
		if _, known := schema.CheckFormat(name, ""); !known {
			continue
		}
		for _, text := range formatSamples(name, seeded(0, name)) {
			ok, _ := schema.CheckFormat(name, text)
			assert.True(t, ok, "%s: %q", name, text)
		}
		for _, c := range f.corners {
			ok, _ := schema.CheckFormat(name, c.text)
			assert.True(t, ok, "%s %s: %q", name, c.name, c.text)
		}
		for _, text := range f.misses {
			ok, _ := schema.CheckFormat(name, text)
			assert.False(t, ok, "%s: %q", name, text)
		}
		if f.long != nil {
			text := f.long(60)
			ok, _ := schema.CheckFormat(name, text)
			assert.True(t, ok && len(text) == 60, "%s: %q", name, text)
		}
	}
}

func TestTextsOfALengthNeitherBeginNorEndWithASpace(t *testing.T) {
	t.Parallel()
	for n := range 40 {
		text := []rune(ofLength("ab ", n))
		require.Len(t, text, n)
		if n > 0 {
			assert.NotEqual(t, ' ', text[0])
			assert.NotEqual(t, ' ', text[n-1])
		}
	}
}
