package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// groupsReport runs the cases about groups of luminaires against a fresh city
// at an address, with some defects, and reports. The run has the same mark and
// seed every time.
func groupsReport(t *testing.T, listen string, defects ...string) *reports.Report {
	t.Helper()
	std, err := loaded()
	require.NoError(t, err)
	sim, err := city.Start(t.Context(), city.Options{Standard: std, Seed: 7, REST: city.Place{Listen: listen}, Faults: defects, Period: time.Hour})
	require.NoError(t, err)
	defer func() { require.NoError(t, sim.Close()) }()
	to, err := approach(sim.Access(), std)
	require.NoError(t, err)
	to.iut.IXIT.Limits.Concurrency = 1
	suite, err := derive.Derive(std, derive.Options{Role: to.iut.ICS.Role, Classes: []string{"core", "sec-1", "cond", "page", "idem", "lgt-read", "lgt-write"}, Seed: 1})
	require.NoError(t, err)
	sys := to.system()
	sys.Dial, sys.Enter, sys.Receiver = nil, nil, nil
	about := func(c *suites.TestCase) bool { return prompt(c) && strings.Contains(c.ID, "Group") }
	result, err := suites.Run(t.Context(), suite, to.iut, sys, suites.Options{RunID: "identical", Only: about})
	require.NoError(t, err)
	require.Positive(t, result.Exchanges)
	report, err := reports.New(result, std, reports.Options{Filters: []string{"groups"}})
	require.NoError(t, err)
	return report
}

// unstamped is the document without its stamp and what was measured.
func unstamped(t *testing.T, r *reports.Report) string {
	t.Helper()
	bare := *r
	bare.Stamp, bare.Measurements = reports.Stamp{}, nil
	data, err := json.MarshalIndent(&bare, "", " ")
	require.NoError(t, err)
	return string(data)
}

// spoken is what only a system can say, and what only a clock can: instants and
// entity tags in answers, and how long they took. They are evidence, kept as they came.
var spoken = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [0-9:]{8} GMT|Etag: \\"[^"\\]+\\"|"(?:afterMs|elapsedMs)": \d+`)

// TestEqualRunsGiveEqualReports tests a city that conforms: id, digest and every
// byte but the stamp are equal. Of a city with defects the report also shows
// what it said. Cases run one at a time: side by side, a list shows what other
// cases have created by then, and what an empty list cannot show is not counted.
func TestEqualRunsGiveEqualReports(t *testing.T) {
	t.Parallel()
	t.Run("conforming", func(t *testing.T) {
		t.Parallel()
		a := groupsReport(t, "127.0.0.1:0")
		b := groupsReport(t, strings.TrimPrefix(a.Target.BaseURL, "https://"))
		require.Empty(t, a.Deviations)
		if diff := cmp.Diff(unstamped(t, a), unstamped(t, b)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("with defects", func(t *testing.T) {
		t.Parallel()
		a := groupsReport(t, "127.0.0.1:0", "S14", "S15")
		b := groupsReport(t, strings.TrimPrefix(a.Target.BaseURL, "https://"), "S14", "S15")
		require.NotEmpty(t, a.Deviations)
		b.ID, b.Digest = a.ID, a.Digest // of what the systems said
		if diff := cmp.Diff(spoken.ReplaceAllString(unstamped(t, a), "…"), spoken.ReplaceAllString(unstamped(t, b), "…")); diff != "" {
			t.Error(diff)
		}
	})
}
