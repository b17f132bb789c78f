package synth_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/schema"
)

// forReferee rewrites documents for the second validator, which knows neither
// the dialect of OpenAPI 3.0 nor sides of an interface. It is written apart
// from the engine that it is to judge.
func forReferee(docs map[string]any, view schema.View) map[string]any {
	out := map[string]any{}
	for name, tree := range docs {
		root, _ := tree.(map[string]any)
		if version, _ := root["openapi"].(string); strings.HasPrefix(version, "3.0") {
			tree = modern(tree)
		}
		if view == schema.Request {
			tree = sent(tree)
		}
		out[name] = tree
	}
	return out
}

// modern turns the keywords of OpenAPI 3.0 into those of 2020-12.
func modern(v any) any {
	switch t := v.(type) {
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			out[i] = modern(e)
		}
		return out
	case map[string]any:
		if _, ok := t["$ref"].(string); ok {
			return map[string]any{"$ref": t["$ref"]} // siblings say nothing
		}
		out := make(map[string]any, len(t))
		for k, e := range t {
			if out[k] = e; !slices.Contains([]string{"enum", "example", "examples", "default"}, k) {
				out[k] = modern(e)
			}
		}
		exclusive(out, "minimum", "exclusiveMinimum")
		exclusive(out, "maximum", "exclusiveMaximum")
		if name, ok := out["type"].(string); ok && out["nullable"] == true {
			out["type"] = []any{name, "null"}
		}
		return out
	}
	return v
}

func exclusive(n map[string]any, inclusive, strict string) {
	flag, ok := n[strict].(bool)
	if !ok {
		return
	}
	if delete(n, strict); flag && n[inclusive] != nil {
		n[strict] = n[inclusive]
		delete(n, inclusive)
	}
}

// sent forbids the members that only the receiver may write, and asks for none
// of them.
func sent(v any) any {
	switch t := v.(type) {
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			out[i] = sent(e)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(t))
		for k, e := range t {
			out[k] = sent(e)
		}
		properties, _ := out["properties"].(map[string]any)
		required, _ := out["required"].([]any)
		if len(properties) == 0 {
			return out
		}
		properties = maps.Clone(properties)
		for name, p := range properties {
			if one, _ := p.(map[string]any); one["readOnly"] == true {
				properties[name] = false
				required = slices.DeleteFunc(slices.Clone(required), func(r any) bool { return r == name })
			}
		}
		out["properties"] = properties
		if out["required"] != nil {
			out["required"] = required
		}
		return out
	}
	return v
}
