package check

import (
	"strconv"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

func judgeContains(e Expect, v *View, _ *Context) ([]Finding, error) {
	if e.Contains == nil {
		return nil, nil
	}
	return differences("", e.Contains, v.Body, false), nil
}

func judgeEquals(e Expect, v *View, _ *Context) ([]Finding, error) {
	if e.Equals == nil {
		return nil, nil
	}
	return differences("", e.Equals, v.Body, true), nil
}

// Same compares two values by meaning: numbers by value, date-times as
// instants, objects without order. With exact false, got may hold members that
// want does not name. Members of vendors count only where both have them.
func Same(want, got any, exact bool) bool { return len(differences("", want, got, exact)) == 0 }

// differences lists where got departs from want. Only the first difference in
// an array is named: what follows is usually its echo.
func differences(at string, want, got any, exact bool) []Finding {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []Finding{differs(at, want, got)}
		}
		return objectDifferences(at, w, g, exact)
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return []Finding{differs(at, want, got)}
		}
		for i := range w {
			if d := differences(at+"/"+strconv.Itoa(i), w[i], g[i], exact); len(d) > 0 {
				return d
			}
		}
		return nil
	case string:
		if g, ok := got.(string); ok && (g == w || sameInstant(w, g)) {
			return nil
		}
		return []Finding{differs(at, want, got)}
	}
	if schema.Equal(want, got) {
		return nil
	}
	return []Finding{differs(at, want, got)}
}

func objectDifferences(at string, want, got map[string]any, exact bool) []Finding {
	var found []Finding
	for _, k := range sortedKeys(want) {
		p := at + "/" + document.Escape(k)
		g, ok := got[k]
		if !ok && (want[k] == nil || ofVendor(k)) {
			continue // null and absent mean the same in merge-patch terms
		}
		if !ok {
			found = append(found, Finding{At: p, Keyword: "equal", Want: short(want[k]), Got: "absent",
				Message: text("%s is missing; expected %s.", "缺少 %s，应为 %s。", p, short(want[k]))})
			continue
		}
		found = append(found, differences(p, want[k], g, exact)...)
	}
	if exact {
		for _, k := range sortedKeys(got) {
			if _, ok := want[k]; !ok && got[k] != nil && !ofVendor(k) {
				p := at + "/" + document.Escape(k)
				found = append(found, Finding{At: p, Keyword: "equal", Want: "absent", Got: short(got[k]),
					Message: text("%s is present with %s; expected it to be absent.", "%s 不应存在，实际为 %s。", p, short(got[k]))})
			}
		}
	}
	return found
}

// ofVendor tells members named x_{vendor}_…: a system may add its own and drop
// those of others (CORE-015).
func ofVendor(name string) bool { return strings.HasPrefix(name, "x_") }

func differs(at string, want, got any) Finding {
	place := at
	if place == "" {
		place = "body"
	}
	return Finding{At: at, Keyword: "equal", Want: short(want), Got: short(got),
		Message: text("%s: expected %s, got %s.", "%s：应为 %s，实际为 %s。", place, short(want), short(got))}
}

func sameInstant(a, b string) bool {
	x, err := time.Parse(time.RFC3339Nano, a)
	if err != nil {
		return false
	}
	y, err := time.Parse(time.RFC3339Nano, b)
	return err == nil && x.Equal(y)
}
