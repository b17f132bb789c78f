package reports_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// world is the smallest input that counting needs.
type world struct {
	std    *specs.Standard
	result *suites.Result
}

func newWorld(claimed ...string) *world {
	std := &specs.Standard{ID: "x", Version: "1"}
	return &world{std: std, result: &suites.Result{Suite: &suites.Suite{Standard: std, Classes: claimed}, IUT: &suites.IUT{}}}
}

func (w *world) class(id string) { w.std.Classes = append(w.std.Classes, specs.Class{ID: id}) }

func (w *world) add(id, class string, level specs.Level, v suites.Verdict) {
	w.std.Requirements = append(w.std.Requirements, specs.Requirement{ID: id, Class: class, Level: level, Test: specs.Test{By: []string{"k"}}})
	w.result.Verdicts = append(w.result.Verdicts, suites.RequirementVerdict{Requirement: id, Verdict: v})
}

func (w *world) report(t require.TestingT) *reports.Report {
	r, err := reports.New(w.result, w.std, reports.Options{})
	require.NoError(t, err)
	return r
}

// worked builds the three vendors of the worked example: 22 requirements in
// three classes; what is not named passes, what is not claimed does not apply.
func worked(claimed []string, notable map[string]suites.Verdict) *world {
	w := newWorld(claimed...)
	for _, c := range []struct {
		class, prefix string
		must, should  int
	}{{"core", "CORE", 10, 2}, {"events", "EVT", 4, 1}, {"mqtt", "MQ", 5, 0}} {
		w.class(c.class)
		for i := 1; i <= c.must+c.should; i++ {
			id, level, v := fmt.Sprintf("%s-%02d", c.prefix, i), specs.Must, suites.Pass
			if i > c.must {
				level = specs.Should
			}
			if n, ok := notable[id]; ok {
				v = n
			}
			if !slices.Contains(claimed, c.class) {
				v = suites.NotApplicable
			}
			w.add(id, c.class, level, v)
		}
	}
	return w
}

func TestWorkedExample(t *testing.T) {
	t.Parallel()
	all := []string{"core", "events", "mqtt"}
	filtered := map[string]suites.Verdict{"CORE-07": suites.Fail}
	for i := 1; i <= 5; i++ {
		filtered[fmt.Sprintf("MQ-%02d", i)] = suites.NotTested
	}
	for name, c := range map[string]struct {
		claimed []string
		notable map[string]suites.Verdict
		rate    string
		counts  reports.Counts
		gate    reports.Gate
	}{
		"A claims all and fails twice": {all,
			map[string]suites.Verdict{"EVT-03": suites.Fail, "CORE-12": suites.Fail, "MQ-04": suites.Unclear}, "19/22 (86.3%)",
			reports.Counts{Total: 22, Applicable: 22, Pass: 19, Fail: 2, Inconclusive: 1},
			reports.Gate{Decision: reports.GateFail, Required: 19, Passed: 17, Failed: []string{"EVT-03"}, Open: []string{"MQ-04"}}},
		"B claims the core only": {[]string{"core"}, nil, "12/12 (100%)",
			reports.Counts{Total: 22, Applicable: 12, Pass: 12, NotApplicable: 10},
			reports.Gate{Decision: reports.GatePass, Required: 10, Passed: 10}},
		"C filters a class out": {all, filtered, "16/22 (72.7%)",
			reports.Counts{Total: 22, Applicable: 22, Pass: 16, Fail: 1, NotTested: 5},
			reports.Gate{Decision: reports.GateFail, Required: 19, Passed: 13, Failed: []string{"CORE-07"},
				Open: []string{"MQ-01", "MQ-02", "MQ-03", "MQ-04", "MQ-05"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := worked(c.claimed, c.notable).report(t)
			c.gate.Rule = "G1"
			for _, list := range []*[]string{&c.gate.Failed, &c.gate.Open, &c.gate.Manual, &c.gate.Suspended} {
				if *list == nil {
					*list = []string{}
				}
			}
			assert.Equal(t, c.rate, r.OwnClaim.Rate.Text)
			assert.Empty(t, cmp.Diff(c.counts, r.OwnClaim.Counts))
			assert.Empty(t, cmp.Diff(c.gate, r.Gate))
		})
	}
}

func TestEdgesOfCounting(t *testing.T) {
	t.Parallel()
	repeat := func(n int, v suites.Verdict) []suites.Verdict { return slices.Repeat([]suites.Verdict{v}, n) }
	for name, c := range map[string]struct {
		verdicts []suites.Verdict
		rate     string // "" means none
		gate     reports.Decision
	}{
		"9996 of 10000 prints 99.9":         {append(repeat(9996, suites.Pass), repeat(4, suites.Fail)...), "9996/10000 (99.9%)", reports.GateFail},
		"999 of 1000 is not rounded":        {append(repeat(999, suites.Pass), suites.Unclear), "999/1000 (99.9%)", reports.GateIncomplete},
		"two of three of twelve":            {append(repeat(8, suites.Pass), repeat(4, suites.Blocked)...), "8/12 (66.6%)", reports.GateIncomplete},
		"nine have no percentage":           {repeat(9, suites.Pass), "9/9", reports.GatePass},
		"ten have one":                      {repeat(10, suites.Pass), "10/10 (100%)", reports.GatePass},
		"none passed":                       {repeat(10, suites.Fail), "0/10 (0.0%)", reports.GateFail},
		"nothing applicable":                {repeat(3, suites.NotApplicable), "", reports.GateIncomplete},
		"only gaps":                         {repeat(3, suites.SuiteGap), "", reports.GateIncomplete},
		"gaps beside passes decide nothing": {append(repeat(2, suites.Pass), suites.SuiteGap), "2/2", reports.GatePass},
		"suspended decides nothing":         {append(repeat(2, suites.Pass), suites.Suspended), "2/2", reports.GatePass},
		"blocked is not a failure":          {append(repeat(2, suites.Pass), suites.Blocked), "2/3", reports.GateIncomplete},
		"a harness bug is not a failure":    {append(repeat(2, suites.Pass), suites.Unclear), "2/3", reports.GateIncomplete},
		"one root failure and its blocked":  {append(repeat(5, suites.Blocked), suites.Fail), "0/6", reports.GateFail},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld("c")
			w.class("c")
			for i, v := range c.verdicts {
				w.add(fmt.Sprintf("R-%05d", i), "c", specs.Must, v)
			}
			r := w.report(t)
			assert.Equal(t, c.gate, r.Gate.Decision)
			if c.rate == "" {
				assert.Nil(t, r.OwnClaim.Rate)
				return
			}
			require.NotNil(t, r.OwnClaim.Rate)
			assert.Equal(t, c.rate, r.OwnClaim.Rate.Text)
		})
	}
}

func TestObligationsInGateAndRate(t *testing.T) {
	t.Parallel()
	w := newWorld("c")
	w.class("c")
	w.add("R-1", "c", specs.Must, suites.Pass)
	w.add("R-2", "c", specs.Should, suites.Fail)
	w.add("R-3", "c", specs.May, suites.Fail)
	r := w.report(t)
	assert.Equal(t, reports.GatePass, r.Gate.Decision, "a SHOULD is never in the gate")
	assert.Equal(t, "1/2", r.OwnClaim.Rate.Text, "a SHOULD counts, a MAY does not")
	assert.Equal(t, 1, r.OwnClaim.Counts.Informative)
}

func TestGateWithoutAnyMust(t *testing.T) {
	t.Parallel()
	w := newWorld("c")
	w.class("c")
	w.add("R-1", "c", specs.Should, suites.Pass)
	assert.Equal(t, reports.GateIncomplete, w.report(t).Gate.Decision, "zero checks are no success")
}

func TestCoverageIsTheSameForAllVendors(t *testing.T) {
	t.Parallel()
	one, two := worked([]string{"core"}, nil), worked([]string{"core", "events", "mqtt"}, map[string]suites.Verdict{"EVT-01": suites.NotTested})
	for _, w := range []*world{one, two} {
		w.std.Requirements[0].Test.By = nil
		w.std.Requirements[1].Test.By = nil
		w.std.Scenarios = []specs.Scenario{{Requirements: []string{w.std.Requirements[1].ID}}}
	}
	assert.Equal(t, reports.Coverage{Tested: 21, Total: 22}, one.report(t).Coverage)
	assert.Equal(t, one.report(t).Coverage, two.report(t).Coverage)
}

var verdictsOfAll = []suites.Verdict{suites.Pass, suites.Fail, suites.Unclear, suites.Blocked, suites.NotTested, suites.NotApplicable, suites.SuiteGap, suites.Suspended}

// drawn is a standard of two classes, one of them claimed, with any verdicts.
func drawn(t *rapid.T) *world {
	w := newWorld("c")
	w.class("c")
	w.class("d")
	for i := range rapid.IntRange(0, 40).Draw(t, "requirements") {
		class, v := "c", rapid.SampledFrom(verdictsOfAll).Draw(t, "verdict")
		if rapid.IntRange(0, 3).Draw(t, "class") == 0 {
			class, v = "d", suites.NotApplicable
		}
		w.add(fmt.Sprintf("R-%02d", i), class, rapid.SampledFrom([]specs.Level{specs.Must, specs.Should, specs.May}).Draw(t, "level"), v)
	}
	return w
}

func TestEveryRequirementIsCountedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(t).report(t)
		c := r.OwnClaim.Counts
		assert.Equal(t, len(r.Requirements), c.Total)
		assert.Equal(t, c.Applicable, c.Pass+c.Fail+c.Inconclusive+c.Blocked+c.NotTested)
		assert.Equal(t, c.Total, c.Applicable+c.NotApplicable+c.SuiteGap+c.Suspended+c.Informative)
		total := 0
		for _, k := range r.Classes {
			total += k.Counts.Total
		}
		assert.Equal(t, c.Total, total, "classes add up to the whole")
		assert.Equal(t, c.Applicable-c.Pass-c.Fail, len(r.Open))
	})
}

func TestPercentageNeverFlatters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(t).report(t)
		rate, c := r.OwnClaim.Rate, r.OwnClaim.Counts
		if c.Applicable == 0 {
			assert.Nil(t, rate)
			return
		}
		assert.Equal(t, rate.Percent == "100", c.Pass == c.Applicable && c.Applicable >= 10)
		assert.Equal(t, rate.Percent == "", c.Applicable < 10)
		if rate.Percent != "" {
			var whole, tenth int
			_, _ = fmt.Sscanf(rate.Percent, "%d.%d", &whole, &tenth)
			assert.LessOrEqual(t, (whole*10+tenth)*c.Applicable, 1000*c.Pass)
			assert.Greater(t, (whole*10+tenth+1)*c.Applicable, 1000*c.Pass)
		}
	})
}

func TestGateHasThreeValuesAndOneCause(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := drawn(t).report(t).Gate
		assert.Equal(t, g.Required, g.Passed+len(g.Failed)+len(g.Open))
		assert.Equal(t, g.Decision == reports.GateFail, len(g.Failed) > 0)
		assert.Equal(t, g.Decision == reports.GatePass, g.Required > 0 && g.Passed == g.Required)
	})
}

// TestLosingAPassNeverHelps: no verdict but a pass raises the rate or opens
// the gate, so that filtering a failing test out gains nothing.
func TestLosingAPassNeverHelps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		before := w.report(t)
		if len(w.result.Verdicts) == 0 {
			return
		}
		i := rapid.IntRange(0, len(w.result.Verdicts)-1).Draw(t, "changed")
		v := &w.result.Verdicts[i]
		if v.Verdict != suites.Pass && v.Verdict != suites.Fail {
			return
		}
		v.Verdict = suites.NotTested
		after := w.report(t)
		assert.LessOrEqual(t, after.OwnClaim.Counts.Pass, before.OwnClaim.Counts.Pass)
		assert.Equal(t, before.OwnClaim.Counts.Applicable, after.OwnClaim.Counts.Applicable)
		if before.Gate.Decision != reports.GatePass {
			assert.NotEqual(t, reports.GatePass, after.Gate.Decision)
		}
	})
}

func TestAFloodOfCasesChangesNoNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		before := w.report(t)
		for i := range w.result.Verdicts {
			n := rapid.IntRange(0, 1000).Draw(t, "assertions")
			w.result.Verdicts[i].Executed += n
			w.result.Verdicts[i].Passed += n
		}
		for i := range rapid.IntRange(0, 20).Draw(t, "cases") {
			w.result.Cases = append(w.result.Cases, suites.CaseResult{Case: &suites.TestCase{ID: fmt.Sprintf("c/%d", i)},
				Judgements: []suites.Judgement{{Outcome: suites.Passed, Exchange: -1}}})
		}
		after := w.report(t)
		assert.Equal(t, before.OwnClaim, after.OwnClaim)
		assert.Equal(t, before.Gate, after.Gate)
	})
}
