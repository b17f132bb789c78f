package reports

import (
	"encoding/json"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// items lists the requirements of the profile's classes with where each
// stands, classes in the order of the profile. A ★ in a class that the profile
// does not list is in scope as well.
func (e *evaluator) items() []Item {
	out := []Item{}
	listed := map[string]bool{}
	for _, c := range e.profile.Classes {
		listed[c.Class] = true
		out = append(out, e.itemsOf(c.Class, func(*Requirement) bool { return true })...)
	}
	for _, c := range e.report.Classes {
		if !listed[c.ID] {
			out = append(out, e.itemsOf(c.ID, func(q *Requirement) bool { return e.gate(q.ID) != nil })...)
		}
	}
	return out
}

func (e *evaluator) itemsOf(class string, wanted func(*Requirement) bool) []Item {
	var out []Item
	for i := range e.report.Requirements {
		if q := &e.report.Requirements[i]; q.Class == class && wanted(q) {
			out = append(out, e.item(q))
		}
	}
	return out
}

func (e *evaluator) item(q *Requirement) Item {
	it := Item{Requirement: q.ID, Class: q.Class, Standing: e.standing(q), Symbols: []string{}}
	if g := e.gate(q.ID); g != nil {
		it.Gate = true
		it.Manual = it.Standing == Standing(suites.SuiteGap)
		if it.Manual && !e.offered(q) {
			it.Standing, it.Manual = NotOffered, false
		}
	}
	it.Departure = departures[it.Standing]
	for _, s := range e.profile.Symbols {
		if s.Means == "gate" && it.Gate || s.Means == "scored" && e.scored(q.ID) || s.Means == "evidence" && it.Manual {
			it.Symbols = append(it.Symbols, s.Mark)
		}
	}
	return it
}

// departures translates a standing into the words of a deviation table. What
// is open is unproven, never "no deviation".
var departures = map[Standing]Departure{
	Standing(suites.Pass): DepartsNot, Standing(suites.Fail): DepartsBelow, NotOffered: DepartsBelow,
	Standing(suites.Unclear): DepartsUnknown, Standing(suites.Blocked): DepartsUnknown, Standing(suites.NotTested): DepartsUnknown,
}

// standing applies the tender scope to a verdict. The committee's suspension
// comes first; then what the vendor does not offer; a MAY is shown only.
func (e *evaluator) standing(q *Requirement) Standing {
	switch {
	case q.Verdict == suites.Suspended:
		return Standing(q.Verdict)
	case !e.offered(q) && q.Untested != specs.Text{}:
		return Standing(suites.SuiteGap)
	case !e.offered(q) && q.Level != specs.May:
		return NotOffered
	case q.Level == specs.May && counters[q.Verdict].applicable:
		return Informed
	}
	return Standing(q.Verdict)
}

// offered tells whether the vendor offers what a requirement speaks of: its
// class is claimed, and where it does not apply no answer differs from the one
// that the profile pins.
func (e *evaluator) offered(q *Requirement) bool {
	if !slices.Contains(e.report.OwnClaim.Classes, q.Class) {
		return false
	}
	return q.Verdict != suites.NotApplicable || !slices.ContainsFunc(e.profile.Answers, func(a PinnedAnswer) bool {
		return slices.Contains(a.Requirements, q.ID) && !e.answers(a)
	})
}

// answers tells whether the ICS gives a pinned answer.
func (e *evaluator) answers(a PinnedAnswer) bool {
	have, ok := e.report.ICS.Answers[a.Question]
	return ok && spelt(have) == spelt(a.Answer)
}

// spelt writes an answer in one spelling.
func spelt(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}

func (e *evaluator) gate(id string) *ProfileGate {
	if i := slices.IndexFunc(e.profile.Gates, func(g ProfileGate) bool { return g.Requirement == id }); i >= 0 {
		return &e.profile.Gates[i]
	}
	return nil
}

func (e *evaluator) scored(id string) bool {
	return slices.ContainsFunc(e.profile.Scores, func(s ProfileScore) bool { return s.Requirement == id })
}
