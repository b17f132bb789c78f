package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/reports/trace"
)

// conditional are keywords that no table shows; they are shown as they stand.
var conditional = []string{"if", "then", "else", "dependentRequired", "dependentSchemas", "not", "contains", "propertyNames", "additionalProperties", "oneOf", "anyOf"}

// conditions writes the keywords of a schema that tables do not show, and those
// of its allOf parts that hold no members, "" for none.
func conditions(node map[string]any) string {
	shown := pickConditions(node)
	if node["properties"] == nil {
		delete(shown, "oneOf") // part of the kind
		delete(shown, "anyOf")
	}
	parts, _ := node["allOf"].([]any)
	var rest []any
	for _, p := range parts {
		inline, _ := p.(map[string]any)
		if c := pickConditions(inline); len(c) > 0 {
			rest = append(rest, c)
		}
	}
	if len(rest) > 0 {
		shown["allOf"] = rest
	}
	if len(shown) == 0 {
		return ""
	}
	return trace.Indented(shown)
}

func pickConditions(node map[string]any) map[string]any {
	shown := map[string]any{}
	for _, key := range conditional {
		if v, ok := node[key]; ok && v != false && v != true {
			shown[key] = v
		}
	}
	return shown
}

// oneLine is a value as a reader types it: text bare, else JSON.
func oneLine(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(b.String())
}

func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		out = append(out, fmt.Sprint(e))
	}
	return out
}
