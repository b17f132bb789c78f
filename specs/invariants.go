package specs

import "github.com/cityconf/cityconf/specs/document"

const invariantKey = "x-ucis-invariants"

// boundByInvariants are the requirements that an x-ucis-invariants names: they
// speak of the instances of its schema, not of everything.
func (l *loading) boundByInvariants() map[string]bool {
	bound := map[string]bool{}
	l.invariants(func(_, _ string, entry map[string]any) {
		if id, ok := entry["req"].(string); ok {
			bound[id] = true
		}
	})
	return bound
}

// invariants visits each entry of each x-ucis-invariants.
func (l *loading) invariants(visit func(file, pointer string, entry map[string]any)) {
	l.walk(func(file, pointer string, v any) bool {
		m, _ := v.(map[string]any)
		entries, _ := m[invariantKey].([]any)
		for i, e := range entries {
			entry, _ := e.(map[string]any)
			visit(file, document.Join(pointer, invariantKey, itoa(i)), entry)
		}
		return true
	})
}
