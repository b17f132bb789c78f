package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/schema"
)

const uniqueKey = "x-ucis-unique"

// uniqueMembers are the pointers of the members marked x-ucis-unique in a
// schema, sorted, and for those that are unique within others
// ({within: [/source]}) the pointers of these.
func uniqueMembers(schemas *schema.Set, ref string) (members []string, within map[string][]string) {
	for _, m := range markedMembers(schemas, ref, uniqueKey) {
		others, ok := uniqueMark(m.value)
		if !ok {
			continue
		}
		members = append(members, m.member)
		if len(others) > 0 {
			if within == nil {
				within = map[string][]string{}
			}
			within[m.member] = others
		}
	}
	return members, within
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
