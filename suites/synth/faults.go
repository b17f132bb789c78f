package synth

import (
	"encoding/json"
	"math/big"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

type breaking func(m *maker, pl place, w word, base any) []fault

// faults says how each keyword is broken. Keywords that are not listed
// constrain nothing by themselves, or are broken where their parts stand.
func faults() map[string]breaking {
	return map[string]breaking{
		"type": breakType, "enum": breakEnum, "const": breakEnum,
		"minimum": breakLeast, "exclusiveMinimum": breakLeast, "maximum": breakGreatest, "exclusiveMaximum": breakGreatest,
		"multipleOf": breakMultiple,
		"minLength":  breakShort, "maxLength": breakLong, "pattern": breakPattern, "format": breakFormat,
		"required": breakRequired, "properties": breakProperties, "additionalProperties": breakClosed,
		"unevaluatedProperties": breakClosed, "propertyNames": breakNames, "minProperties": breakFewMembers,
		"maxProperties": breakManyMembers, "dependentRequired": breakDependent, "dependencies": breakDependent,
		"minItems": breakFew, "maxItems": breakMany, "uniqueItems": breakUnique, "contains": breakContains,
		"maxContains": breakMaxContains, "items": breakTuple, "additionalItems": breakTuple, "unevaluatedItems": breakTuple,
		"oneOf": breakOneOf, "anyOf": breakAnyOf, "not": breakNot,
	}
}

// put makes one try that puts a value at the place.
func (pl place) put(v any) []edit { return []edit{{ptr: pl.ptr, value: v}} }

// here makes a fault of values at the place itself.
func here(pl place, value string, tries ...any) fault {
	f := fault{ptr: pl.ptr, value: value}
	for _, v := range tries {
		f.tries = append(f.tries, pl.put(v))
	}
	return f
}

func breakType(m *maker, pl place, w word, base any) []fault {
	cur, _ := document.Get(base, pl.ptr)
	allowed := typesOf(w.value, nodeAt(pl.s, w.at))
	var out []fault
	for _, o := range otherTypes(cur) {
		if kindOf(o.tries[0])&allowed == 0 && kindOf(o.tries[0])&pl.s.types() == 0 {
			out = append(out, here(pl, o.name, o.tries...))
		}
	}
	return out
}

func nodeAt(s *shape, place string) map[string]any {
	for _, n := range s.nodes {
		if n.at == place {
			return n.raw
		}
	}
	return nil
}

type otherType struct {
	name  string
	tries []any
}

// otherTypes are values of every type that look as much as possible like cur:
// the text of a number, the number in a text, the value in a list.
func otherTypes(cur any) []otherType {
	written := "text"
	if data, err := json.Marshal(cur); err == nil && kindOf(cur)&(isInteger|isFraction|isBoolean) != 0 {
		written = string(data)
	}
	integer := json.Number("12")
	if kindOf(cur)&isFraction != 0 {
		r, _ := rat(cur)
		integer, _ = number(floorTo(r, big.NewRat(1, 1)))
	}
	fraction := json.Number("0.5")
	if r, ok := rat(cur); ok && r.IsInt() {
		fraction, _ = number(new(big.Rat).Add(r, big.NewRat(1, 2)))
	}
	lower := fraction
	if r, ok := rat(cur); ok && r.IsInt() {
		lower, _ = number(new(big.Rat).Sub(r, big.NewRat(1, 2)))
	}
	return []otherType{
		{"null", []any{nil}}, {"boolean", []any{true}}, {"integer", []any{integer, json.Number("1")}},
		{"number", []any{fraction, lower, json.Number("0.5")}}, {"string", []any{written}},
		{"array", []any{[]any{cur}, []any{}}}, {"object", []any{map[string]any{}, map[string]any{"value": cur}}},
	}
}

func breakEnum(m *maker, pl place, w word, base any) []fault {
	cur, _ := document.Get(base, pl.ptr)
	values, _ := w.value.([]any)
	if w.key == "const" {
		values = []any{w.value}
	}
	fresh := func(v any) bool { return !sameIn(values, v) }
	f := here(pl, "")
	var out []fault
	for _, o := range unlisted(cur, values) {
		if fresh(o) {
			f.tries = append(f.tries, pl.put(o))
		}
	}
	if s, ok := cur.(string); ok && len(s) > 0 {
		for _, v := range []corner{{"case", swapCase(s)}, {"space", s + " "}} {
			if fresh(v.text) {
				out = append(out, here(pl, v.name, v.text))
			}
		}
	}
	return append(out, f)
}

// unlisted are values like cur that a list of values probably lacks.
func unlisted(cur any, values []any) []any {
	switch v := cur.(type) {
	case string:
		runes := []rune(v)
		out := []any{"unlisted", "UNLISTED", v + v}
		if len(runes) > 0 {
			out = append(out, string(runes[:len(runes)-1])+"x", string(runes[1:])+"x", string(runes[:len(runes)-1]))
		}
		return append(out, "")
	case json.Number:
		var out []any
		for _, near := range []int64{1, -1, 1000, 100000} {
			for _, x := range append([]any{cur}, values...) {
				if r, ok := rat(x); ok {
					n, _ := number(new(big.Rat).Add(r, big.NewRat(near, 1)))
					out = append(out, n)
				}
			}
		}
		return out[:min(len(out), maxTries)]
	case bool:
		return []any{!v}
	case []any:
		return []any{append(append([]any{}, v...), "unlisted"), []any{}}
	case map[string]any:
		return []any{map[string]any{"unlisted": true}, map[string]any{}}
	}
	return []any{"unlisted", json.Number("1"), false}
}

func swapCase(s string) string {
	if up := strings.ToUpper(s); up != s {
		return up
	}
	return strings.ToLower(s)
}

func breakLeast(m *maker, pl place, w word, base any) []fault {
	return beyond(pl, w, w.key == "exclusiveMinimum" || nodeAt(pl.s, w.at)["exclusiveMinimum"] == true, -1)
}

func breakGreatest(m *maker, pl place, w word, base any) []fault {
	return beyond(pl, w, w.key == "exclusiveMaximum" || nodeAt(pl.s, w.at)["exclusiveMaximum"] == true, 1)
}

// beyond tries the nearest values on the wrong side of a limit, in direction
// sign; of an exclusive limit that is the limit itself.
func beyond(pl place, w word, exclusive bool, sign int64) []fault {
	limit, ok := rat(w.value)
	if !ok {
		return nil
	}
	allowed := pl.s.span()
	gap := allowed.gap()
	from := limit
	if allowed.step != nil && sign < 0 {
		from = floorTo(limit, allowed.step)
	} else if allowed.step != nil {
		from = ceilTo(limit, allowed.step)
	}
	f := fault{ptr: pl.ptr}
	for _, k := range []int64{0, 1, 2, 10} {
		r := new(big.Rat).Add(from, new(big.Rat).Mul(gap, big.NewRat(k*sign, 1)))
		if c := r.Cmp(limit); c*int(sign) < 0 || (c == 0 && !exclusive) {
			continue
		}
		if n, ok := number(r); ok {
			f.tries = append(f.tries, pl.put(n))
		}
	}
	return []fault{f}
}

func breakMultiple(m *maker, pl place, w word, base any) []fault {
	q, ok := rat(w.value)
	if !ok || q.Sign() <= 0 {
		return nil
	}
	span := pl.s.span()
	f := fault{ptr: pl.ptr}
	for _, from := range []*big.Rat{span.typical(seeded(m.opts.Seed, pl.ptr)), span.least(), span.greatest()} {
		for _, part := range []*big.Rat{big.NewRat(1, 2), big.NewRat(1, 10), big.NewRat(-1, 10), big.NewRat(1, 1), big.NewRat(2, 1)} {
			if from == nil {
				continue
			}
			shift := new(big.Rat).Mul(q, part)
			if part.IsInt() { // for integers: whole numbers off, whatever the step
				shift = part
			}
			if n, ok := number(new(big.Rat).Add(from, shift)); ok {
				f.tries = append(f.tries, pl.put(n))
			}
		}
	}
	return []fault{f}
}
