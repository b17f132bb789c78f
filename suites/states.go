package suites

import (
	"slices"

	"github.com/cityconf/cityconf/suites/check"
)

// statesOf holds the states that an answer shows against those shown before:
// each must be reachable from every earlier one. Only what was read counts; a
// repeated request may rightly get an old answer again.
func (r *run) statesOf(v *check.View, ctx *check.Context) ([]comparison, error) {
	if v.Sent.Method != "GET" {
		return nil, nil
	}
	shown, err := check.AnswerStates(v, ctx)
	if err != nil {
		return nil, err
	}
	var out []comparison
	for _, s := range shown {
		id := ctx.Standard.RequirementFor("state.order", s.Machine.Place)
		out = append(out, func() (Judgement, bool) {
			before := r.states.learn(s.Of+"#"+s.Machine.Place, v.Started, v.Started.Add(v.Elapsed), s.State)
			if len(before) == 0 || id == "" {
				return Judgement{}, false
			}
			j := Judgement{Requirement: id, Assertion: "state.order", Outcome: Passed}
			if i := slices.IndexFunc(before, func(was string) bool { return !s.Machine.Reaches(was, s.State) }); i >= 0 {
				j = j.broken(check.Unreachable(s, before[i]))
			}
			return j, true
		})
	}
	return out, nil
}
