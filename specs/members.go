package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// marked is a member of a representation that carries an extension key.
type marked struct {
	member string // pointer into the representation
	ref    string // place of the key's schema
	value  any    // of the key
}

// markedMembers finds the members of a schema that carry a key, sorted by
// pointer; a member marked twice is given once.
func markedMembers(schemas *schema.Set, ref, key string) []marked {
	if ref == "" || schemas == nil {
		return nil
	}
	w := &memberWalk{schemas: schemas, key: key, found: map[string]marked{}, open: map[string]bool{}}
	w.schema(ref, "")
	var all []marked
	for _, member := range document.Keys(w.found) {
		all = append(all, w.found[member])
	}
	return all
}

// deepestMark bounds how deep in a representation a mark is looked for.
const deepestMark = 3

// memberWalk follows properties, allOf and $ref of one schema. A schema that
// is being walked is not entered again: it may contain itself.
type memberWalk struct {
	schemas *schema.Set
	key     string
	found   map[string]marked
	open    map[string]bool
}

func (w *memberWalk) schema(ref, member string) {
	node, err := w.schemas.Lookup(ref)
	m, ok := node.(map[string]any)
	if err != nil || !ok || w.open[ref] {
		return
	}
	w.open[ref] = true
	defer delete(w.open, ref)
	if v, ok := m[w.key]; ok {
		w.found[member] = marked{member, ref, v}
	}
	if target, ok := m["$ref"].(string); ok {
		if absolute, err := w.schemas.Resolve(ref, target); err == nil {
			w.schema(absolute, member)
		}
	}
	if properties, ok := m["properties"].(map[string]any); ok && strings.Count(member, "/") < deepestMark {
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
