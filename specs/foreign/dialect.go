package foreign

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// modernise brings every file to the form of OpenAPI 3.1. Pointers of OpenAPI 3
// stay as they are, so that each place keeps its line.
func (b *builder) modernise() error {
	doc := b.files[b.name]
	root, _ := doc.Root.(map[string]any)
	spelt, _ := root["openapi"].(string)
	swagger := root["swagger"]
	switch {
	case swagger == "2.0" || swagger == json.Number("2.0"):
		b.old = true
		b.convert(fromSwagger)
	case strings.HasPrefix(spelt, "3.0."):
		b.convert(func(v any) any { return v })
	case strings.HasPrefix(spelt, "3.1."), strings.HasPrefix(spelt, "3.2."):
	default:
		return document.Problems{doc.Problem("", "is no Swagger 2.0 and no OpenAPI 3.0, 3.1 or 3.2 document",
			`it has to begin with swagger: "2.0" or openapi: 3.x.y`)}
	}
	return nil
}

// convert rewrites every file that does not name a dialect of its own.
func (b *builder) convert(first func(any) any) {
	for file, doc := range b.files {
		root, _ := doc.Root.(map[string]any)
		if spelt, _ := root["openapi"].(string); root["$schema"] != nil || strings.HasPrefix(spelt, "3.1") || strings.HasPrefix(spelt, "3.2") {
			continue
		}
		next := *doc
		next.Root = fromDraft4(first(doc.Root), false)
		if m, ok := next.Root.(map[string]any); ok && m["openapi"] != nil {
			m["openapi"] = "3.1.0"
		}
		b.files[file] = &next
	}
}

// fromDraft4 rewrites the keywords in which OpenAPI 3.0 differs from 3.1
// (OpenAPI 3.0.3, section 4.7.24); names tells that the keys of node are names.
func fromDraft4(node any, names bool) any {
	switch t := node.(type) {
	case map[string]any:
		out := make(map[string]any, len(t))
		for key, v := range t {
			if isData(key, names) {
				out[key] = v
				continue
			}
			out[key] = fromDraft4(v, named(key, names))
		}
		if names {
			return out
		}
		return modern(out)
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			out[i] = fromDraft4(e, false)
		}
		return out
	}
	return node
}

// modern changes one schema; every other mapping stays as it is.
func modern(s map[string]any) map[string]any {
	if ref, ok := s["$ref"].(string); ok {
		return nullable(map[string]any{"$ref": ref}, s["nullable"]) // other siblings of a reference are ignored
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
		s["type"], s["format"] = "string", "binary"
	}
	flag := s["nullable"]
	delete(s, "nullable")
	return nullable(s, flag)
}

// nullable lets a schema take null. Where its author wrote so beside a $ref or
// without a type, the specification gives it no meaning; what was meant is
// plain, and nobody is blamed for it.
func nullable(s map[string]any, flag any) map[string]any {
	if flag != true {
		return s
	}
	kind, typed := s["type"].(string)
	if !typed {
		return map[string]any{"anyOf": []any{map[string]any{"type": "null"}, s}}
	}
	s["type"] = []any{kind, "null"}
	if l, ok := s["enum"].([]any); ok && !slices.Contains(l, nil) {
		s["enum"] = append(slices.Clone(l), nil)
	}
	return s
}
