package reports

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// gate applies decision rule G1: FAIL when any mandatory requirement failed;
// else INCOMPLETE when any is not passed, or when there is nothing to pass;
// else PASS. Requirements without an executable test and suspended ones are
// listed beside it and decide nothing. Without a tender profile the mandatory
// requirements are the MUST requirements of the claimed classes.
func gate(claimed []string, all []Requirement) Gate {
	g := Gate{Rule: "G1", Failed: []string{}, Open: []string{}, Manual: []string{}, Suspended: []string{}}
	for i := range all {
		r := &all[i]
		if r.Level == specs.Must && slices.Contains(claimed, r.Class) {
			g.add(r)
		}
	}
	g.Decision = g.decide()
	return g
}

func (g *Gate) add(r *Requirement) {
	switch r.Verdict {
	case suites.NotApplicable:
		return
	case suites.SuiteGap:
		g.Manual = append(g.Manual, r.ID)
		return
	case suites.Suspended:
		g.Suspended = append(g.Suspended, r.ID)
		return
	case suites.Pass:
		g.Passed++
	case suites.Fail:
		g.Failed = append(g.Failed, r.ID)
	default:
		g.Open = append(g.Open, r.ID)
	}
	g.Required++
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
