package schema

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// Annotations returns the values of keyword that apply to places of v, in the
// order of the instance: those of every schema that judged a place and held,
// through references and through the branches of anyOf, oneOf and if that hold.
// A place that is invalid has none; valid places beside or inside of it keep
// theirs.
func (c *Schema) Annotations(v any, keyword string) []Annotation {
	_, notes := c.look(v, []string{keyword})
	return annotations(notes, keyword)
}

// annotations puts the notes of one keyword into words, each once, in the order
// of the instance.
func annotations(notes []note, keyword string) []Annotation {
	var of []note
	for _, n := range notes {
		if n.keyword == keyword {
			of = append(of, n)
		}
	}
	slices.SortStableFunc(of, func(a, b note) int {
		return cmp.Or(comparePlaces(a.place, b.place), cmp.Compare(a.schema.at, b.schema.at))
	})
	of = slices.CompactFunc(of, func(a, b note) bool { return a.place == b.place && a.schema == b.schema })
	var out []Annotation
	for _, n := range of {
		out = append(out, Annotation{Instance: n.place.pointer(), Schema: n.schema.at + "/" + escapeToken(keyword), Value: n.value})
	}
	return out
}

// says is the value of a keyword that a node may hold as an annotation. Keywords
// of extensions are rare: most nodes have none and need no look.
func (n *node) says(keyword string) (value any, ok bool) {
	if !n.extended && strings.HasPrefix(keyword, extension) {
		return nil, false
	}
	value, ok = n.raw[keyword]
	return value, ok
}

// extension begins the keywords that no dialect defines.
const extension = "x-"

func isExtended(raw map[string]any) bool {
	for keyword := range raw {
		if strings.HasPrefix(keyword, extension) {
			return true
		}
	}
	return false
}

// annotate adds what the schema at hand says of its place, if it holds; else
// it takes back what others said of the place.
func (j *judgement) annotate() {
	if !j.out.valid() {
		if slices.ContainsFunc(j.out.notes, j.isHere) {
			j.out.notes = slices.DeleteFunc(slices.Clone(j.out.notes), j.isHere)
		}
		return
	}
	for _, keyword := range j.collect {
		if value, ok := j.node.says(keyword); ok {
			j.out.notes = append(j.out.notes, note{j.place, j.node, keyword, value})
		}
	}
}

func (j *judgement) isHere(n note) bool { return n.place == j.place }

// joinNotes puts notes together; long lists, which may come from schemas that
// repeat each other, without repetition.
func joinNotes(a, b []note) []note {
	if n := len(a) + len(b); n <= maxFaults || bits.Len(uint(n)) == bits.Len(uint(len(a))) { // now and then, as a list doubles
		return append(a, b...)
	}
	type key struct {
		place   *place
		schema  *node
		keyword string
	}
	seen := make(map[key]bool, len(a)+len(b))
	var out []note
	for _, n := range append(a[:len(a):len(a)], b...) {
		if k := (key{n.place, n.schema, n.keyword}); !seen[k] {
			seen[k] = true
			out = append(out, n)
		}
	}
	return out
}
