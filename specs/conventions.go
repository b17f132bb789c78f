package specs

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// Conventions are what a standard leaves to its implementers where the city
// interface standard is exact. The zero value leaves nothing open: every
// derivation rule expects what it names itself.
type Conventions struct {
	Statuses map[string][]int // assertion key → statuses that satisfy it, in the place of those a rule names
	Unasked  []int            // statuses that need no documentation: those that any server in front may give
	Excused  []int            // statuses by which nothing is established: the tester was not let in, or nobody was there
	InTheWay []int            // the same for requests that should be accepted: something that no schema speaks of stood in the way
	Open     []string         // parts of case ids, "/syntax/duplicate": what these cases show is not demanded
	Laws     string           // folder of the stateful laws below those of suites/derive, "" for its own
	Samples  bool             // values are samples: whether one that the tester made up is taken shows nothing, and variations count beside one that was
}

// Allowed are the statuses that satisfy an assertion key; own are those that
// the rule names.
func (c *Conventions) Allowed(key string, own []int) []int {
	if open, ok := c.Statuses[key]; ok && len(own) > 0 {
		return open
	}
	return own
}

// Excuses tells whether an answer establishes nothing for an assertion key.
func (c *Conventions) Excuses(key string, status int) bool {
	if strings.HasPrefix(key, "auth.") || strings.HasPrefix(key, "limit.") {
		return false // there it is what is tested
	}
	return slices.Contains(c.Excused, status) || strings.HasPrefix(key, "accept.") && slices.Contains(c.InTheWay, status)
}

// LeavesOpen tells whether the standard does not demand what a case shows.
func (c *Conventions) LeavesOpen(caseID string) bool {
	return slices.ContainsFunc(c.Open, func(part string) bool { return strings.Contains(caseID, part) })
}

// Assemble finishes a standard that was put together in memory: docs are its
// documents by their URI, links the requirements that a place "file#/pointer"
// names. The standard must not be changed afterwards.
func (s *Standard) Assemble(docs map[string]*document.Document, links map[string][]string) {
	var all []link
	for _, place := range document.Keys(links) {
		file, pointer, _ := strings.Cut(place, "#")
		for _, id := range links[place] {
			all = append(all, link{file: file, place: pointer, requirement: id})
		}
	}
	for i := range s.Requirements {
		s.Requirements[i].Digest = s.Requirements[i].digest()
	}
	s.index = newIndex(s, docs, all, nil)
}
