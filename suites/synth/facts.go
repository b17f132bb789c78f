package synth

import (
	"encoding/json"
	"math/big"

	"github.com/cityconf/cityconf/specs/schema"
)

// kinds is a set of JSON types; integers are told apart from other numbers.
type kinds uint8

const (
	isNull kinds = 1 << iota
	isBoolean
	isInteger
	isFraction
	isString
	isArray
	isObject
	isAny = 1<<iota - 1
)

func kindsNamed(name string) kinds {
	return map[string]kinds{"null": isNull, "boolean": isBoolean, "integer": isInteger, "number": isInteger | isFraction,
		"string": isString, "array": isArray, "object": isObject}[name]
}

// kindOf returns the type of a value.
func kindOf(v any) kinds {
	switch n := v.(type) {
	case nil:
		return isNull
	case bool:
		return isBoolean
	case string:
		return isString
	case []any:
		return isArray
	case map[string]any:
		return isObject
	case json.Number:
		if r, ok := rat(n); ok && !r.IsInt() {
			return isFraction
		}
		return isInteger
	}
	return 0
}

// types is the intersection of what the type keywords allow.
func (s *shape) types() kinds {
	out := kinds(isAny)
	for _, n := range s.nodes {
		if t, ok := n.raw["type"]; ok {
			out &= typesOf(t, n.raw)
		}
	}
	return out
}

func typesOf(t any, raw map[string]any) kinds {
	var out kinds
	if name, ok := t.(string); ok {
		out = kindsNamed(name)
	}
	for _, name := range stringList(t) {
		out |= kindsNamed(name)
	}
	if nullable, _ := raw["nullable"].(bool); nullable {
		out |= isNull
	}
	return out
}

// listed returns the values enum and const leave, and whether there are any
// such keywords.
func (s *shape) listed() ([]any, bool) {
	var out []any
	limited := false
	for _, n := range s.nodes {
		values, ok := n.raw["enum"].([]any)
		if c, has := n.raw["const"]; has {
			values, ok = []any{c}, true
		}
		if !ok {
			continue
		}
		if !limited {
			out, limited = values, true
			continue
		}
		var both []any
		for _, v := range out {
			if sameIn(values, v) {
				both = append(both, v)
			}
		}
		out = both
	}
	return out, limited
}

// span is what the numeric keywords allow.
type span struct {
	lo, hi         *big.Rat // nil: no limit
	loOpen, hiOpen bool
	step           *big.Rat // nil: any; else every value is a multiple
}

// span intersects the numeric keywords; integer asks for whole numbers.
func (s *shape) span() span {
	var out span
	for _, n := range s.nodes {
		out.raise(n.raw["minimum"], n.raw["exclusiveMinimum"] == true)
		out.raise(n.raw["exclusiveMinimum"], true)
		out.lower(n.raw["maximum"], n.raw["exclusiveMaximum"] == true)
		out.lower(n.raw["exclusiveMaximum"], true)
		if q, ok := rat(n.raw["multipleOf"]); ok && q.Sign() > 0 {
			out.steps(q)
		}
	}
	if s.types()&(isInteger|isFraction) == isInteger {
		out.steps(big.NewRat(1, 1))
	}
	return out
}

func (s *span) steps(q *big.Rat) {
	if s.step != nil {
		q = lcm(s.step, q)
	}
	s.step = q
}

func (s *span) raise(limit any, open bool) {
	r, ok := rat(limit)
	if !ok {
		return
	}
	if c := cmpOr(s.lo, r); s.lo == nil || c < 0 || (c == 0 && open) {
		s.lo, s.loOpen = r, open
	}
}

func (s *span) lower(limit any, open bool) {
	r, ok := rat(limit)
	if !ok {
		return
	}
	if c := cmpOr(s.hi, r); s.hi == nil || c > 0 || (c == 0 && open) {
		s.hi, s.hiOpen = r, open
	}
}

func cmpOr(a, b *big.Rat) int {
	if a == nil {
		return 0
	}
	return a.Cmp(b)
}

// extent is a range of sizes; hi < 0 is no limit.
type extent struct{ lo, hi int }

// extent intersects a pair of size keywords such as minLength and maxLength.
func (s *shape) extent(low, high string) extent {
	out := extent{0, -1}
	for _, n := range s.nodes {
		if v, ok := count(n.raw[low]); ok {
			out.lo = max(out.lo, v)
		}
		if v, ok := count(n.raw[high]); ok && (out.hi < 0 || v < out.hi) {
			out.hi = v
		}
	}
	return out
}

func (e extent) has(n int) bool { return n >= e.lo && (e.hi < 0 || n <= e.hi) }

// strings returns the values of a keyword that is a string.
func (s *shape) strings(key string) []string {
	var out []string
	for _, w := range s.all(key) {
		if v, ok := w.value.(string); ok {
			out = append(out, v)
		}
	}
	return out
}

// sameIn reports whether a list holds a value that is equal as JSON.
func sameIn(list []any, v any) bool {
	for _, x := range list {
		if schema.Equal(x, v) {
			return true
		}
	}
	return false
}
