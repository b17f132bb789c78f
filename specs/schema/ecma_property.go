package schema

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// property reads what follows \p or \P: a Unicode property in braces. It is
// written out as ranges, because the engines know different names.
func (t *translator) property(negated bool) (classItem, error) {
	if !t.accept("{") {
		return classItem{}, errors.New(`\p without braces`)
	}
	start := t.pos
	for !t.accept("}") {
		if t.done() {
			return classItem{}, errors.New(`\p without a closing brace`)
		}
		t.pos++
	}
	name := string(t.in[start : t.pos-1])
	ranges, ok := PropertyRanges(name)
	if !ok {
		return classItem{}, fmt.Errorf("unknown Unicode property %q", name)
	}
	if negated {
		ranges = complement(ranges)
	}
	return classItem{set: ranges.String()}, nil
}

// Ranges are ranges of characters, both ends included, in ascending order.
type Ranges [][2]rune

// PropertyRanges are the characters of \p{name} (ECMA-262, section 22.2.1). It knows general categories and scripts, by long and short names,
// and the binary properties that can be derived from Go's tables.
func PropertyRanges(name string) (Ranges, bool) {
	key, value, isPair := strings.Cut(name, "=")
	if !isPair {
		if tables, ok := binaryProperty(name); ok {
			return tables, true
		}
		return categoryRanges(name)
	}
	switch key {
	case "General_Category", "gc":
		return categoryRanges(value)
	case "Script", "sc", "Script_Extensions", "scx":
		if table, ok := unicode.Scripts[scriptName(value)]; ok {
			return rangesOf(table), true
		}
	}
	return nil, false
}

func categoryRanges(name string) (Ranges, bool) {
	if short, ok := unicode.CategoryAliases[name]; ok {
		name = short
	}
	table, ok := unicode.Categories[name]
	if !ok {
		return nil, false
	}
	return rangesOf(table), true
}

func binaryProperty(name string) (Ranges, bool) {
	switch name {
	case "Any":
		return Ranges{{0, unicode.MaxRune}}, true
	case "ASCII":
		return Ranges{{0, unicode.MaxASCII}}, true
	case "Alphabetic", "Alpha":
		return rangesOf(unicode.L, unicode.Nl, unicode.Other_Alphabetic), true
	case "Uppercase", "Upper":
		return rangesOf(unicode.Lu, unicode.Other_Uppercase), true
	case "Lowercase", "Lower":
		return rangesOf(unicode.Ll, unicode.Other_Lowercase), true
	}
	if table, ok := unicode.Properties[name]; ok && !strings.HasPrefix(name, "Other_") {
		return rangesOf(table), true
	}
	return nil, false
}

// scriptName gives the long name of scripts that are often named by code.
func scriptName(name string) string {
	long, ok := map[string]string{
		"Latn": "Latin", "Grek": "Greek", "Cyrl": "Cyrillic", "Hani": "Han", "Arab": "Arabic",
		"Hebr": "Hebrew", "Hira": "Hiragana", "Kana": "Katakana", "Hang": "Hangul", "Deva": "Devanagari", "Thai": "Thai",
	}[name]
	if ok {
		return long
	}
	return name
}

func rangesOf(tables ...*unicode.RangeTable) Ranges {
	var all Ranges
	add := func(low, high, stride rune) {
		if stride == 1 {
			all = append(all, [2]rune{low, high})
			return
		}
		for c := low; c <= high; c += stride {
			all = append(all, [2]rune{c, c})
		}
	}
	for _, table := range tables {
		for _, r := range table.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range table.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return merged(all)
}

// merged sorts ranges and joins those that touch.
func merged(all Ranges) (out Ranges) {
	slices.SortFunc(all, func(a, b [2]rune) int { return cmp.Compare(a[0], b[0]) })
	for _, r := range all {
		if n := len(out); n > 0 && r[0] <= out[n-1][1]+1 {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

func complement(ranges Ranges) (out Ranges) {
	next := rune(0)
	for _, r := range ranges {
		if r[0] > next {
			out = append(out, [2]rune{next, r[0] - 1})
		}
		next = r[1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, [2]rune{next, unicode.MaxRune})
	}
	return out
}

// String writes the ranges as they stand between brackets.
func (r Ranges) String() string {
	var b strings.Builder
	for _, pair := range r {
		low, high := pair[0], pair[1]
		if isSurrogate(low) {
			low = 0xe000
		}
		if isSurrogate(high) {
			high = 0xd7ff
		}
		if low > high {
			continue
		}
		b.WriteString(classItem{char: low}.inside())
		if high > low {
			b.WriteString("-" + classItem{char: high}.inside())
		}
	}
	return b.String()
}
