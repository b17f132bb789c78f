package foreign

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// What a schema may cost at most. Published documents stay far below.
const (
	mostBranches = 200  // of oneOf, anyOf or allOf
	mostPattern  = 2000 // characters
	mostMembers  = 1000 // of enum or properties
)

// costly says why a schema is not read, "" when it is: it would exhaust the
// machine, or it says something that nobody can read.
func (b *builder) costly(m map[string]any) string {
	for _, check := range []func(map[string]any) string{branches, members, numbers, b.patterns} {
		if why := check(m); why != "" {
			return why
		}
	}
	return ""
}

func branches(m map[string]any) string {
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		if l, ok := m[key].([]any); ok && len(l) > mostBranches {
			return fmt.Sprintf("%s has %d branches, at most %d are read", key, len(l), mostBranches)
		}
	}
	return ""
}

func members(m map[string]any) string {
	if l, ok := m["enum"].([]any); ok && len(l) > mostMembers {
		return fmt.Sprintf("enum has %d values, at most %d are read", len(l), mostMembers)
	}
	if p, ok := m["properties"].(map[string]any); ok && len(p) > mostMembers {
		return fmt.Sprintf("properties has %d members, at most %d are read", len(p), mostMembers)
	}
	return ""
}

// numbers looks at the values of keywords and one list below (enum).
func numbers(m map[string]any) string {
	for key, v := range m {
		list, _ := v.([]any)
		for _, e := range append(list, v) {
			if n, ok := e.(json.Number); ok && schema.Extreme(n) {
				return fmt.Sprintf("%s holds %s, a number beyond what is read", key, shorten(n.String()))
			}
		}
	}
	return ""
}

func (b *builder) patterns(m map[string]any) string {
	if p, ok := m["pattern"].(string); ok {
		if why := b.unreadable(p); why != "" {
			return "pattern " + why
		}
	}
	choices, _ := m["patternProperties"].(map[string]any)
	for _, p := range document.Keys(choices) {
		if why := b.unreadable(p); why != "" {
			return "patternProperties " + why
		}
	}
	return ""
}

// probe is a text on which patterns that backtrack without end show themselves.
var probe = strings.Repeat("a", 30) + "!" + strings.Repeat("0", 30) + "!" + strings.Repeat(" ", 30) + "\x00"

// mostSlow is how many patterns may take for ever before no more are tried.
const mostSlow = 3

func (b *builder) unreadable(p string) string {
	if len(p) > mostPattern {
		return fmt.Sprintf("has %d characters, at most %d are read", len(p), mostPattern)
	}
	if b.slow >= mostSlow {
		return shorten(p) + " is not tried: others of the document take for ever"
	}
	if _, err := schema.MatchPattern(p, ""); err != nil {
		return shorten(p) + " is no ECMA-262 regular expression"
	}
	if _, err := schema.MatchPattern(p, probe); err != nil {
		b.slow++
		return shorten(p) + " takes for ever on some texts"
	}
	return ""
}
