package reports

import (
	"github.com/cityconf/cityconf/suites"
)

// fingerprint gives every requirement the digest of its cases in the suite:
// two suites of different versions test it alike when these are equal.
func (r *Report) fingerprint(s *suites.Suite) {
	own := map[string][]string{}
	for _, c := range s.Cases {
		digest := ""
		for _, id := range verified(c) {
			if digest == "" {
				digest = sum(c)
			}
			own[id] = append(own[id], digest)
		}
	}
	for i := range r.Requirements {
		if all := own[r.Requirements[i].ID]; len(all) > 0 {
			r.Requirements[i].Tests = sum(all)
		}
	}
}

// verified lists the requirements that a case judges, each once.
func verified(c *suites.TestCase) []string {
	var out []string
	seen := map[string]bool{}
	for i := range c.Steps {
		for _, e := range c.Steps[i].Expect {
			if e.Requirement != "" && !seen[e.Requirement] {
				seen[e.Requirement] = true
				out = append(out, e.Requirement)
			}
		}
	}
	return out
}
