package synth

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/cityconf/cityconf/specs/document"
)

func breakShort(m *maker, pl place, w word, base any) []fault {
	n, ok := count(w.value)
	if !ok || n == 0 {
		return nil
	}
	return []fault{m.textsOf(pl, n-1)}
}

func breakLong(m *maker, pl place, w word, base any) []fault {
	n, ok := count(w.value)
	if !ok {
		return nil
	}
	if n >= maxText {
		return []fault{{ptr: pl.ptr, beyond: n, cap: maxText}}
	}
	return []fault{m.textsOf(pl, n+1)}
}

// textsOf tries strings of exactly n code points that keep the rest of the
// schema, then any string of the length.
func (m *maker) textsOf(pl place, n int) fault {
	f := fault{ptr: pl.ptr}
	m.exact(pl.s, n, "reject"+pl.ptr, func(text string) bool {
		f.tries = append(f.tries, pl.put(text))
		return len(f.tries) < 8
	})
	f.tries = append(f.tries, pl.put(ofLength("harbour tower ", n)))
	return f
}

// breakPattern replaces one character of a match at a time, keeping the length,
// then tries other lengths.
func breakPattern(m *maker, pl place, w word, base any) []fault {
	cur, _ := document.Get(base, pl.ptr)
	text, ok := cur.(string)
	if !ok {
		return nil
	}
	f := fault{ptr: pl.ptr}
	for _, miss := range nearMisses(text) {
		f.tries = append(f.tries, pl.put(miss))
	}
	limits := pl.s.extent("minLength", "maxLength")
	f.tries = append(f.tries, m.othersOnly(pl, w, limits)...)
	for _, other := range []string{human("", seeded(m.opts.Seed, pl.ptr)), "!", "路", "a", "0", "A", " "} {
		f.tries = append(f.tries, pl.put(fitted(other, limits)))
	}
	return []fault{f}
}

// othersOnly draws texts from the other patterns of the place.
func (m *maker) othersOnly(pl place, w word, limits extent) [][]edit {
	var out [][]edit
	for _, p := range pl.s.strings("pattern") {
		for i := 0; p != w.value && i < 12; i++ {
			if text, ok := m.drawn(p, limits, i, pl.ptr); ok {
				out = append(out, pl.put(text))
			}
		}
	}
	return out
}

// nearMisses are texts one character away from s: one replaced, one added, one
// removed; replacements of equal length come first.
func nearMisses(s string) []string {
	runes := []rune(s)
	var out []string
	for _, r := range []rune{'!', ' ', '_', 'Ä', '路', 'Z', 'z', '0', '\n'} {
		for _, i := range positions(len(runes)) {
			if runes[i] != r {
				out = append(out, string(runes[:i])+string(r)+string(runes[i+1:]))
			}
		}
	}
	for _, r := range []string{"!", " ", "路"} {
		out = append(out, s+r, r+s)
	}
	if len(runes) > 0 {
		out = append(out, string(runes[:len(runes)-1]), string(runes[1:]))
	}
	return append(out, "")
}

// positions samples the indexes of a text: first, last, middle, then more.
func positions(n int) []int {
	var out []int
	for _, i := range []int{0, n - 1, n / 2, 1, n - 2, n / 4} {
		if i >= 0 && i < n {
			seen := false
			for _, j := range out {
				seen = seen || i == j
			}
			if !seen {
				out = append(out, i)
			}
		}
	}
	return out
}

func breakFormat(m *maker, pl place, w word, base any) []fault {
	name, _ := w.value.(string)
	known, ok := formats()[name]
	if !ok {
		return numericFormat(pl, name)
	}
	limits := pl.s.extent("minLength", "maxLength")
	f := fault{ptr: pl.ptr}
	for _, miss := range known.misses {
		if limits.has(utf8.RuneCountInString(miss)) && m.matches(pl.s, miss) {
			f.tries = append(f.tries, pl.put(miss))
		}
	}
	if cur, ok := document.Get(base, pl.ptr); ok {
		if text, ok := cur.(string); ok {
			for _, miss := range append(nearDates(text), nearMisses(text)...) {
				f.tries = append(f.tries, pl.put(miss))
			}
		}
	}
	for _, miss := range known.misses {
		f.tries = append(f.tries, pl.put(miss))
	}
	if len(known.misses) == 0 {
		return nil
	}
	return []fault{f}
}

// nearDates gives a text that begins with a date an impossible month, day or hour.
func nearDates(text string) []string {
	var out []string
	for _, swap := range [][2]string{{"2026-03-14", "2026-02-30"}, {"2026-03-14", "2026-13-14"}, {"T09:", "T25:"}, {"09:", "25:"}} {
		if strings.Contains(text, swap[0]) {
			out = append(out, strings.Replace(text, swap[0], swap[1], 1))
		}
	}
	return out
}

// numericFormat breaks the integer widths of the OpenAPI format registry.
func numericFormat(pl place, name string) []fault {
	beyond, ok := map[string][]any{
		"int32": {json.Number("2147483648"), json.Number("-2147483649")},
		"int64": {json.Number("9223372036854775808"), json.Number("-9223372036854775809")},
	}[name]
	if !ok || pl.s.types()&isInteger == 0 {
		return nil
	}
	return []fault{here(pl, "", beyond...)}
}
