package reports_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

var evaluated = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// workedProfile is the profile of the worked example: W = 50/20/30, every MUST
// of the mandated classes is a gate and, for illustration, carries weight.
func workedProfile(mandated ...string) reports.Profile {
	p := reports.Profile{Format: reports.ProfileFormat, ID: "XC-2026-07", Standard: "x/1", Assurance: "A0", Repetitions: 1,
		Symbols: []reports.ProfileSymbol{{Mark: "★", Means: "gate"}}}
	for _, c := range []struct {
		class, prefix, weight string
		must, should          int
	}{{"core", "CORE", "50", 10, 2}, {"events", "EVT", "20", 4, 1}, {"mqtt", "MQ", "30", 5, 0}} {
		p.Classes = append(p.Classes, reports.ProfileClass{Class: c.class, Mandated: slices.Contains(mandated, c.class), Weight: c.weight})
		for i := 1; i <= c.must+c.should; i++ {
			id, weight := fmt.Sprintf("%s-%02d", c.prefix, i), "2"
			switch {
			case i > c.must:
				weight = "1"
			case c.class == "core" && i <= 4:
				weight = "3" // so that the core weighs 26
			}
			if i <= c.must && slices.Contains(mandated, c.class) {
				p.Gates = append(p.Gates, reports.ProfileGate{Requirement: id})
			}
			p.Scores = append(p.Scores, reports.ProfileScore{Requirement: id, Weight: weight})
		}
	}
	return p.Seal()
}

func evaluate(t require.TestingT, r *reports.Report, p reports.Profile, waivers ...reports.Waiver) *reports.Evaluation {
	out, err := reports.Evaluate(r, reports.Terms{Profile: &p, Waivers: waivers, At: evaluated})
	require.NoError(t, err)
	return out.Evaluation
}

// TestWorkedExampleUnderAProfile: three vendors whom passed cases cannot tell
// apart, and whom gate and score tell apart.
func TestWorkedExampleUnderAProfile(t *testing.T) {
	t.Parallel()
	all := []string{"core", "events", "mqtt"}
	unfiltered := map[string]suites.Verdict{"CORE-07": suites.Fail}
	for i := 1; i <= 5; i++ {
		unfiltered[fmt.Sprintf("MQ-%02d", i)] = suites.NotTested
	}
	for _, c := range []struct {
		name           string
		world          *world
		own, tender    string
		gate, coreGate reports.Decision
		failed         []string
		points         []string
		total          string
	}{
		{"A claims all and fails twice", worked(all, map[string]suites.Verdict{"EVT-03": suites.Fail, "CORE-12": suites.Fail, "MQ-04": suites.Unclear}),
			"19/22 (86.3%)", "19/22 (86.3%)", reports.GateFail, reports.GatePass, []string{"EVT-03"}, []string{"48.07", "15.55", "24.00"}, "87.62"},
		{"B claims the core only", worked([]string{"core"}, nil),
			"12/12 (100%)", "12/22 (54.5%)", reports.GateFail, reports.GatePass,
			[]string{"EVT-01", "EVT-02", "EVT-03", "EVT-04", "MQ-01", "MQ-02", "MQ-03", "MQ-04", "MQ-05"}, []string{"50.00", "0.00", "0.00"}, "50.00"},
		{"C filters a class out", worked(all, unfiltered),
			"16/22 (72.7%)", "16/22 (72.7%)", reports.GateFail, reports.GateFail, []string{"CORE-07"}, []string{"46.15", "20.00", "0.00"}, "66.15"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := c.world.report(t)
			e := evaluate(t, r, workedProfile(all...))
			assert.Equal(t, c.own, r.OwnClaim.Rate.Text)
			assert.Equal(t, c.tender, e.Scope.Rate.Text)
			assert.Equal(t, c.gate, e.Gate.Decision)
			assert.Equal(t, c.failed, e.Gate.Failed)
			assert.Equal(t, c.coreGate, evaluate(t, r, workedProfile("core")).Gate.Decision)
			assert.Equal(t, c.total, e.Score.Total)
			assert.Equal(t, "100", e.Score.Of)
			for i, k := range e.Score.Classes {
				assert.Equal(t, c.points[i], k.Points, k.Class)
			}
		})
	}
}

// drawnProfile is a profile over the classes of [drawn], with any weights.
func drawnProfile(t *rapid.T, w *world) reports.Profile {
	first := rapid.IntRange(0, 100).Draw(t, "weight")
	p := reports.Profile{Format: reports.ProfileFormat, ID: "P", Standard: "x/1", Assurance: "A0", Repetitions: 1, Classes: []reports.ProfileClass{
		{Class: "c", Mandated: true, Weight: fmt.Sprint(first)}, {Class: "d", Weight: fmt.Sprint(100 - first)}}}
	for _, q := range w.std.Requirements {
		if rapid.Bool().Draw(t, "gate") {
			p.Gates = append(p.Gates, reports.ProfileGate{Requirement: q.ID})
		}
		if rapid.Bool().Draw(t, "scored") {
			p.Scores = append(p.Scores, reports.ProfileScore{Requirement: q.ID, Weight: rapid.SampledFrom([]string{"1", "2.5", "0.333", "7"}).Draw(t, "share")})
		}
	}
	return p.Seal()
}

// claimAlso claims class d too, whose requirements then are as told.
func (w *world) claimAlso(v suites.Verdict) *world {
	out := newWorld("c", "d")
	*out.std = *w.std
	out.result.Verdicts = slices.Clone(w.result.Verdicts)
	for i := range out.std.Requirements {
		if out.std.Requirements[i].Class == "d" {
			out.result.Verdicts[i].Verdict = v
		}
	}
	return out
}

func TestPrintedPointsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		e := evaluate(t, w.report(t), drawnProfile(t, w))
		total := new(big.Rat)
		for _, k := range e.Score.Classes {
			printed, exact, weight := rational(t, k.Points), rational(t, k.Exact), rational(t, k.Weight)
			total.Add(total, printed)
			assert.True(t, printed.Cmp(exact) <= 0, "truncated, never rounded up")
			assert.True(t, new(big.Rat).Sub(exact, printed).Cmp(big.NewRat(1, 100)) < 0)
			assert.True(t, exact.Sign() >= 0 && exact.Cmp(weight) <= 0)
		}
		assert.Zero(t, total.Cmp(rational(t, e.Score.Total)), "the total is the sum of what is printed")
	})
}

func TestPointsOfItemsAddUpToTheClassExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		e := evaluate(t, w.report(t), drawnProfile(t, w))
		for _, k := range e.Score.Classes {
			sum := new(big.Rat)
			for _, it := range e.Items {
				if it.Class == k.Class && it.Points != "" {
					sum.Add(sum, rational(t, it.Points))
				}
			}
			assert.Zero(t, sum.Cmp(rational(t, k.Exact)))
		}
	})
}

func rational(t require.TestingT, s string) *big.Rat {
	v, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return v
}

func TestTenderScopeCountsOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		r := w.report(t)
		e := evaluate(t, r, drawnProfile(t, w))
		c := e.Scope.Counts
		assert.Equal(t, len(r.Requirements), c.Total, "both classes are in the profile")
		assert.Equal(t, c.Applicable, c.Pass+c.Fail+c.Inconclusive+c.Blocked+c.NotTested+c.NotOffered)
		assert.Equal(t, c.Total, c.Applicable+c.NotApplicable+c.SuiteGap+c.Suspended+c.Informative)
		g := e.Gate
		assert.Equal(t, g.Required, g.Passed+len(g.Failed)+len(g.Open))
		assert.Equal(t, g.Decision == reports.GateFail, len(g.Failed) > 0)
		assert.Equal(t, g.Decision == reports.GatePass, g.Required > 0 && g.Passed == g.Required)
	})
}

// TestClaimingLessNeverHelps: whatever becomes of a class, not offering it is
// no better in the tender scope, in its gate or in its score.
func TestClaimingLessNeverHelps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		p := drawnProfile(t, w)
		less := evaluate(t, w.report(t), p)
		more := evaluate(t, w.claimAlso(rapid.SampledFrom([]suites.Verdict{suites.Pass, suites.Fail, suites.Unclear, suites.Blocked, suites.NotTested}).Draw(t, "outcome")).report(t), p)
		assert.Equal(t, more.Scope.Counts.Applicable, less.Scope.Counts.Applicable, "the denominator does not move")
		assert.LessOrEqual(t, less.Scope.Counts.Pass, more.Scope.Counts.Pass)
		assert.True(t, rational(t, less.Score.Total).Cmp(rational(t, more.Score.Total)) <= 0)
		assert.Subset(t, less.Gate.Failed, more.Gate.Failed)
	})
}

// TestFilteringNeverHelps: leaving a test out earns no point and opens no gate.
func TestFilteringNeverHelps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		p := drawnProfile(t, w)
		before := evaluate(t, w.report(t), p)
		for i := range w.result.Verdicts {
			if v := &w.result.Verdicts[i]; (v.Verdict == suites.Pass || v.Verdict == suites.Fail) && rapid.Bool().Draw(t, "left out") {
				v.Verdict = suites.NotTested
			}
		}
		after := evaluate(t, w.report(t), p)
		assert.Equal(t, before.Scope.Counts.Applicable, after.Scope.Counts.Applicable)
		assert.True(t, rational(t, after.Score.Total).Cmp(rational(t, before.Score.Total)) <= 0)
		if before.Gate.Decision != reports.GatePass {
			assert.NotEqual(t, reports.GatePass, after.Gate.Decision)
		}
	})
}

// TestTestsOfOneClassDoNotDiluteAnother: what happens in one class changes no
// points of the other.
func TestTestsOfOneClassDoNotDiluteAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		p := drawnProfile(t, w)
		before := evaluate(t, w.report(t), p)
		for i := range rapid.IntRange(1, 30).Draw(t, "further requirements") {
			id := fmt.Sprintf("S-%02d", i)
			w.add(id, "c", specs.Should, suites.Pass)
			p.Scores = append(p.Scores, reports.ProfileScore{Requirement: id, Weight: "9"})
		}
		after := evaluate(t, w.report(t), p.Seal())
		points := func(e *reports.Evaluation) map[string]string {
			out := map[string]string{}
			for _, k := range e.Score.Classes {
				out[k.Class] = k.Points
			}
			return out
		}
		assert.Equal(t, points(before)["d"], points(after)["d"])
	})
}

func TestEvaluationLeavesTheNumberOfTheReport(t *testing.T) {
	t.Parallel()
	r := worked([]string{"core"}, nil).report(t)
	p := workedProfile("core")
	out, err := reports.Evaluate(r, reports.Terms{Profile: &p, At: evaluated})
	require.NoError(t, err)
	assert.Nil(t, r.Evaluation, "the report it was given stays as it is")
	assert.Equal(t, r.Digest, out.Digest)
	assert.Equal(t, r.ID, out.ID)
}

func TestEvaluateRefusesAForeignProfile(t *testing.T) {
	t.Parallel()
	r := worked([]string{"core"}, nil).report(t)
	for name, c := range map[string]struct {
		change func(*reports.Profile)
		says   string
	}{
		"another standard":      {func(p *reports.Profile) { p.Standard = "x/2" }, "is for x/2, the report is about x/1"},
		"an unknown class":      {func(p *reports.Profile) { p.Classes[0].Class = "cor" }, `class "cor"`},
		"an unknown gate":       {func(p *reports.Profile) { p.Gates[0].Requirement = "CORE-99" }, `requirement "CORE-99"`},
		"an unknown pin":        {func(p *reports.Profile) { p.Answers = []reports.PinnedAnswer{{Requirements: []string{"Q"}}} }, `requirement "Q"`},
		"a weight in words":     {func(p *reports.Profile) { p.Classes[0].Weight = "half" }, `"half" is not a decimal number`},
		"a share as a fraction": {func(p *reports.Profile) { p.Scores[0].Weight = "1/2" }, `"1/2" is not a decimal number`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := workedProfile("core")
			c.change(&p)
			_, err := reports.Evaluate(r, reports.Terms{Profile: &p, At: evaluated})
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestWithoutAProfileTheOwnClaimDecides(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(t).report(t)
		out, err := reports.Evaluate(r, reports.Terms{At: evaluated})
		require.NoError(t, err)
		e := out.Evaluation
		assert.Equal(t, r.Gate.Decision, e.Gate.Decision)
		assert.Equal(t, r.Gate.Failed, e.Gate.Failed)
		assert.Nil(t, e.Score, "no score without a profile")
		assert.Equal(t, r.OwnClaim.Rate, e.Scope.Rate)
	})
}
