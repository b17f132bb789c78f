package document

import (
	"sort"
	"strconv"
)

// Walk calls visit for a value and everything below it, depth first, members
// in the order of their names, with the pointer of each. It does not go below
// a value for which visit returns false.
func Walk(v any, pointer string, visit func(pointer string, v any) bool) {
	if !visit(pointer, v) {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range Keys(v) {
			Walk(v[key], Join(pointer, key), visit)
		}
	case []any:
		for i, item := range v {
			Walk(item, pointer+"/"+strconv.Itoa(i), visit)
		}
	}
}

// Keys are the names of the members of a mapping, sorted.
func Keys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
