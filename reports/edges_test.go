package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// one is a world of the class c, claimed, with a single MUST.
func one(v suites.Verdict) *world {
	w := newWorld("c")
	w.class("c")
	w.class("d")
	w.add("R-1", "c", specs.Must, v)
	w.result.IUT.ICS = suites.ICS{Product: "Lamp Platform", Version: "4.2", Classes: []string{"c"}}
	w.result.Finished = time.Date(2026, 11, 20, 14, 0, 0, 0, time.FixedZone("", 8*3600))
	return w
}

// gated is a profile in which R-1 is ★ and scored.
func gated(change ...func(*reports.Profile)) reports.Profile {
	p := reports.Profile{Format: reports.ProfileFormat, ID: "P", Standard: "x/1", Assurance: "A0", Repetitions: 1,
		Classes: []reports.ProfileClass{{Class: "c", Mandated: true, Weight: "100"}},
		Gates:   []reports.ProfileGate{{Requirement: "R-1"}}, Scores: []reports.ProfileScore{{Requirement: "R-1", Weight: "1"}},
		Symbols: []reports.ProfileSymbol{{Mark: "★", Means: "gate"}, {Mark: "▲", Means: "scored"}, {Mark: "#", Means: "evidence"}}}
	for _, c := range change {
		c(&p)
	}
	return p.Seal()
}

func TestStandingOfOneStarredRequirement(t *testing.T) {
	t.Parallel()
	pinned := func(p *reports.Profile) {
		p.Answers = []reports.PinnedAnswer{{Question: "lamps.dimmable", Answer: true, Requirements: []string{"R-1"}}}
	}
	excused := func(p *reports.Profile) { p.Excused = []string{"R-1"} }
	for _, c := range []struct {
		name      string
		verdict   suites.Verdict
		change    func(*world)
		profile   reports.Profile
		standing  reports.Standing
		departure reports.Departure
		gate      reports.Decision
		total     string
	}{
		{"passed", suites.Pass, nil, gated(), "pass", reports.DepartsNot, reports.GatePass, "100.00"},
		{"failed", suites.Fail, nil, gated(), "fail", reports.DepartsBelow, reports.GateFail, "0.00"},
		{"a harness bug is never a failure", suites.Unclear, nil, gated(), "inconclusive", reports.DepartsUnknown, reports.GateIncomplete, "0.00"},
		{"blocked is unproven", suites.Blocked, nil, gated(), "blocked", reports.DepartsUnknown, reports.GateIncomplete, "0.00"},
		{"not tested is unproven", suites.NotTested, nil, gated(), "not-tested", reports.DepartsUnknown, reports.GateIncomplete, "0.00"},
		{"not applicable weighs as nothing earned", suites.NotApplicable, nil, gated(), "not-applicable", "", reports.GateIncomplete, "0.00"},
		{"not applicable, excused", suites.NotApplicable, nil, gated(excused), "not-applicable", "", reports.GateIncomplete, "0.00"},
		{"a pinned no is not offered", suites.NotApplicable, func(w *world) { w.result.IUT.ICS.Answers = map[string]any{"lamps.dimmable": false} },
			gated(pinned), reports.NotOffered, reports.DepartsBelow, reports.GateFail, "0.00"},
		{"a pinned question left open is not offered", suites.NotApplicable, nil, gated(pinned), reports.NotOffered, reports.DepartsBelow, reports.GateFail, "0.00"},
		{"a pinned yes that still does not apply is listed", suites.NotApplicable, func(w *world) { w.result.IUT.ICS.Answers = map[string]any{"lamps.dimmable": true} },
			gated(pinned), "not-applicable", "", reports.GateIncomplete, "0.00"},
		{"a no that the tests refute is judged", suites.Pass, func(w *world) { w.result.IUT.ICS.Answers = map[string]any{"lamps.dimmable": false} },
			gated(pinned), "pass", reports.DepartsNot, reports.GatePass, "100.00"},
		{"a class that is not claimed", suites.NotApplicable, func(w *world) { w.result.Suite.Classes = nil }, gated(), reports.NotOffered, reports.DepartsBelow, reports.GateFail, "0.00"},
		{"suspended by the committee", suites.Suspended, nil, gated(), "suspended", "", reports.GateIncomplete, "0.00"},
		{"no test in this suite", suites.SuiteGap, nil, gated(), "suite-gap", "", reports.GateIncomplete, "0.00"},
		{"no test and not offered", suites.NotApplicable, func(w *world) {
			w.result.Suite.Classes = nil
			w.std.Requirements[0].Untested = specs.Text{EN: "no machine can", ZH: "机器无法判定"}
		}, gated(), reports.NotOffered, reports.DepartsBelow, reports.GateFail, "0.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := one(c.verdict)
			if c.change != nil {
				c.change(w)
			}
			e := evaluate(t, w.report(t), c.profile)
			require.Len(t, e.Items, 1)
			assert.Equal(t, c.standing, e.Items[0].Standing)
			assert.Equal(t, c.departure, e.Items[0].Departure)
			assert.Equal(t, c.gate, e.Gate.Decision)
			assert.Equal(t, c.total, e.Score.Total)
		})
	}
}

func TestListsBesideTheGate(t *testing.T) {
	t.Parallel()
	for verdict, of := range map[suites.Verdict]func(reports.Gate) []string{
		suites.SuiteGap:      func(g reports.Gate) []string { return g.Manual },
		suites.NotApplicable: func(g reports.Gate) []string { return g.NotApplicable },
		suites.Suspended:     func(g reports.Gate) []string { return g.Suspended },
	} {
		e := evaluate(t, one(verdict).report(t), gated())
		assert.Equal(t, []string{"R-1"}, of(e.Gate), verdict)
		assert.Zero(t, e.Gate.Required)
	}
}

func TestWhatDoesNotApplyLeavesItsWeightOutOnlyWhenDeclared(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		verdict suites.Verdict
		excused []string
		want    string
	}{
		"undeclared earns nothing":        {suites.NotApplicable, nil, "50.00"},
		"declared is left out":            {suites.NotApplicable, []string{"R-1"}, "100.00"},
		"suspended is left out for all":   {suites.Suspended, nil, "100.00"},
		"a declared failure is no pardon": {suites.Fail, []string{"R-1"}, "50.00"},
	} {
		w := one(c.verdict)
		w.add("R-2", "c", specs.Should, suites.Pass)
		e := evaluate(t, w.report(t), gated(func(p *reports.Profile) {
			p.Excused = c.excused
			p.Scores = append(p.Scores, reports.ProfileScore{Requirement: "R-2", Weight: "1"})
		}))
		assert.Equal(t, c.want, e.Score.Total, name)
	}
}

func TestBandsOfAMeasuredValue(t *testing.T) {
	t.Parallel()
	banded := func(p *reports.Profile) {
		p.Scores[0] = reports.ProfileScore{Requirement: "R-1", Weight: "1", Measure: "read-latency-p95", Wanted: "300",
			Bands: []reports.Band{{From: "", To: "200", Value: "1"}, {From: "200", To: "500", Value: "0.5"}, {From: "500", To: "", Value: "0"}}}
	}
	for _, c := range []struct {
		name      string
		verdict   suites.Verdict
		ms        int
		total     string
		departure reports.Departure
	}{
		{"fast", suites.Pass, 50, "100.00", reports.DepartsAbove},
		{"a bound belongs to the band above it", suites.Pass, 200, "50.00", reports.DepartsAbove},
		{"as wanted is no positive deviation", suites.Pass, 300, "50.00", reports.DepartsNot},
		{"slow", suites.Pass, 500, "0.00", reports.DepartsNot},
		{"fast but wrong", suites.Fail, 50, "0.00", reports.DepartsBelow},
		{"never measured", suites.Pass, 0, "0.00", reports.DepartsNot},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := one(c.verdict)
			if c.ms > 0 {
				w.result.Cases = []suites.CaseResult{readings(20, time.Duration(c.ms)*time.Millisecond)}
			}
			e := evaluate(t, w.report(t), gated(banded))
			assert.Equal(t, c.total, e.Score.Total)
			assert.Equal(t, c.departure, e.Items[0].Departure)
		})
	}
}

// readings is a case of n answered requests that took so long each.
func readings(n int, each time.Duration) suites.CaseResult {
	c := suites.CaseResult{Case: &suites.TestCase{ID: "r"}}
	for range n {
		c.Exchanges = append(c.Exchanges, wire.Exchange{Protocol: "http", Sent: wire.Sent{Method: "GET"}, Elapsed: each, Received: []wire.Message{{Status: 200}}})
	}
	return c
}

func TestMeasurementsNeedEnoughSamples(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 0, 19: 0, 20: 1, 100: 1} {
		w := one(suites.Pass)
		slow := readings(1, time.Second)
		w.result.Cases = []suites.CaseResult{readings(n, 10*time.Millisecond)}
		if n == 100 {
			w.result.Cases[0].Exchanges = append(w.result.Cases[0].Exchanges, slow.Exchanges...)
		}
		r := w.report(t)
		require.Len(t, r.Measurements, want, n)
		if want > 0 {
			assert.Equal(t, "10.000", r.Measurements[0].Value, "one outlier in a hundred does not decide")
		}
	}
}

func good() reports.Waiver {
	return reports.Waiver{ID: "W-1", Requirement: "R-1", Issuer: "buyer", Name: "City", Reason: "agreed", Scope: "Lamp Platform 4.2", Issued: "2026-11-01", Expires: "2026-11-23"}
}

func TestWaivers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		verdict suites.Verdict
		change  func(*reports.Waiver)
		inForce bool
		waived  reports.Decision
		why     string
	}{
		{"in force, on its last day", suites.Fail, func(*reports.Waiver) {}, true, reports.GatePass, ""},
		{"for the product in any version", suites.Fail, func(w *reports.Waiver) { w.Scope = "Lamp Platform" }, true, reports.GatePass, ""},
		{"by the committee", suites.Fail, func(w *reports.Waiver) { w.Issuer = "committee" }, true, reports.GatePass, ""},
		{"by the vendor", suites.Fail, func(w *reports.Waiver) { w.Issuer = "vendor" }, false, reports.GateFail, "Only the buyer or the committee"},
		{"without a reason", suites.Fail, func(w *reports.Waiver) { w.Reason = " " }, false, reports.GateFail, "no reason"},
		{"for nothing in particular", suites.Fail, func(w *reports.Waiver) { w.Scope = "" }, false, reports.GateFail, "no product"},
		{"for another version", suites.Fail, func(w *reports.Waiver) { w.Scope = "Lamp Platform 4.1" }, false, reports.GateFail, "another product"},
		{"expired between run and evaluation", suites.Fail, func(w *reports.Waiver) { w.Expires = "2026-11-22" }, false, reports.GateFail, "expired on 2026-11-22"},
		{"with a date that cannot be read", suites.Fail, func(w *reports.Waiver) { w.Expires = "end of 2027" }, false, reports.GateFail, "counts as past"},
		{"without a date", suites.Fail, func(w *reports.Waiver) { w.Expires = "" }, false, reports.GateFail, "counts as past"},
		{"issued tomorrow", suites.Fail, func(w *reports.Waiver) { w.Issued = "2026-11-24" }, false, reports.GateFail, "lies ahead"},
		{"of what is not in scope", suites.Fail, func(w *reports.Waiver) { w.Requirement = "Z-1" }, false, reports.GateFail, "not in this scope"},
		{"of what is only unjudged", suites.Unclear, func(*reports.Waiver) {}, true, reports.GateIncomplete, "without effect"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := good()
			c.change(&w)
			r := one(c.verdict).report(t)
			strict := evaluate(t, r, gated())
			e := evaluate(t, r, gated(), w)
			require.Len(t, e.Waivers, 1)
			assert.Equal(t, c.inForce, e.Waivers[0].InForce)
			assert.Contains(t, e.Waivers[0].Why.EN, c.why)
			assert.Equal(t, c.why == "", e.Waivers[0].Why.ZH == "")
			assert.Equal(t, c.waived, e.Waived.Decision)
			assert.Equal(t, strict.Gate, e.Gate, "the strict gate never moves")
			assert.Equal(t, strict.Items[0].Standing, e.Items[0].Standing, "a waiver changes no verdict")
			assert.Equal(t, strict.Score, e.Score, "and earns no point")
		})
	}
}

func TestErrataSuspendForEverybody(t *testing.T) {
	t.Parallel()
	list := reports.Errata{ID: "E", Standard: "x/1", Entries: []reports.Erratum{{Requirement: "R-1", Reason: specs.Text{EN: "ambiguous", ZH: "有歧义"}, Date: "2026-11-01"}}}.Seal()
	for _, v := range []suites.Verdict{suites.Pass, suites.Fail, suites.NotApplicable, suites.Blocked} {
		w := one(v)
		w.add("R-2", "c", specs.Must, suites.Pass)
		r, err := reports.New(w.result, w.std, reports.Options{Errata: &list})
		require.NoError(t, err)
		assert.Equal(t, suites.Suspended, r.Requirements[0].Verdict, "suspension comes before %s", v)
		assert.Equal(t, "ambiguous", r.Requirements[0].Reason.EN)
		assert.Equal(t, "1/1", r.OwnClaim.Rate.Text)
		assert.Equal(t, reports.GatePass, r.Gate.Decision)
		assert.Equal(t, []string{"R-1"}, r.Gate.Suspended)
		assert.Equal(t, list.Digest, r.Errata.Digest)
	}
}

func TestErrataThatWouldDoNothingAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		list reports.Errata
		says string
	}{
		"another standard":       {reports.Errata{ID: "E", Standard: "x/2"}, "is for x/2"},
		"an unknown requirement": {reports.Errata{ID: "E", Standard: "x/1", Entries: []reports.Erratum{{Requirement: "R-9"}}}, `"R-9"`},
	} {
		w := one(suites.Pass)
		_, err := reports.New(w.result, w.std, reports.Options{Errata: &c.list})
		require.ErrorContains(t, err, c.says, name)
	}
}

func TestConditionsOfAProfile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   string
		change func(*reports.Profile)
		report func(*reports.Report)
	}{
		{"assurance", func(p *reports.Profile) { p.Assurance = "A1" }, nil},
		{"repetitions", func(p *reports.Profile) { p.Repetitions = 3 }, nil},
		{"validity", func(p *reports.Profile) { p.ValidDays = 2 }, nil},
		{"standard", func(p *reports.Profile) { p.StandardHash = "sha256:00" }, nil},
		{"answers", func(p *reports.Profile) { p.Answers = []reports.PinnedAnswer{{Question: "q", Answer: true}} }, nil},
		{"whole", nil, func(r *reports.Report) { r.Limits.Filters = []string{"--class c"} }},
		{"whole", nil, func(r *reports.Report) { r.Limits.ReadOnly = true }},
		{"whole", nil, func(r *reports.Report) { r.Limits.Partial = specs.Text{EN: "interrupted"} }},
		{"whole", nil, func(r *reports.Report) { r.Limits.Simulator = true }},
	} {
		r := one(suites.Pass).report(t)
		profile := gated(func(p *reports.Profile) { p.ValidDays = 3 })
		for _, x := range evaluate(t, r, profile).Conditions {
			assert.True(t, x.Met, "%s holds when nothing is amiss", x.Kind)
		}
		if c.report != nil {
			c.report(r)
		} else {
			profile = gated(c.change)
		}
		broken := []string{}
		for _, x := range evaluate(t, r, profile).Conditions {
			if !x.Met {
				broken = append(broken, x.Kind)
			}
		}
		assert.Equal(t, []string{c.kind}, broken)
	}
}

func TestReadReportComputesTheEvaluationAnew(t *testing.T) {
	t.Parallel()
	p := gated()
	out, err := reports.Evaluate(one(suites.Fail).report(t), reports.Terms{Profile: &p, Waivers: []reports.Waiver{good()}, At: evaluated})
	require.NoError(t, err)
	data, err := json.Marshal(out)
	require.NoError(t, err)
	again, err := reports.ReadReport(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, out.Evaluation, again.Evaluation)
	for name, c := range map[string]struct{ old, new, says string }{
		"a better score":          {`"total":"0.00"`, `"total":"99.00"`, "does not follow"},
		"a gate that opened":      {`"gate":{"rule":"G1","decision":"FAIL","required":1,"passed":0,"failed":["R-1"],"open":[],"manual":[],"suspended":[]},"waived"`, `"gate":{"rule":"G1","decision":"PASS","required":1,"passed":1,"failed":[],"open":[],"manual":[],"suspended":[]},"waived"`, "does not follow"},
		"a waiver made longer":    {`"inForce":true`, `"inForce":false`, "does not follow"},
		"a weight after the fact": {`"weight":"100"}],"gates"`, `"weight":"90"}],"gates"`, "profile was changed"},
	} {
		bad := bytes.Replace(data, []byte(c.old), []byte(c.new), 1)
		require.NotEqual(t, string(data), string(bad), name)
		_, err := reports.ReadReport(bytes.NewReader(bad))
		require.ErrorContains(t, err, c.says, name)
	}
}

func TestUnstableIsShownWithEachRepetition(t *testing.T) {
	t.Parallel()
	w := one(suites.Fail)
	w.result.Verdicts[0].Unstable = true
	w.result.Verdicts[0].Repetitions = []suites.Verdict{suites.Fail, suites.Pass, suites.Fail}
	r := w.report(t)
	assert.True(t, r.Requirements[0].Unstable)
	assert.Equal(t, "[fail pass fail]", fmt.Sprint(r.Requirements[0].Repetitions))
	assert.Equal(t, reports.GateFail, r.Gate.Decision)
}
