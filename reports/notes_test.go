package reports_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// noted reads a run that fails CORE-07 under a vendor's notes.
func noted(t *testing.T, all []reports.Known, verdicts map[string]suites.Verdict) *reports.Report {
	t.Helper()
	out, err := reports.Evaluate(worked([]string{"core"}, verdicts).report(t), reports.Terms{At: evaluated, Known: all})
	require.NoError(t, err)
	return out
}

func TestADocumentedFailureChangesNothingButTheVendorsOwnJob(t *testing.T) {
	t.Parallel()
	fails := map[string]suites.Verdict{"CORE-07": suites.Fail}
	note := func(requirement, check, expires string) reports.Known {
		return reports.Known{Requirement: requirement, Check: check, Reason: "mended in 4.3", Expires: expires}
	}
	for name, c := range map[string]struct {
		known    reports.Known
		verdicts map[string]suites.Verdict
		state    reports.KnownState
		gate     reports.Decision
		expected reports.Decision
	}{
		"fails as documented":        {note("CORE-07", "", "2026-11-23"), fails, reports.KnownFails, reports.GateFail, reports.GatePass},
		"fails by another check":     {note("CORE-07", "create.listed", "2026-11-30"), fails, reports.KnownOther, reports.GateFail, reports.GateFail},
		"expired yesterday":          {note("CORE-07", "", "2026-11-22"), fails, reports.KnownExpired, reports.GateFail, reports.GateFail},
		"no date":                    {note("CORE-07", "", "soon"), fails, reports.KnownExpired, reports.GateFail, reports.GateFail},
		"passes, so it is stale":     {note("CORE-07", "", "2026-11-30"), nil, reports.KnownStale, reports.GatePass, reports.GateFail},
		"another one fails":          {note("CORE-06", "", "2026-11-30"), fails, reports.KnownStale, reports.GateFail, reports.GateFail},
		"not judged is not failing":  {note("CORE-07", "", "2026-11-30"), map[string]suites.Verdict{"CORE-07": suites.Unclear}, reports.KnownOpen, reports.GateIncomplete, reports.GateIncomplete},
		"something else is not open": {note("CORE-07", "", "2026-11-30"), map[string]suites.Verdict{"CORE-07": suites.Fail, "CORE-08": suites.Unclear}, reports.KnownFails, reports.GateFail, reports.GateIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := noted(t, []reports.Known{c.known}, c.verdicts)
			plain := noted(t, nil, c.verdicts)
			e := r.Evaluation
			require.Len(t, e.Known, 1)
			assert.Equal(t, c.state, e.Known[0].State)
			assert.NotEmpty(t, e.Known[0].State.Words().ZH)
			assert.Equal(t, c.gate, e.Gate.Decision)
			assert.Equal(t, plain.Evaluation.Gate, e.Gate, "the gate does not know of it")
			assert.Equal(t, plain.Evaluation.Scope, e.Scope)
			assert.Equal(t, plain.Digest, r.Digest)
			assert.Equal(t, c.expected, e.Expected())
		})
	}
}

func TestADisputeShowsTheNumbersWithAndWithout(t *testing.T) {
	t.Parallel()
	p := workedProfile("core")
	r := worked([]string{"core", "events", "mqtt"}, map[string]suites.Verdict{"CORE-07": suites.Fail}).report(t)
	why := specs.Text{EN: "the sentence does not say so", ZH: "标准未作此规定"}
	at := func(raised, lapses string) *reports.Report {
		out, err := reports.Evaluate(r, reports.Terms{Profile: &p, At: evaluated, Disputes: []reports.Dispute{
			{ID: "D-1", Requirement: "CORE-07", Reason: why, Raised: raised, Lapses: lapses},
			{ID: "D-2", Requirement: "CORE-07", Reason: why, Raised: raised, Lapses: lapses}}})
		require.NoError(t, err)
		return out
	}
	plain := evaluate(t, r, p)
	for name, c := range map[string]struct {
		raised, lapses string
		inForce        []string
		without        reports.Decision
		rate           string
	}{
		"in force":    {"2026-11-01", "2026-11-23", []string{"D-1", "D-2"}, reports.GatePass, "21/21 (100%)"},
		"lapsed":      {"2026-11-01", "2026-11-22", []string{}, reports.GateFail, "21/22 (95.4%)"},
		"not yet":     {"2026-11-24", "2026-12-24", []string{}, reports.GateFail, "21/22 (95.4%)"},
		"no end date": {"2026-11-01", "", []string{}, reports.GateFail, "21/22 (95.4%)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := at(c.raised, c.lapses)
			d := out.Evaluation.Disputed
			assert.Equal(t, c.inForce, d.InForce)
			assert.Equal(t, c.without, d.Gate.Decision)
			assert.Equal(t, c.rate, d.Scope.Rate.Text)
			assert.Equal(t, plain.Gate, out.Evaluation.Gate, "the numbers that count do not move")
			assert.Equal(t, plain.Score, out.Evaluation.Score)
			assert.Equal(t, plain.Scope, out.Evaluation.Scope)
		})
	}
}

// TestNotesAreReadBack: a report with notes is valid and follows from them; one
// whose notes were edited is refused.
func TestNotesAreReadBack(t *testing.T) {
	t.Parallel()
	r := worked([]string{"core"}, map[string]suites.Verdict{"CORE-07": suites.Fail}).report(t)
	out, err := reports.Evaluate(r, reports.Terms{At: evaluated, Known: []reports.Known{{Requirement: "CORE-07", Reason: "r", Expires: "2026-12-01"}},
		Disputes: []reports.Dispute{{ID: "D-1", Requirement: "CORE-07", Reason: specs.Text{EN: "e", ZH: "中"}, Raised: "2026-11-01", Lapses: "2026-12-01"}}})
	require.NoError(t, err)
	data, err := json.Marshal(out)
	require.NoError(t, err)
	back, err := reports.ReadReport(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, out.Evaluation, back.Evaluation)
	for _, edit := range [][2]string{{`"state":"failing"`, `"state":"expired"`}, {`"inForce":["D-1"]`, `"inForce":[]`}} {
		_, err = reports.ReadReport(strings.NewReader(strings.Replace(string(data), edit[0], edit[1], 1)))
		assert.ErrorContains(t, err, "does not follow", edit[0])
	}
}
