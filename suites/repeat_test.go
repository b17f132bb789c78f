package suites

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// repetition is one run of a suite with the case x judged as told.
func repetition(s *Suite, judgements ...Judgement) *Result {
	cases := []CaseResult{{Case: s.Cases[0], Judgements: judgements}}
	return &Result{Suite: s, Cases: cases, Verdicts: Verdicts(s, cases), Exchanges: 3, Waited: time.Second}
}

func TestRepetitionsAreAnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		outcomes []Outcome
		want     Verdict
		unstable bool
	}{
		{"once is as it is", []Outcome{Passed}, Pass, false},
		{"all passed", []Outcome{Passed, Passed, Passed}, Pass, false},
		{"two of three failed", []Outcome{Failed, Passed, Failed}, Fail, true},
		{"one of three failed, last", []Outcome{Passed, Passed, Failed}, Fail, true},
		{"all failed is stable", []Outcome{Failed, Failed}, Fail, false},
		{"a failure outweighs what could not be judged", []Outcome{Inconclusive, Failed}, Fail, false},
		{"one that could not be judged", []Outcome{Passed, Inconclusive}, Unclear, false},
		{"one that did not run", []Outcome{Passed, NotRun}, NotTested, false},
		{"our error is no failure", []Outcome{Errored, Passed}, Unclear, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &Suite{Standard: standard(), Classes: []string{"a"}, Cases: []*TestCase{{ID: "x"}}}
			var runs []*Result
			for _, o := range c.outcomes {
				runs = append(runs, repetition(s, judged("A-1", o)))
			}
			got := Repeat(runs)
			v := got.Verdicts[0]
			assert.Equal(t, c.want, v.Verdict)
			assert.Equal(t, c.unstable, v.Unstable)
			assert.Equal(t, 3*len(runs), got.Exchanges)
			assert.Equal(t, time.Duration(len(runs))*time.Second, got.Waited)
			if len(runs) > 1 {
				assert.Len(t, v.Repetitions, len(runs), "each repetition stays visible")
			}
		})
	}
}

func TestRepeatKeepsTheEvidenceOfTheWorst(t *testing.T) {
	t.Parallel()
	s := &Suite{Standard: standard(), Classes: []string{"a"}, Cases: []*TestCase{{ID: "x"}}}
	failed := repetition(s, judged("A-1", Passed), judged("A-1", Failed))
	got := Repeat([]*Result{repetition(s, judged("A-1", Passed)), failed, repetition(s, judged("A-1", Passed))})
	require.Len(t, got.Cases, 1)
	assert.Equal(t, failed.Cases[0], got.Cases[0])
	assert.Equal(t, []string{"x"}, got.Verdicts[0].Failing)
	assert.Equal(t, 1, got.Verdicts[0].Failed)
	assert.Equal(t, 3, got.Verdicts[0].Passed)
}

// TestRetryingNeverHelps: a further repetition makes no requirement pass that
// did not pass before.
func TestRetryingNeverHelps(t *testing.T) {
	t.Parallel()
	s := &Suite{Standard: standard(), Classes: []string{"a"}, Cases: []*TestCase{{ID: "x"}}}
	outcomes := []Outcome{Passed, Failed, Inconclusive, Errored, NotRun}
	rapid.Check(t, func(t *rapid.T) {
		var runs []*Result
		for i := range rapid.IntRange(1, 5).Draw(t, "repetitions") {
			runs = append(runs, repetition(s, judged("A-1", rapid.SampledFrom(outcomes).Draw(t, fmt.Sprint(i)))))
		}
		before := Repeat(runs).Verdicts[0].Verdict
		after := Repeat(append(runs, repetition(s, judged("A-1", Passed)))).Verdicts[0].Verdict
		if before != Pass {
			assert.NotEqual(t, Pass, after)
		}
		if before == Fail {
			assert.Equal(t, Fail, after)
		}
	})
}
