package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// ruleEventTypes wants the type of each message to be in the registry.
func ruleEventTypes(l *loading) {
	known := collect(l.std.EventTypes, func(e EventType) string { return e.Type })
	for i := range l.std.Channels {
		l.eventTypes(l.std.Channels[i].Message.Payload, map[string]bool{}, known)
	}
}

// eventTypes looks at the schema of a message and at what it is put together
// from: $ref, allOf, anyOf and oneOf.
func (l *loading) eventTypes(ref string, seen map[string]bool, known []string) {
	node, err := l.std.Schemas.Lookup(ref)
	m, ok := node.(map[string]any)
	if ref == "" || err != nil || !ok || seen[ref] {
		return
	}
	seen[ref] = true
	file, pointer, _ := strings.Cut(ref, "#")
	properties, _ := m["properties"].(map[string]any)
	allowed(properties["type"], pointer+"/properties/type", func(at string, v any) {
		name, _ := v.(string)
		l.known(Source{File: file, Pointer: at}, "", "registered event type", name, known)
	})
	if target, ok := m["$ref"].(string); ok {
		if absolute, err := l.std.Schemas.Resolve(ref, target); err == nil {
			l.eventTypes(absolute, seen, known)
		}
	}
	for _, key := range []string{"allOf", "anyOf", "oneOf"} {
		branches, _ := m[key].([]any)
		for i := range branches {
			l.eventTypes(document.Join(ref, key, itoa(i)), seen, known)
		}
	}
}
