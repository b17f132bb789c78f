package compare_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/suites"
)

// history are the runs of one product, one an hour.
func history(t *testing.T, changes ...func(*reports.Report)) []compare.Entry {
	t.Helper()
	var out []compare.Entry
	for i, change := range changes {
		r, err := sample.Bid(0, 60, 60, nil)
		require.NoError(t, err)
		r.Stamp.Started = fmt.Sprintf("2026-11-20T1%d:02:00+08:00", i)
		if change != nil {
			change(r)
		}
		out = append(out, compare.Entry{File: fmt.Sprint(i), Run: fmt.Sprint("run", i), Report: r})
	}
	return out
}

func verdict(i int, v suites.Verdict) func(*reports.Report) {
	return func(r *reports.Report) { r.Requirements[i].Verdict = v }
}

func changed(all []compare.Change) []string {
	out := []string{}
	for _, c := range all {
		out = append(out, fmt.Sprintf("%s %s→%s", c.Requirement.ID, c.Before, c.Now))
	}
	return out
}

func TestATrendNamesRegressionsAndBreaksWhereTheMeasureChanged(t *testing.T) {
	t.Parallel()
	in := history(t, nil, verdict(0, suites.Fail), nil,
		func(r *reports.Report) {
			r.Suite.Version = "9"
			r.Requirements[0].Tests, r.Requirements[0].Verdict = "sha256:x", suites.Fail
		},
		func(r *reports.Report) { r.Standard.Digest = "sha256:other" })
	slices.Reverse(in)
	trend, err := compare.Over(in, nil)
	require.NoError(t, err)
	require.Len(t, trend.Runs, 5)
	id := trend.Runs[0].Report.Requirements[0].ID
	var joined []bool
	for i, r := range trend.Runs {
		assert.Equal(t, fmt.Sprint("run", i), r.Run, "by time")
		joined = append(joined, r.Joined)
	}
	assert.Equal(t, []bool{false, true, true, false, false}, joined)
	assert.Equal(t, []string{id + " pass→fail"}, changed(trend.Runs[1].Worse))
	assert.Equal(t, []string{id + " fail→pass"}, changed(trend.Runs[2].Better))
	assert.Empty(t, trend.Runs[3].Worse, "another test is no regression of the product")
	assert.Equal(t, 1, trend.Runs[3].Changed)
	assert.NotEmpty(t, trend.Runs[4].Breaks)

	slices.Reverse(in)
	again, err := compare.Over(in, nil)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(trend, again), "the order changes nothing")
}

func TestATrendIsOfOneProduct(t *testing.T) {
	t.Parallel()
	_, err := compare.Over(history(t, nil, func(r *reports.Report) { r.ICS.Product = "other" }), nil)
	require.ErrorIs(t, err, compare.ErrOtherProduct)
}
