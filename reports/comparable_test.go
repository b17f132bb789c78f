package reports_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// twin makes two equal reports under one profile and lets one be changed
// before it is evaluated.
func twin(t *testing.T, change func(*world, *reports.Report, *reports.Profile)) (a, b *reports.Report) {
	t.Helper()
	both := [2]*reports.Report{}
	for i := range both {
		w, p := one(suites.Pass), gated(func(p *reports.Profile) { p.ValidDays = 30 })
		w.result.Suite.Version, w.result.Suite.Seed = "1.2.3", 1
		w.result.Suite.Cases = []*suites.TestCase{{ID: "x", Steps: []suites.Step{{Expect: []check.Expect{{Requirement: "R-1"}}}}}}
		if i == 1 && change != nil {
			change(w, nil, &p)
		}
		r := w.report(t)
		if i == 1 && change != nil {
			change(w, r, &p)
		}
		p = p.Seal()
		out, err := reports.Evaluate(r, reports.Terms{Profile: &p, At: evaluated})
		require.NoError(t, err)
		both[i] = out
	}
	return both[0], both[1]
}

func TestCompareNamesWhatDiffers(t *testing.T) {
	t.Parallel()
	counted := func(f func(*reports.Report)) func(*world, *reports.Report, *reports.Profile) {
		return func(_ *world, r *reports.Report, _ *reports.Profile) {
			if r != nil {
				f(r)
			}
		}
	}
	for _, c := range []struct {
		name   string
		change func(*world, *reports.Report, *reports.Profile)
		grade  reports.Grade
		kinds  []string
	}{
		{"nothing", nil, reports.Comparable, nil},
		{"other findings", func(w *world, r *reports.Report, _ *reports.Profile) { w.result.Verdicts[0].Verdict = suites.Fail }, reports.Comparable, nil},
		{"another suite with equal tests", counted(func(r *reports.Report) { r.Suite.Version = "1.2.4" }), reports.Conditionally, []string{"suite"}},
		{"another suite with other tests", func(w *world, r *reports.Report, _ *reports.Profile) {
			w.result.Suite.Version, w.result.Suite.Cases[0].Operation = "1.2.4", "other"
		}, reports.ReferenceOnly, []string{"suite", "tests"}},
		{"another suite and another sentence", counted(func(r *reports.Report) { r.Suite.Version, r.Requirements[0].Digest = "1.2.4", "sha256:1" }), reports.ReferenceOnly, []string{"suite", "tests"}},
		{"another seed", counted(func(r *reports.Report) { r.Suite.Seed = 2 }), reports.Conditionally, []string{"seed"}},
		{"another edition of the standard", counted(func(r *reports.Report) { r.Standard.Digest = "sha256:other" }), reports.ReferenceOnly, []string{"standard"}},
		{"another profile", func(_ *world, _ *reports.Report, p *reports.Profile) { p.Classes[0].Weight = "90" }, reports.ReferenceOnly, []string{"profile"}},
		{"an errata list", counted(func(r *reports.Report) { e := reports.Errata{ID: "E"}.Seal(); r.Errata = &e }), reports.ReferenceOnly, []string{"errata"}},
		{"more repetitions", counted(func(r *reports.Report) { r.Limits.Repetitions = 3 }), reports.ReferenceOnly, []string{"repetitions"}},
		{"a simulator", counted(func(r *reports.Report) { r.Target.Simulator = true }), reports.ReferenceOnly, []string{"simulator"}},
		{"a filtered run", counted(func(r *reports.Report) { r.Limits.Filters = []string{"--class c"} }), reports.ReferenceOnly, []string{"whole"}},
		{"an interrupted run", counted(func(r *reports.Report) { r.Limits.Partial = specs.Text{EN: "interrupted", ZH: "中断"} }), reports.ReferenceOnly, []string{"whole"}},
		{"a report past its validity", counted(func(r *reports.Report) { r.Stamp.Finished = "2026-10-01T00:00:00Z" }), reports.ReferenceOnly, []string{"validity"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, b := twin(t, c.change)
			got, back := reports.Compare(a, b), reports.Compare(b, a)
			assert.Equal(t, c.grade, got.Grade)
			var kinds []string
			for _, d := range got.Differences {
				kinds = append(kinds, d.Kind)
			}
			assert.Equal(t, c.kinds, kinds)
			assert.Equal(t, got.Grade, back.Grade, "the order does not matter")
			assert.Equal(t, got.Unchanged, back.Unchanged)
		})
	}
}

func TestTwoOfAKindAreNotAlwaysComparable(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*reports.Report){
		"two simulators":    func(r *reports.Report) { r.Limits.Simulator = true },
		"two filtered runs": func(r *reports.Report) { r.Limits.Filters = []string{"--class c"} },
		"two read-only":     func(r *reports.Report) { r.Limits.ReadOnly = true },
	} {
		r := one(suites.Pass).report(t)
		change(r)
		assert.Equal(t, reports.ReferenceOnly, reports.Compare(r, r).Grade, name)
	}
}

func TestBelowTheAssuranceOfTheProfileIsForReferenceOnly(t *testing.T) {
	t.Parallel()
	p := gated(func(p *reports.Profile) { p.Assurance = "A1" })
	r, err := reports.Evaluate(one(suites.Pass).report(t), reports.Terms{Profile: &p, At: evaluated})
	require.NoError(t, err)
	got := reports.Compare(r, r)
	assert.Equal(t, reports.ReferenceOnly, got.Grade)
	require.Len(t, got.Differences, 1)
	assert.Equal(t, "assurance", got.Differences[0].Kind)
	assert.Equal(t, "A0", got.Differences[0].A)
}
