package schema

import (
	"cmp"
	"slices"
)

// Annotations returns the values of keyword that apply to places of v, in the
// order of the instance: those of every schema that judged a place and held,
// through references and through the branches of anyOf, oneOf and if that hold.
// A place that is invalid has none; valid places beside or inside of it keep
// theirs.
func (c *Schema) Annotations(v any, keyword string) []Annotation {
	if !c.says(keyword) {
		return nil
	}
	e := evaluation{view: c.view, collect: keyword}
	notes := e.judge(c.root, &place{value: v}, newScope(c.root, c.view), false).notes
	slices.SortStableFunc(notes, func(a, b note) int {
		return cmp.Or(comparePlaces(a.place, b.place), cmp.Compare(a.schema, b.schema))
	})
	notes = slices.CompactFunc(notes, func(a, b note) bool { return a.place == b.place && a.schema == b.schema })
	var out []Annotation
	for _, n := range notes {
		out = append(out, Annotation{Instance: n.place.pointer(), Schema: n.schema, Value: n.value})
	}
	return out
}

// annotate adds what the schema at hand says of its place, if it holds; else
// it takes back what others said of the place.
func (j *judgement) annotate() {
	if !j.out.valid() {
		j.out.notes = slices.DeleteFunc(slices.Clone(j.out.notes), func(n note) bool { return n.place == j.place })
		return
	}
	if value, ok := j.node.raw[j.collect]; ok {
		j.out.notes = append(j.out.notes, note{j.place, j.node.at + "/" + escapeToken(j.collect), value})
	}
}

// joinNotes puts notes together; long lists, which may come from schemas that
// repeat each other, without repetition.
func joinNotes(a, b []note) []note {
	if len(a)+len(b) <= maxFaults {
		return append(a, b...)
	}
	type key struct {
		place  *place
		schema string
	}
	seen := make(map[key]bool, len(a)+len(b))
	var out []note
	for _, n := range append(a[:len(a):len(a)], b...) {
		if k := (key{n.place, n.schema}); !seen[k] {
			seen[k] = true
			out = append(out, n)
		}
	}
	return out
}
