package compare_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// bids are n comparable entries, some of them changed before they are
// evaluated again.
func bids(t *testing.T, n int, change map[int]func(*reports.Report)) ([]compare.Entry, *reports.Profile) {
	t.Helper()
	all, p, err := sample.Bids(n, 60, 60)
	require.NoError(t, err)
	var out []compare.Entry
	for i, r := range all {
		if f := change[i]; f != nil {
			f(r)
			r = again(t, r, p)
		}
		out = append(out, compare.Entry{File: fmt.Sprintf("bid-%d.zip", i), Run: fmt.Sprint("run", i), Report: r})
	}
	return out, p
}

func again(t *testing.T, r *reports.Report, p *reports.Profile) *reports.Report {
	t.Helper()
	at, err := time.Parse(time.RFC3339, r.Evaluation.At)
	require.NoError(t, err)
	r, err = reports.Evaluate(r, reports.Terms{Profile: p, At: at})
	require.NoError(t, err)
	return r
}

func compared(t *testing.T, n int, change map[int]func(*reports.Report)) *compare.Comparison {
	t.Helper()
	in, p := bids(t, n, change)
	c, err := compare.New(in, p)
	require.NoError(t, err)
	return c
}

func runs(all []*compare.Bid) []string {
	out := []string{}
	for _, b := range all {
		out = append(out, b.Run)
	}
	slices.Sort(out)
	return out
}

func TestTheOrderOfTheBundlesChangesNothing(t *testing.T) {
	t.Parallel()
	in, p := bids(t, 4, map[int]func(*reports.Report){2: simulated})
	one, err := compare.New(in, p)
	require.NoError(t, err)
	slices.Reverse(in)
	in[0], in[1] = in[1], in[0]
	two, err := compare.New(in, p)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(one, two))
}

func simulated(r *reports.Report) { r.Target.Simulator = true }

func TestBundlesAreGroupedByWhatMayStandInOneTable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[int]func(*reports.Report)
		grade  reports.Grade
		groups [][]string
		alone  []string
	}{
		"all alike":         {nil, reports.Comparable, [][]string{{"run0", "run1", "run2"}}, []string{}},
		"another suite":     {map[int]func(*reports.Report){1: func(r *reports.Report) { r.Suite.Version = "9" }}, reports.Conditionally, [][]string{{"run0", "run1", "run2"}}, []string{}},
		"a simulator":       {map[int]func(*reports.Report){1: simulated}, reports.ReferenceOnly, [][]string{{"run0", "run2"}}, []string{"run1"}},
		"other repetitions": {map[int]func(*reports.Report){1: func(r *reports.Report) { r.Limits.Repetitions = 3 }}, reports.ReferenceOnly, [][]string{{"run0", "run2"}, {"run1"}}, []string{}},
		"below the profile": {map[int]func(*reports.Report){0: func(r *reports.Report) { r.Assurance = "A0" }}, reports.ReferenceOnly, [][]string{{"run1", "run2"}}, []string{"run0"}},
		"nobody":            {map[int]func(*reports.Report){0: simulated, 1: simulated, 2: simulated}, reports.ReferenceOnly, [][]string{}, []string{"run0", "run1", "run2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := compared(t, 3, c.change)
			groups := [][]string{}
			for _, g := range got.Groups {
				groups = append(groups, runs(g.Bids))
			}
			assert.Equal(t, c.grade, got.Grade)
			assert.Equal(t, c.groups, groups)
			assert.Equal(t, c.alone, runs(got.Alone))
			assert.Equal(t, c.grade == reports.Comparable, len(got.Whys) == 0, "a reason unless all is equal")
			for _, b := range got.Alone {
				assert.Zero(t, b.Rank)
			}
		})
	}
}

func TestOnlyWhoPassesIsRankedAndTiesStayTies(t *testing.T) {
	t.Parallel()
	c := compared(t, 5, nil)
	ranks := map[string]int{}
	for _, b := range c.Bids {
		if b.Void() {
			assert.Zero(t, b.Rank, "%s is for reference only", b.Run)
			continue
		}
		ranks[b.Run] = b.Rank
		for _, o := range c.Bids {
			if !o.Void() && o.Score.Total == b.Score.Total {
				assert.Equal(t, b.Rank, o.Rank)
			}
		}
	}
	require.NotEmpty(t, ranks)
	assert.Equal(t, 1, ranks["run0"], "the first vendor of the sample fails nothing")
	assert.Less(t, len(ranks), 5, "somebody fails the gate")
}

func TestWithoutAProfileNobodyIsRanked(t *testing.T) {
	t.Parallel()
	var in []compare.Entry
	for i := range 2 {
		r, err := sample.Bid(i, 60, 60, nil)
		require.NoError(t, err)
		in = append(in, compare.Entry{Run: fmt.Sprint(i), Report: r})
	}
	c, err := compare.New(in, nil)
	require.NoError(t, err)
	for _, b := range c.Bids {
		assert.Zero(t, b.Rank)
		assert.Nil(t, b.Score)
		assert.Equal(t, b.Report.Gate, b.Gate)
	}
	assert.Len(t, c.Rows, 60)
}

func TestTheMatrixHoldsWhatIsTestedAlike(t *testing.T) {
	t.Parallel()
	c := compared(t, 3, nil)
	assert.Len(t, c.Rows, 60)
	differ := 0
	for _, r := range c.Rows {
		assert.Len(t, r.Cells, 3)
		same := r.Cells[0].Standing == r.Cells[1].Standing && r.Cells[1].Standing == r.Cells[2].Standing
		assert.Equal(t, !same, r.Differs)
		if r.Differs {
			differ++
		}
	}
	assert.Equal(t, c.Differ, differ)
	assert.NotZero(t, differ)
	assert.True(t, slices.IsSortedFunc(c.Rows, func(a, b compare.Row) int {
		return map[bool]int{true: 0, false: 1}[a.Gate] - map[bool]int{true: 0, false: 1}[b.Gate]
	}), "what decides comes first")

	c = compared(t, 3, map[int]func(*reports.Report){2: func(r *reports.Report) {
		r.Requirements = slices.Clone(r.Requirements)
		r.Requirements[0].Tests, r.Suite.Version = "sha256:other", "9"
	}})
	assert.Equal(t, reports.ReferenceOnly, c.Grade)
	assert.Len(t, c.Rows, 59)
	assert.Equal(t, 1, c.LeftOut)
}

func TestClassPointsAddUpToTheScore(t *testing.T) {
	t.Parallel()
	c := compared(t, 3, nil)
	require.Len(t, c.Classes, 3)
	for i, b := range c.Bids {
		pass, applicable := 0, 0
		for _, k := range c.Classes {
			pass += k.Counts[i].Pass
			applicable += k.Counts[i].Applicable
		}
		assert.Equal(t, b.Scope.Counts.Pass, pass)
		assert.Equal(t, b.Scope.Counts.Applicable, applicable)
	}
}

func TestEveryOpenThingIsAskedFor(t *testing.T) {
	t.Parallel()
	kinds := func(b *compare.Bid) (out []string) {
		for _, a := range b.Asks {
			if !slices.Contains(out, a.Kind) {
				out = append(out, a.Kind)
			}
		}
		return out
	}
	c := compared(t, 2, map[int]func(*reports.Report){0: func(r *reports.Report) {
		r.Limits.Partial = specs.Text{EN: "interrupted", ZH: "中断"}
		r.Target.Simulator, r.Assurance, r.ICS.Build, r.Laboratory.Place = true, "A0", "", " "
		r.Contradictions = []suites.Contradiction{{Class: "evt", Operation: "listSubscriptions"}, {Class: "hook", Operation: "listHooks"}, {Class: "evt", Operation: "listEvents"}}
		r.OwnClaim.Classes = []string{"core", "lgt-write"}
		r.Requirements = slices.Clone(r.Requirements)
		for i := range r.Requirements {
			switch i {
			case 1:
				r.Requirements[i].Verdict = suites.NotTested
			case 2:
				r.Requirements[i].Verdict = suites.Blocked
			case 3:
				r.Requirements[i].Verdict = suites.Unclear
			}
		}
	}})
	i := slices.IndexFunc(c.Bids, func(b *compare.Bid) bool { return b.Run == "run0" })
	assert.ElementsMatch(t, []string{"not-tested", "blocked", "inconclusive", "not-offered", "contradiction", "partial", "simulator", "condition", "missing"}, kinds(c.Bids[i]))
	var denied []string
	for _, a := range c.Bids[i].Asks {
		if a.Kind == "not-offered" {
			assert.True(t, a.Gate, "only what decides is asked for when it is not offered")
		}
		if a.Kind == "contradiction" {
			denied = append(denied, a.Subject.ZH)
		}
	}
	assert.Equal(t, []string{"evt: listSubscriptions, listEvents", "hook: listHooks"}, denied, "one question a class")
}

func TestWhatCannotBeComparedIsAnError(t *testing.T) {
	t.Parallel()
	in, p := bids(t, 2, nil)
	_, err := compare.New(in[:1], p)
	require.ErrorContains(t, err, "at least 2 bundles, there are 1")
	in[1].Run = in[0].Run
	_, err = compare.New(in, p)
	require.ErrorIs(t, err, compare.ErrOneRun)
	require.EqualError(t, err, "bid-0.zip and bid-1.zip are bundles of one run (run0)")
	_, err = compare.Over(in, p)
	require.ErrorIs(t, err, compare.ErrOneRun)
}

func TestKeysGoOnAfterZ(t *testing.T) {
	t.Parallel()
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 27: "AB", 52: "BA"} {
		assert.Equal(t, want, compare.Key(i))
	}
}
