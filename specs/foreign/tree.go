package foreign

import (
	"slices"
	"strconv"

	"github.com/cityconf/cityconf/specs/document"
)

// naming are the keys of OpenAPI and JSON Schema below which the keys are names
// that the author chose.
var naming = []string{"properties", "patternProperties", "schemas", "definitions", "$defs", "dependentSchemas", "responses", "parameters", "headers",
	"requestBodies", "paths", "webhooks", "pathItems", "callbacks", "links", "securitySchemes", "securityDefinitions", "content", "variables", "mapping", "scopes"}

// shown are the keys whose values are data: shown or compared, never read.
var shown = []string{"example", "examples", "default", "enum", "const", "value"}

// named tells whether the keys below a key are names; above tells it of the key
// itself.
func named(key string, above bool) bool { return !above && slices.Contains(naming, key) }

// isData tells whether the value of a key is data.
func isData(key string, above bool) bool { return !above && slices.Contains(shown, key) }

// visitReferences calls visit with each "$ref" of a tree and the pointer of the
// mapping that holds it.
func visitReferences(root any, visit func(pointer, ref string)) {
	var walk func(node any, at string, names bool)
	walk = func(node any, at string, names bool) {
		switch t := node.(type) {
		case map[string]any:
			if ref, ok := t["$ref"].(string); ok && !names {
				visit(at, ref)
			}
			for _, key := range document.Keys(t) {
				switch {
				case !isData(key, names):
					walk(t[key], document.Join(at, key), named(key, names))
				case key == "examples":
					visitExamples(t[key], document.Join(at, key), visit)
				}
			}
		case []any:
			for i, e := range t {
				walk(e, at+"/"+strconv.Itoa(i), false)
			}
		}
	}
	walk(root, "", false)
}

// visitExamples calls visit with the references among named examples; their
// values are data.
func visitExamples(node any, at string, visit func(pointer, ref string)) {
	examples, _ := node.(map[string]any)
	for _, name := range document.Keys(examples) {
		if m, ok := examples[name].(map[string]any); ok {
			if ref, ok := m["$ref"].(string); ok {
				visit(document.Join(at, name), ref)
			}
		}
	}
}
