package render

import (
	"strings"

	"github.com/cityconf/cityconf/reports"
)

// alike gathers the deviations that break the same requirements with the same
// message, in the order of the first of each.
func alike(all []reports.Deviation) [][]reports.Deviation {
	index := map[string]int{}
	var groups [][]reports.Deviation
	for _, d := range all {
		key := strings.Join(d.Requirements, " ") + "\x00" + d.Assertion + "\x00" + d.Example.Message.EN
		i, ok := index[key]
		if !ok {
			i = len(groups)
			index[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], d)
	}
	return groups
}
