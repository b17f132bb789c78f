package reports

import (
	"encoding/json"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

// excerptLimit is the longest excerpt of a body, in octets.
const excerptLimit = 1000

// excerpt shows the part of a long JSON body where a finding is: the smallest
// value around the pointer's target that still shows what surrounds it. It is
// empty when the whole body is shown or the pointer leads nowhere.
func excerpt(x *wire.Exchange, message int, pointer string) string {
	if message >= len(x.Received) || !strings.HasPrefix(pointer, "/") {
		return ""
	}
	raw := x.Received[message].Body
	if !body(raw).Cut() {
		return ""
	}
	tree, err := schema.Parse(raw)
	if err != nil {
		return ""
	}
	return around(tree, strings.Split(pointer[1:], "/"))
}

// around walks to the parent of the target and writes it, or the target's last
// ancestor that is short enough.
func around(v any, path []string) string {
	best := ""
	for _, token := range path {
		if data, err := json.MarshalIndent(v, "", "  "); err == nil && len(data) <= excerptLimit && best == "" {
			best = string(data)
		}
		next, ok := document.Child(v, document.Unescape(token))
		if !ok {
			return best
		}
		v = next
	}
	if best != "" {
		return best
	}
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil || len(data) > excerptLimit {
		return ""
	}
	return string(data)
}
