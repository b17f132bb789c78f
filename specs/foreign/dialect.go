package foreign

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// modernise brings every file to the form of OpenAPI 3.1. Pointers of OpenAPI 3
// stay as they are, so that each place keeps its line.
func (b *builder) modernise() error {
	doc := b.files[b.name]
	root, _ := doc.Root.(map[string]any)
	version, _ := root["openapi"].(string)
	old, _ := root["swagger"].(string)
	switch {
	case old == "2.0":
		b.convert(func(v any) any { return fromSwagger(v) })
	case strings.HasPrefix(version, "3.0"):
		b.convert(func(v any) any { return v })
	case strings.HasPrefix(version, "3.1"), strings.HasPrefix(version, "3.2"):
	default:
		return document.Problems{doc.Problem("", "is no Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2 document",
			`it begins with swagger: "2.0" or openapi: 3.x.y`)}
	}
	return nil
}

func (b *builder) convert(first func(any) any) {
	for file, doc := range b.files {
		next := *doc
		next.Root = fromDraft4(first(doc.Root), false)
		if m, ok := next.Root.(map[string]any); ok && m["openapi"] != nil {
			m["openapi"] = "3.1.0"
		}
		b.files[file] = &next
	}
}

// data are the keywords whose values are shown or compared, not read.
var data = []string{"example", "examples", "default", "enum", "const", "value"}

// fromDraft4 rewrites the keywords in which OpenAPI 3.0 differs from 3.1
// (OpenAPI 3.0.3, section 4.7.24); named tells that the keys of node are names.
func fromDraft4(node any, named bool) any {
	switch t := node.(type) {
	case map[string]any:
		if ref, ok := t["$ref"].(string); ok && !named {
			return map[string]any{"$ref": ref} // siblings of a reference are ignored
		}
		out := make(map[string]any, len(t))
		for k, v := range t {
			if !named && slices.Contains(data, k) && !isMap(v) || k == "example" && !named {
				out[k] = v
				continue
			}
			out[k] = fromDraft4(v, !named && (k == "properties" || k == "schemas" || k == "definitions"))
		}
		if !named {
			mend(out)
		}
		return out
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			out[i] = fromDraft4(e, false)
		}
		return out
	}
	return node
}

func isMap(v any) bool { _, ok := v.(map[string]any); return ok }

func mend(s map[string]any) {
	if t, ok := s["type"].(string); ok && s["nullable"] == true {
		s["type"] = []any{t, "null"}
		if l, ok := s["enum"].([]any); ok && !slices.Contains(l, nil) {
			s["enum"] = append(slices.Clone(l), nil)
		}
	}
	for flag, bound := range map[string]string{"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"} {
		exclusive, ok := s[flag].(bool)
		if !ok {
			continue
		}
		delete(s, flag)
		if n, has := s[bound].(json.Number); exclusive && has {
			delete(s, bound)
			s[flag] = n
		}
	}
	if l, ok := s["required"].([]any); ok && len(l) == 0 {
		delete(s, "required")
	}
	if s["type"] == "file" {
		s["type"] = "string"
	}
}

// copyOf is a shallow copy, never nil.
func copyOf(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return maps.Clone(m)
}
