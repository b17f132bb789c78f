package specs

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/openapi"
)

// ruleDeprecated wants an operation that is marked deprecated to say so to
// those who use it: its successful answers carry Deprecation (RFC 9745).
func ruleDeprecated(l *loading) {
	for i := range l.std.Operations {
		o := &l.std.Operations[i]
		node, err := l.std.Schemas.Lookup(o.Document + "#" + o.Pointer)
		if m, ok := node.(map[string]any); err != nil || !ok || m["deprecated"] != true {
			continue
		}
		for _, r := range o.Responses {
			if strings.HasPrefix(r.Status, "2") && !slices.ContainsFunc(r.Headers, func(h openapi.Parameter) bool { return h.Name == "Deprecation" && h.Required }) {
				l.find(o.Document, o.Pointer, "the operation "+o.ID+" is deprecated and its answer "+r.Status+" does not say so", "add the required header Deprecation, and Sunset when its end is set")
			}
		}
	}
}
