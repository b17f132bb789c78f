package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// BenchmarkRecord runs one suite in pairs, unrecorded and recorded, and tells
// what the journal costs, how large it is for a case, and how fast the record is
// judged again.
func BenchmarkRecord(b *testing.B) {
	std, err := loaded()
	require.NoError(b, err)
	sim, err := city.Start(b.Context(), city.Options{Standard: std})
	require.NoError(b, err)
	defer sim.Close()
	t, err := approach(sim.Access(), std)
	require.NoError(b, err)
	t.iut.ICS.Classes = []string{"core", "lgt-read", "lgt-write"}
	suite, err := derive.Derive(std, derive.Options{Role: t.iut.ICS.Role, Classes: t.iut.ICS.Classes, Seed: 1})
	require.NoError(b, err)
	var bare, recorded, again time.Duration
	for b.Loop() {
		bare += took(func() {
			_, err = suites.Run(b.Context(), suite, t.iut, t.system(), suites.Options{RunID: runID(), Lean: true})
			require.NoError(b, err)
		})
		dir := b.TempDir()
		recorded += took(func() { recordOnce(b, dir, suite, t) })
		again += took(func() {
			r, done, err := bundle.ReadJournal(filepath.Join(dir, bundle.JournalFile))
			require.NoError(b, err)
			defer done()
			v, err := r.Rejudge(b.Context(), suite)
			require.NoError(b, err)
			require.Empty(b, v.Differ)
		})
		b.ReportMetric(float64(journalSize(dir))/float64(len(suite.Cases)), "octets/case")
	}
	b.ReportMetric(100*(recorded.Seconds()/bare.Seconds()-1), "%overhead")
	b.ReportMetric(float64(b.N*len(suite.Cases))/again.Seconds(), "cases-judged-again/s")
}

func recordOnce(b *testing.B, dir string, suite *suites.Suite, t *target) {
	b.Helper()
	rec, err := bundle.Begin(dir, &bundle.Session{Salt: dir, IUT: t.iut, Tokens: t.tokens()}, suite, t.system(), time.Now)
	require.NoError(b, err)
	ctx, stop := context.WithCancelCause(b.Context())
	defer stop(nil)
	res, err := suites.Run(ctx, suite, t.iut, rec.Recorder.System(), rec.Options(suites.Options{}, stop))
	require.NoError(b, err)
	require.NoError(b, rec.End(res))
}

func took(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}
