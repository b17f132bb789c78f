package specs

import (
	"cmp"
	"slices"

	"github.com/cityconf/cityconf/specs/document"
)

// Place is where the documents speak of a requirement.
type Place struct {
	Source
	That string // the invariant in CEL over self; "" for a link by x-ucis-req
}

// Ref is the place as a reference "file#/pointer".
func (p Place) Ref() string { return p.File + "#" + p.Pointer }

// Places lists, by requirement id, the places that carry its x-ucis-req or an
// x-ucis-invariants entry of it, by file and line. A requirement without places
// speaks of everything, or is tested by scenarios alone. It is empty for a
// standard that was put together in memory.
func (s *Standard) Places() map[string][]Place {
	all := map[string][]Place{}
	docs := s.names().docs
	for _, file := range document.Keys(docs) {
		if doc := docs[file]; doc != nil && carriesLinks(file) {
			placesIn(all, file, doc)
		}
	}
	for id := range all {
		slices.SortStableFunc(all[id], func(a, b Place) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Pointer, b.Pointer))
		})
	}
	return all
}

func placesIn(all map[string][]Place, file string, doc *document.Document) {
	add := func(id any, pointer, that string) {
		if name, ok := id.(string); ok {
			all[name] = append(all[name], Place{Source{file, doc.Line(pointer), pointer}, that})
		}
	}
	document.Walk(doc.Root, "", func(pointer string, v any) bool {
		m, _ := v.(map[string]any)
		ids, _ := m[linkKey].([]any)
		for _, id := range ids {
			add(id, pointer, "")
		}
		entries, _ := m[invariantKey].([]any)
		for i, e := range entries {
			entry, _ := e.(map[string]any)
			that, _ := entry["that"].(string)
			add(entry["req"], document.Join(pointer, invariantKey, itoa(i)), that)
		}
		return true
	})
}
