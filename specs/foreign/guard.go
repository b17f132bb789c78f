package foreign

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// What a schema may cost at most. Published documents stay far below.
const (
	mostBranches = 200 // of oneOf, anyOf or allOf
	mostExponent = 400 // of a number
	mostPattern  = 2000
	mostMembers  = 5000 // of enum or properties
)

// guard takes out of the documents what would exhaust the machine, and
// remembers where it stood: what reaches there is not tested.
func (b *builder) guard() {
	for _, file := range document.Keys(b.files) {
		doc := b.files[file]
		clean := *doc
		clean.Root = b.clean(doc, doc.Root, "")
		b.files[file] = &clean
	}
}

func (b *builder) clean(doc *document.Document, v any, at string) any {
	switch t := v.(type) {
	case map[string]any:
		if why := costly(t); why != "" {
			b.bad[doc.Path+"#"+at] = doc.Problem(at, why, "the operations that use it are not tested")
			return map[string]any{}
		}
		out := maps.Clone(t)
		for _, k := range document.Keys(t) {
			out[k] = b.clean(doc, t[k], document.Join(at, k))
		}
		return out
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			out[i] = b.clean(doc, e, at+"/"+strconv.Itoa(i))
		}
		return out
	}
	return v
}

// costly says why a schema is not read, "" when it is.
func costly(m map[string]any) string {
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		if l, ok := m[key].([]any); ok && len(l) > mostBranches {
			return fmt.Sprintf("%s has %d branches, at most %d are read", key, len(l), mostBranches)
		}
	}
	for _, key := range []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
		"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"} {
		if n, ok := m[key].(json.Number); ok && extreme(n) {
			return fmt.Sprintf("%s is %s, a number beyond what is read", key, short(n.String()))
		}
	}
	if l, ok := m["enum"].([]any); ok && len(l) > mostMembers {
		return fmt.Sprintf("enum has %d values, at most %d are read", len(l), mostMembers)
	}
	if p, ok := m["properties"].(map[string]any); ok && len(p) > mostMembers {
		return fmt.Sprintf("properties has %d members, at most %d are read", len(p), mostMembers)
	}
	if p, ok := m["pattern"].(string); ok {
		return badPattern(p)
	}
	return ""
}

func badPattern(p string) string {
	if len(p) > mostPattern {
		return fmt.Sprintf("pattern has %d characters, at most %d are read", len(p), mostPattern)
	}
	if _, err := schema.MatchPattern(p, ""); err != nil {
		return "pattern " + short(p) + " is no ECMA-262 regular expression"
	}
	return ""
}

// extreme tells numbers whose exact value would fill the memory.
func extreme(n json.Number) bool {
	mantissa, exp, _ := strings.Cut(strings.ToLower(n.String()), "e")
	if len(mantissa) > mostExponent {
		return true
	}
	if exp == "" {
		return false
	}
	e, err := strconv.Atoi(exp)
	return err != nil || e > mostExponent || e < -mostExponent
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
