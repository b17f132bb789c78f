package render

import (
	"regexp"
	"strings"

	"github.com/cityconf/cityconf/reports"
)

// sizes are what differs between equal messages on bodies of several lengths.
var sizes = regexp.MustCompile(`\d+ octets`)

// alike gathers the deviations that break the same requirements with the same
// message, but for the length of a body, in the order of the first of each.
func alike(all []reports.Deviation) [][]reports.Deviation {
	index := map[string]int{}
	var groups [][]reports.Deviation
	for _, d := range all {
		key := strings.Join(d.Requirements, " ") + "\x00" + d.Assertion + "\x00" + sizes.ReplaceAllString(d.Example.Message.EN, "octets")
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
