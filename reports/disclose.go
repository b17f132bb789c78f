package reports

import "slices"

// Disclosed is the report for the public: what was found and why, without what
// was exchanged. It keeps the id and digest of the whole report.
func Disclosed(r *Report) *Report {
	out := *r
	out.Deviations = slices.Clone(r.Deviations)
	for i := range out.Deviations {
		e := &out.Deviations[i].Example
		e.Transcript, e.Excerpt, e.Commands = []Exchange{}, "", []string{}
	}
	return &out
}
