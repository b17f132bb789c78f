package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

func TestASampleIsHeldAgainstTheRecord(t *testing.T) {
	t.Parallel()
	result := &suites.Result{}
	for id, o := range map[string]suites.Outcome{"a": suites.Passed, "b": suites.Failed, "c": suites.Inconclusive, "twin": suites.Failed} {
		result.Cases = append(result.Cases, suites.CaseResult{Case: &suites.TestCase{ID: id}, Judgements: []suites.Judgement{{Outcome: o}}})
	}
	got := heldAgainst(map[string]suites.Outcome{"a": suites.Passed, "b": suites.Passed, "c": suites.Passed}, result)
	assert.Equal(t, outcomes{same: 1, undecided: 1, differ: []string{"case b is " + string(suites.Passed) + " on record and " + string(suites.Failed) + " now"}}, got)
}

func TestASampleIsDrawnByItsSeedFromWhatWasDecided(t *testing.T) {
	t.Parallel()
	r := &reports.Report{Cases: []reports.Case{{ID: "open", Outcome: suites.Inconclusive}, {ID: "left out", Outcome: suites.NotRun}}}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		r.Cases = append(r.Cases, reports.Case{ID: id, Outcome: suites.Passed})
	}
	one := live{cases: 3, seed: 1}.choose(r)
	assert.Len(t, one, 3)
	assert.Equal(t, one, live{cases: 3, seed: 1}.choose(r))
	assert.NotEqual(t, one, live{cases: 3, seed: 2}.choose(r))
	all := live{cases: 99, seed: 1}.choose(r)
	assert.Len(t, all, 8)
	assert.NotContains(t, all, "open")
}

func TestVerifySendsASample(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a city and several processes")
	}
	b := newBench(t, city.Options{})
	dir := t.TempDir()
	iut, err := writeAccess(dir, b.city.Access())
	require.NoError(t, err)
	out := filepath.Join(dir, "run")
	p := asProcess(t, "run", "--iut", iut, "--rate", "5000", "--format", "json", "--out", out, "CORE-001")
	require.Equal(t, exitIncomplete, p.wait(t), p.said.String())
	p = asProcess(t, "verify", "--digests-only", "--lang", "en", "--sample", "3", "--sample-seed", "7", "--iut", iut, out)
	require.Equal(t, exitOK, p.wait(t), p.said.String())
	assert.Regexp(t, `live sample \(--sample-seed 7\): cases sent again [1-3], as on record [1-3], could not be judged 0, differ 0`, p.said.String())
	p = asProcess(t, "verify", "--sample", "3", out)
	assert.Equal(t, exitUsage, p.wait(t), p.said.String())
	assert.Contains(t, p.said.String(), "name its file with --iut")
}
