package specs

import "github.com/cityconf/cityconf/specs/document"

// ruleReferences reports every $ref that leads nowhere or out of the standard.
func ruleReferences(l *loading) {
	l.walk(func(file, pointer string, v any) bool {
		m, _ := v.(map[string]any)
		ref, ok := m["$ref"].(string)
		if !ok {
			return !isData(pointer)
		}
		if _, _, err := l.resolve(file+"#"+pointer, ref); err != nil {
			l.dead = true
			l.problems = append(l.problems, document.DeadReference(file, pointer, ref, err))
		}
		return true
	})
}

// dataKeys hold values that are shown, not read.
var dataKeys = map[string]bool{"example": true, "examples": true, "default": true, "const": true, "enum": true}

// isData tells that a value stands under a key that shows data. A property of
// that name is none.
func isData(pointer string) bool {
	segments := document.Split(pointer)
	n := len(segments)
	if n == 0 || !dataKeys[segments[n-1]] {
		return false
	}
	return n < 2 || segments[n-2] != "properties"
}
