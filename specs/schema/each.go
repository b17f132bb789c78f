package schema

import (
	"maps"
	"slices"
)

// Each visits every schema that an instance of c can be held against, each
// once: its place in the documents and its keywords as written. It follows
// references, and leaves out what the view of c hides, what stands below "not"
// and "if", which nothing needs to satisfy, and what names are held against.
func (c *Schema) Each(visit func(at string, keywords map[string]any)) {
	seen := map[*node]bool{}
	todo := []*node{c.root}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n == nil || seen[n] || n.marked[c.view] != "" {
			continue
		}
		seen[n] = true
		if n.raw != nil {
			visit(n.at, n.raw)
		}
		further := n.demanded()
		slices.Reverse(further)
		todo = append(todo, further...)
	}
}

// demanded lists the subschemas that a value or its parts may have to satisfy.
func (n *node) demanded() []*node {
	out := slices.Concat(n.always(), n.anyOf, n.oneOf, []*node{n.then, n.otherwise, n.unevaluatedMembers, n.unevaluatedItems})
	for _, d := range n.dependents {
		out = append(out, d.schema)
	}
	if n.object != nil {
		out = append(out, n.object.demanded()...)
	}
	if n.array != nil {
		out = append(append(out, n.array.prefix...), n.array.rest, n.array.contains)
	}
	return out
}

func (o *objectRules) demanded() []*node {
	var out []*node
	for _, name := range slices.Sorted(maps.Keys(o.properties)) {
		out = append(out, o.properties[name])
	}
	for _, p := range o.patterns {
		out = append(out, p.schema)
	}
	return append(out, o.additional)
}
