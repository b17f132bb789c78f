package specs

import "github.com/cityconf/cityconf/specs/schema"

const uniqueKey = "x-ucis-unique"

// uniqueMembers are the pointers of the members marked x-ucis-unique in a
// schema, sorted.
func uniqueMembers(schemas *schema.Set, ref string) []string {
	var all []string
	for _, m := range markedMembers(schemas, ref, uniqueKey) {
		if m.value == true {
			all = append(all, m.member)
		}
	}
	return all
}
