package reports

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// gate applies decision rule G1: FAIL when any mandatory requirement failed or
// is not offered; else INCOMPLETE when any is not passed, or when there is
// nothing to pass; else PASS. Requirements without an executable test and
// suspended ones are listed beside it and decide nothing. Without a tender
// profile the mandatory requirements are the MUST requirements of the claimed
// classes.
func gate(claimed []string, all []Requirement) Gate {
	g := newGate()
	for i := range all {
		r := &all[i]
		if r.Level == specs.Must && slices.Contains(claimed, r.Class) {
			g.add(r.ID, Standing(r.Verdict))
		}
	}
	g.NotApplicable = nil // nobody but a buyer marks single requirements
	g.Decision = g.decide()
	return g
}

// tenderGate applies the rule to the requirements that a profile marks.
func tenderGate(items []Item) Gate {
	g := newGate()
	for i := range items {
		if items[i].Gate {
			g.add(items[i].Requirement, items[i].Standing)
		}
	}
	g.Decision = g.decide()
	return g
}

func newGate() Gate {
	return Gate{Rule: "G1", Failed: []string{}, Open: []string{}, Manual: []string{}, Suspended: []string{}}
}

func (g *Gate) add(id string, s Standing) {
	switch s {
	case Standing(suites.NotApplicable):
		g.NotApplicable = append(g.NotApplicable, id)
		return
	case Standing(suites.SuiteGap):
		g.Manual = append(g.Manual, id)
		return
	case Standing(suites.Suspended):
		g.Suspended = append(g.Suspended, id)
		return
	case Standing(suites.Pass):
		g.Passed++
	case Standing(suites.Fail):
		g.Failed = append(g.Failed, id)
	case NotOffered:
		g.Failed = append(g.Failed, id)
		g.NotOffered = append(g.NotOffered, id)
	default:
		g.Open = append(g.Open, id)
	}
	g.Required++
}

// waive is the gate when the failures that a waiver in force covers are
// accepted. The strict gate stays as it is.
func (g Gate) waive(items []Item) Gate {
	covered := map[string]bool{}
	for i := range items {
		covered[items[i].Requirement] = items[i].Waiver != ""
	}
	out := g
	out.Failed, out.NotOffered = []string{}, nil
	for _, id := range g.Failed {
		switch {
		case covered[id]:
			out.Waived = append(out.Waived, id)
		case slices.Contains(g.NotOffered, id):
			out.NotOffered = append(out.NotOffered, id)
			fallthrough
		default:
			out.Failed = append(out.Failed, id)
		}
	}
	out.Decision = out.decide()
	return out
}

func (g *Gate) decide() Decision {
	switch {
	case len(g.Failed) > 0:
		return GateFail
	case len(g.Open) > 0 || g.Required == 0:
		return GateIncomplete
	}
	return GatePass
}
