package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// Members finds the members of the objects that a schema describes, through
// $ref and allOf: name → reference of the member's schema. Members that only an
// alternative has (oneOf, anyOf) are not among them.
func Members(schemas *schema.Set, ref string) map[string]string {
	found := map[string]string{}
	if ref != "" {
		gatherMembers(schemas, ref, found, map[string]bool{})
	}
	return found
}

func gatherMembers(schemas *schema.Set, ref string, found map[string]string, seen map[string]bool) {
	node, err := schemas.Lookup(ref)
	m, ok := node.(map[string]any)
	if err != nil || !ok || seen[ref] {
		return
	}
	seen[ref] = true
	if !strings.Contains(ref, "#") {
		ref += "#"
	}
	properties, _ := m["properties"].(map[string]any)
	for _, name := range document.Keys(properties) {
		if found[name] == "" {
			found[name] = document.Join(ref, "properties", name)
		}
	}
	if target, ok := m["$ref"].(string); ok {
		if absolute, err := schemas.Resolve(ref, target); err == nil {
			gatherMembers(schemas, absolute, found, seen)
		}
	}
	all, _ := m["allOf"].([]any)
	for i := range all {
		gatherMembers(schemas, document.Join(ref, "allOf", itoa(i)), found, seen)
	}
}
