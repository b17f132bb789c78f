package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"strings"
)

// MergePatch applies a JSON merge patch (RFC 7396, section 2).
func MergePatch(target, patch any) any {
	p, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	t, ok := target.(map[string]any)
	if !ok {
		t = map[string]any{}
	}
	out := maps.Clone(t)
	for k, v := range p {
		if v == nil {
			delete(out, k)
			continue
		}
		out[k] = MergePatch(out[k], v)
	}
	return out
}

// Ordered tells whether items are sorted by a member ("-" in front means
// descending), with equal ones by ascending id. Items without the member are
// not compared: where they stand is left open.
func Ordered(items any, by string) bool {
	list, ok := items.([]any)
	if !ok {
		return false
	}
	member, descending := strings.CutPrefix(by, "-")
	var last map[string]any
	for _, e := range list {
		item, ok := e.(map[string]any)
		if !ok {
			return false
		}
		if item[member] == nil {
			continue
		}
		if last != nil {
			c := compareValues(last[member], item[member])
			if descending {
				c = -c
			}
			if c > 0 || c == 0 && fmt.Sprint(last["id"]) > fmt.Sprint(item["id"]) {
				return false
			}
		}
		last = item
	}
	return true
}

// compareValues orders numbers by value, instants in time, other strings by
// code point; a measured value is ordered by its value member.
func compareValues(a, b any) int {
	if m, ok := a.(map[string]any); ok {
		if n, ok := b.(map[string]any); ok {
			return compareValues(m["value"], n["value"])
		}
	}
	x, xNumber := rat(a)
	y, yNumber := rat(b)
	if xNumber && yNumber {
		return x.Cmp(y)
	}
	s, t := fmt.Sprint(a), fmt.Sprint(b)
	if u, ok := Instant(s); ok {
		if w, ok := Instant(t); ok {
			return u.Compare(w)
		}
	}
	return cmp.Compare(s, t)
}

func rat(v any) (*big.Rat, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetString(n.String())
}

// Covers tells whether every member of part is in whole with the same meaning.
// Members of a vendor (x_…) are not compared: who keeps them is left open.
func Covers(whole, part any) bool { return Same(withoutVendor(part), whole, false) }

func withoutVendor(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := make(map[string]any, len(m))
	for k, e := range m {
		if !strings.HasPrefix(k, "x_") {
			out[k] = withoutVendor(e)
		}
	}
	return out
}
