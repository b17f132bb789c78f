package suites

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// standard has one requirement of each kind the table speaks of.
func standard() *specs.Standard {
	return &specs.Standard{ID: "t", Version: "1", Requirements: []specs.Requirement{
		{ID: "A-1", Class: "a", Level: specs.Must, Test: specs.Test{By: []string{"response.k"}}},
		{ID: "A-2", Class: "a", Level: specs.Must, Test: specs.Test{By: []string{"k2"}, Requires: []string{"A-1"}}},
		{ID: "A-3", Class: "a", Level: specs.Must, Untested: specs.Text{EN: "needs an inspection", ZH: "需人工核查"}},
		{ID: "A-4", Class: "a", Level: specs.Must, Test: specs.Test{By: []string{"state.k"}}},
		{ID: "A-5", Class: "a", Level: specs.Must},
		{ID: "B-1", Class: "b", Level: specs.Must},
	}}
}

func judged(id string, o Outcome) Judgement {
	return Judgement{Requirement: id, Assertion: "k", Outcome: o, Count: 1, Reason: specs.Text{EN: "because", ZH: "因为"}}
}

func TestVerdictPrecedence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		judgements []Judgement
		want       Verdict
	}{
		{"all passed", []Judgement{judged("A-1", Passed), judged("A-1", Passed)}, Pass},
		{"one failure outweighs passes", []Judgement{judged("A-1", Passed), judged("A-1", Failed)}, Fail},
		{"failure outweighs our own error", []Judgement{judged("A-1", Errored), judged("A-1", Failed)}, Fail},
		{"our error is never a failure", []Judgement{judged("A-1", Passed), judged("A-1", Errored)}, Unclear},
		{"inconclusive outweighs passes", []Judgement{judged("A-1", Passed), judged("A-1", Inconclusive)}, Unclear},
		{"not run outweighs passes", []Judgement{judged("A-1", Passed), judged("A-1", NotRun)}, NotTested},
		{"inconclusive outweighs not run", []Judgement{judged("A-1", NotRun), judged("A-1", Inconclusive)}, Unclear},
		{"nothing shown is no pass", nil, Unclear},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &Suite{Standard: standard(), Classes: []string{"a"}}
			v := Verdicts(s, []CaseResult{{Case: &TestCase{ID: "x"}, Judgements: c.judgements}})
			require.Len(t, v, 6, "every requirement has exactly one verdict")
			assert.Equal(t, c.want, v[0].Verdict)
			assert.Equal(t, SuiteGap, v[2].Verdict, "no test exists")
			assert.Equal(t, NotApplicable, v[3].Verdict, "no case came of the claimed classes, and no exchange could show it")
			assert.Equal(t, NotApplicable, v[4].Verdict, "only scenarios of classes that are not claimed test it")
			assert.Contains(t, v[4].Reason.EN, "offer nothing that the requirement speaks of")
			assert.Equal(t, NotApplicable, v[5].Verdict, "class b is not claimed")
		})
	}
}

func TestVerdictsAreBlockedByAFailedPrerequisite(t *testing.T) {
	t.Parallel()
	s := &Suite{Standard: standard(), Classes: []string{"a"}}
	v := Verdicts(s, []CaseResult{{Case: &TestCase{ID: "x"}, Judgements: []Judgement{judged("A-1", Failed), {Requirement: "A-2", Outcome: Inconclusive, Count: 1}}}})
	assert.Equal(t, Blocked, v[1].Verdict)
	assert.Equal(t, "A-1", v[1].BlockedBy)
}

func TestVerdictNamesTheFailingCases(t *testing.T) {
	t.Parallel()
	s := &Suite{Standard: standard(), Classes: []string{"a"}}
	v := Verdicts(s, []CaseResult{
		{Case: &TestCase{ID: "good", Steps: []Step{{Expect: []check.Expect{{Requirement: "A-1"}}}}}, Judgements: []Judgement{judged("A-1", Passed)}},
		{Case: &TestCase{ID: "bad"}, Judgements: []Judgement{judged("A-1", Failed)}},
	})
	assert.Equal(t, []string{"good", "bad"}, v[0].Cases)
	assert.Equal(t, []string{"bad"}, v[0].Failing)
	assert.Equal(t, 2, v[0].Executed)
}

func TestACaseWithoutResultDidNotRun(t *testing.T) {
	t.Parallel()
	lost := &TestCase{ID: "lost", Steps: []Step{{Expect: []check.Expect{{Requirement: "A-1", By: "response.k"}, {Requirement: "A-5", By: "scenario"}}}}}
	s := &Suite{Standard: standard(), Classes: []string{"a"}, Cases: []*TestCase{lost, {ID: "x"}}}
	v := Verdicts(s, []CaseResult{{Case: s.Cases[1], Judgements: []Judgement{judged("A-1", Passed)}}})
	assert.Equal(t, NotTested, v[0].Verdict, "a pass needs every assertion to have been made")
	assert.Equal(t, NotTested, v[4].Verdict, "and losing the only case does not make it inapplicable")
}

func TestWhatIsWatchedIsNotTestedWhenNothingRan(t *testing.T) {
	t.Parallel()
	s := &Suite{Standard: standard(), Classes: []string{"a"}, Cases: []*TestCase{{ID: "c", Steps: []Step{{Expect: []check.Expect{{Requirement: "A-4", By: "state.k"}}}}}}}
	why := specs.Text{EN: "The lights are out.", ZH: "停电。"}
	verdicts := func(o Outcome) map[string]RequirementVerdict {
		all := map[string]RequirementVerdict{}
		for _, v := range Verdicts(s, []CaseResult{{Case: s.Cases[0], Judgements: []Judgement{{Requirement: "A-4", Assertion: "state.k", Outcome: o, Exchange: -1, Count: 1, Reason: why}}}}) {
			all[v.Requirement] = v
		}
		return all
	}
	assert.Equal(t, NotTested, verdicts(NotRun)["A-4"].Verdict)
	assert.Equal(t, NotTested, verdicts(NotRun)["A-1"].Verdict, "only ever watched")
	assert.Equal(t, why, verdicts(NotRun)["A-1"].Reason)
	assert.Equal(t, Unclear, verdicts(Passed)["A-1"].Verdict, "a case ran and did not show it")
}
