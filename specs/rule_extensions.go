package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

const ownPrefix = "x-ucis-"

// ownKeys are the extension keys that tests are made from. A key of another
// name would be read by nothing.
var ownKeys = []string{
	"x-ucis-batch", "x-ucis-classification", "x-ucis-command", "x-ucis-history", "x-ucis-invariants", "x-ucis-labels", "x-ucis-monotone", "x-ucis-move", "x-ucis-past", "x-ucis-pattern",
	"x-ucis-period", "x-ucis-personal", "x-ucis-refers", "x-ucis-req", "x-ucis-same-as", "x-ucis-states", "x-ucis-unique", "x-ucis-unit", "x-ucis-zh",
}

// ruleExtensions reports misspelt x-ucis-* keys: a misspelt link would
// silently test nothing.
func ruleExtensions(l *loading) {
	known := map[string]bool{}
	for _, key := range ownKeys {
		known[key] = true
	}
	l.walk(func(file, pointer string, v any) bool {
		m, _ := v.(map[string]any)
		for _, key := range document.Keys(m) {
			if strings.HasPrefix(key, ownPrefix) && !known[key] {
				l.find(file, document.Join(pointer, key), key+" is not a key of this standard", document.Suggest(key, ownKeys))
			}
		}
		return !isData(pointer)
	})
}
