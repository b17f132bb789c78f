package specs

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

const uniqueKey = "x-ucis-unique"

// uniqueMembers are the pointers of the members marked x-ucis-unique in a
// schema, sorted, and for those that are unique within others
// ({within: [/source]}) the pointers of these.
func uniqueMembers(schemas *schema.Set, ref string) (members []string, within map[string][]string) {
	if ref == "" || schemas == nil {
		return nil, nil
	}
	w := &uniqueWalk{schemas: schemas, found: map[string][]string{}, open: map[string]bool{}}
	w.schema(ref, "")
	for _, member := range document.Keys(w.found) {
		members = append(members, member)
		if others := w.found[member]; len(others) > 0 {
			if within == nil {
				within = map[string][]string{}
			}
			within[member] = others
		}
	}
	return slices.Clip(members), within
}

// uniqueMark reads one mark: whether it is one, and within which members.
func uniqueMark(v any) (within []string, ok bool) {
	if v == true {
		return nil, true
	}
	m, _ := v.(map[string]any)
	others, _ := m["within"].([]any)
	for _, o := range others {
		pointer, isText := o.(string)
		if !isText || !strings.HasPrefix(pointer, "/") {
			return nil, false
		}
		within = append(within, pointer)
	}
	return within, len(within) > 0 && len(m) == 1
}

// deepestUnique bounds how deep in a representation the mark is looked for.
const deepestUnique = 3

// uniqueWalk follows properties, allOf and $ref of one schema. A schema that
// is being walked is not entered again: it may contain itself.
type uniqueWalk struct {
	schemas *schema.Set
	found   map[string][]string // member → members it is unique within
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
	if within, ok := uniqueMark(m[uniqueKey]); ok {
		w.found[member] = within
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
