package trace

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// standing is the set of assertion keys that are judged on whatever a run
// exchanges, not by cases of their own.
func standing(std *specs.Standard) map[string]bool {
	keys := map[string]bool{"response.monotone": true, "mqtt.invariant": true, "state.order": true}
	for _, k := range check.StandingKeys() {
		keys[k] = true
	}
	for i := range std.Channels {
		for _, k := range check.MessageKeys(&std.Channels[i]) {
			keys[k] = true
		}
	}
	return keys
}

// alwaysOf lists the standing keys that count for a requirement: those it
// names, and the invariants that name it.
func alwaysOf(r *specs.Requirement, places []specs.Place, standing map[string]bool) []string {
	var keys []string
	for _, k := range r.Test.By {
		if standing[k] {
			keys = append(keys, k)
		}
	}
	for _, p := range places {
		if p.That == "" {
			continue
		}
		key := "response.invariant"
		if strings.HasSuffix(p.File, "/channels.yaml") {
			key = "mqtt.invariant"
		}
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
