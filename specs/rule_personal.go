package specs

import (
	"slices"

	"github.com/cityconf/cityconf/specs/document"
)

// rulePersonal keeps personal data out of addresses: no operation may take a
// member marked x-ucis-personal as a path or query parameter of the same
// document.
func rulePersonal(l *loading) {
	personal := map[string][]string{}
	l.walk(func(file, pointer string, v any) bool {
		if m, ok := v.(map[string]any); ok && m["x-ucis-personal"] == true {
			if at := document.Split(pointer); len(at) > 0 {
				personal[file] = append(personal[file], at[len(at)-1])
			}
		}
		return !isData(pointer)
	})
	for i := range l.std.Operations {
		op := &l.std.Operations[i]
		for _, p := range op.Parameters {
			if (p.In == "path" || p.In == "query") && slices.Contains(personal[op.Document], p.Name) {
				l.find(p.Document, p.Pointer, op.ID+" takes personal data in its address", "take "+p.Name+" in a body, or filter by a reference")
			}
		}
	}
}
