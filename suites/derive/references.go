package derive

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/suites/check"
)

// maxReferences is how many distinct objects of one resource a body can refer
// to; further references repeat them.
const maxReferences = 3

// reference is a member of a body that names an object of another resource.
type reference struct {
	pointer  string // "*" stands for any array index
	resource string
}

// references finds the members marked x-ucis-refers below a schema.
func (d *deriver) references(ref string) []reference {
	if have, ok := d.refers[ref]; ok {
		return have
	}
	var found []reference
	if !d.std.Conventions.Samples { // only our own documents mark them
		d.findReferences(ref, "", 0, &found)
	}
	slices.SortFunc(found, func(a, b reference) int { return strings.Compare(a.pointer, b.pointer) })
	found = slices.Compact(found)
	d.refers[ref] = found
	return found
}

func (d *deriver) findReferences(ref, at string, depth int, found *[]reference) {
	node, err := d.std.Schemas.Lookup(ref)
	m, ok := node.(map[string]any)
	if err != nil || !ok || depth > 12 {
		return
	}
	if r, ok := m["x-ucis-refers"].(string); ok {
		*found = append(*found, reference{at, r})
	}
	if to, ok := m["$ref"].(string); ok {
		if abs, err := d.std.Schemas.Resolve(ref, to); err == nil {
			d.findReferences(abs, at, depth+1, found)
		}
	}
	if p, ok := m["properties"].(map[string]any); ok {
		for _, name := range slices.Sorted(maps.Keys(p)) {
			d.findReferences(ref+"/properties/"+document.Escape(name), at+"/"+document.Escape(name), depth+1, found)
		}
	}
	if _, ok := m["items"].(map[string]any); ok {
		d.findReferences(ref+"/items", at+"/*", depth+1, found)
	}
	for _, k := range []string{"allOf", "oneOf", "anyOf"} {
		if l, ok := m[k].([]any); ok {
			for i := range l {
				d.findReferences(fmt.Sprintf("%s/%s/%d", ref, k, i), at, depth+1, found)
			}
		}
	}
}

// expand lists the pointers of v that a pattern stands for.
func expand(v any, pattern string) []string {
	out := []string{""}
	for _, tok := range strings.Split(pattern, "/")[1:] {
		var next []string
		for _, p := range out {
			if tok != "*" {
				next = append(next, p+"/"+tok)
				continue
			}
			if l, ok := check.At(v, p).([]any); ok {
				for i := range l {
					next = append(next, p+"/"+strconv.Itoa(i))
				}
			}
		}
		out = next
	}
	return slices.DeleteFunc(out, func(p string) bool { return check.At(v, p) == nil })
}
