package suites

import (
	"slices"

	"github.com/cityconf/cityconf/suites/check"
)

// countersOf holds what an answer shows of members that must never decrease
// against the answers before it.
func (r *run) countersOf(v *check.View, ctx *check.Context) ([]comparison, error) {
	grown, err := check.AnswerGrowth(v, ctx)
	if err != nil {
		return nil, err
	}
	var out []comparison
	for _, g := range grown {
		id := ctx.Standard.RequirementFor("response.monotone", g.Schema)
		out = append(out, func() (Judgement, bool) {
			before := r.counters.learn(g.Of+"#"+g.Name, v.Started, v.Started.Add(v.Elapsed), g.Value)
			if g.Of == "" || len(before) == 0 || id == "" {
				return Judgement{}, false
			}
			j := Judgement{Requirement: id, Assertion: "response.monotone", Outcome: Passed}
			if most := slices.Max(before); g.Value < most {
				j = j.broken(check.Shrunk(g, most))
			}
			return j, true
		})
	}
	return out, nil
}

// broken is a judgement that failed with a finding.
func (j Judgement) broken(f check.Finding) Judgement {
	f.Requirement, f.Assertion = j.Requirement, j.Assertion
	j.Outcome, j.Findings = Failed, []check.Finding{f}
	return j
}
