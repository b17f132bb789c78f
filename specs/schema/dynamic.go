package schema

import (
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Dynamic references (JSON Schema 2020-12 core, section 8.2.3.2) are decided
// while an instance is judged: the outermost schema resource on the way here
// that has the anchor wins. So each node must know its resource.

// usesDynamicRefs reports whether a document needs that: it has such a
// reference, or refers to a metaschema, which has some.
func usesDynamicRefs(node any) bool {
	switch node := node.(type) {
	case map[string]any:
		for key, value := range node {
			if key == "$dynamicRef" || key == "$recursiveRef" || key == "$ref" && isMetaschema(value) || usesDynamicRefs(value) {
				return true
			}
		}
	case []any:
		for _, item := range node {
			if usesDynamicRefs(item) {
				return true
			}
		}
	}
	return false
}

func isMetaschema(ref any) bool {
	s, _ := ref.(string)
	return strings.Contains(s, "json-schema.org/")
}

func (g *graph) dynamicRefOf(s *jsonschema.Schema) *dynamicRef {
	switch {
	case s.DynamicRef != nil:
		d := &dynamicRef{target: g.node(s.DynamicRef.Ref)}
		if s.DynamicRef.Ref.DynamicAnchor == s.DynamicRef.Anchor {
			d.anchor = s.DynamicRef.Anchor
		}
		return d
	case s.RecursiveRef != nil:
		return &dynamicRef{target: g.node(s.RecursiveRef), recursive: s.RecursiveRef.RecursiveAnchor}
	}
	return nil
}

// resource is the root of the schema resource that the place uri#ptr belongs
// to, with the dynamic anchors in it.
func (g *graph) resource(uri, ptr string, s *jsonschema.Schema) *node {
	doc, known := g.set.docs[g.set.home(uri)]
	base := ""
	if known {
		base = resourcePointer(doc, ptr)
	}
	if base == ptr {
		n := g.node(s)
		g.collectDynamicAnchors(n, uri, base, doc, s)
		return n
	}
	root, err := g.set.compiler.Compile(uri + "#" + encodePointer(base))
	if err != nil {
		g.err = err
		return nil
	}
	return g.node(root)
}

func (g *graph) collectDynamicAnchors(n *node, uri, base string, doc any, s *jsonschema.Schema) {
	n.dynamicAnchors = map[string]*node{}
	if s.DynamicAnchor != "" {
		n.dynamicAnchors[s.DynamicAnchor] = n
	}
	start, err := lookup(doc, base)
	if err != nil {
		return
	}
	for name, ptr := range dynamicAnchorsIn(start, base, true) {
		lib, err := g.set.compiler.Compile(uri + "#" + encodePointer(ptr))
		if err != nil {
			g.err = err
			return
		}
		n.dynamicAnchors[name] = g.node(lib)
	}
}

// resourcePointer is the pointer of the closest schema at or above ptr that
// has an $id of its own; "" for the document's root.
func resourcePointer(doc any, ptr string) string {
	for at := ptr; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
		if node, err := lookup(doc, at); err == nil && startsResource(node) {
			return at
		}
	}
	return ""
}

func startsResource(node any) bool {
	object, _ := node.(map[string]any)
	id, _ := object["$id"].(string)
	return id != "" && !strings.HasPrefix(id, "#")
}

// dynamicAnchorsIn finds the anchors of one resource: name → pointer.
func dynamicAnchorsIn(node any, at string, top bool) map[string]string {
	out := map[string]string{}
	add := func(child any, token string) {
		for name, ptr := range dynamicAnchorsIn(child, at+"/"+escapeToken(token), false) {
			out[name] = ptr
		}
	}
	switch node := node.(type) {
	case map[string]any:
		if !top && startsResource(node) {
			return nil
		}
		if name, ok := node["$dynamicAnchor"].(string); ok {
			out[name] = at
		}
		for key, value := range node {
			if !isData(key) {
				add(value, key)
			}
		}
	case []any:
		for i, item := range node {
			add(item, strconv.Itoa(i))
		}
	}
	return out
}

// isData tells keywords whose value is an instance, not a schema.
func isData(keyword string) bool {
	switch keyword {
	case "enum", "const", "default", "example", "examples":
		return true
	}
	return false
}
