package specs

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

const uniqueKey = "x-ucis-unique"

// uniqueMembers are the pointers of the members marked x-ucis-unique in a
// schema, sorted.
func uniqueMembers(schemas *schema.Set, ref string) []string {
	if ref == "" || schemas == nil {
		return nil
	}
	w := &uniqueWalk{schemas: schemas, found: map[string]bool{}, open: map[string]bool{}}
	w.schema(ref, "")
	if len(w.found) == 0 {
		return nil
	}
	return slices.Clip(document.Keys(w.found))
}

// deepestUnique bounds how deep in a representation the mark is looked for.
const deepestUnique = 3

// uniqueWalk follows properties, allOf and $ref of one schema. A schema that
// is being walked is not entered again: it may contain itself.
type uniqueWalk struct {
	schemas *schema.Set
	found   map[string]bool
	open    map[string]bool
}

func (w *uniqueWalk) schema(ref, member string) {
	node, err := w.schemas.Lookup(ref)
	m, ok := node.(map[string]any)
	if err != nil || !ok || w.open[ref] {
		return
	}
	w.open[ref] = true
	defer delete(w.open, ref)
	if m[uniqueKey] == true {
		w.found[member] = true
	}
	if target, ok := m["$ref"].(string); ok {
		if absolute, err := w.schemas.Resolve(ref, target); err == nil {
			w.schema(absolute, member)
		}
	}
	if properties, ok := m["properties"].(map[string]any); ok && strings.Count(member, "/") < deepestUnique {
		for _, name := range document.Keys(properties) {
			w.schema(document.Join(ref, "properties", name), document.Join(member, name))
		}
	}
	if all, ok := m["allOf"].([]any); ok {
		for i := range all {
			w.schema(document.Join(ref, "allOf", itoa(i)), member)
		}
	}
}
