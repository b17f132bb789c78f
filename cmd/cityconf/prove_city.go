package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/suites"
)

// fallen is a requirement that failed, the assertions that failed for it and
// the first finding.
type fallen struct {
	requirement string
	checks      []string
	finding     string
}

// blamed tests one city and lists the requirements that failed, sorted.
func blamed(ctx context.Context, suite *suites.Suite, o city.Options, shuffle uint64) ([]fallen, error) {
	o.Standard = suite.Standard
	sim, err := begin(ctx, o)
	if err != nil {
		return nil, err
	}
	defer sim.Close()
	t, err := approach(sim.Access(), suite.Standard)
	if err != nil {
		return nil, err
	}
	return fellIn(ctx, trial{suite: suite, target: t, options: suites.Options{Shuffle: shuffle}})
}

// fellIn runs a trial and lists the requirements that failed, sorted.
func fellIn(ctx context.Context, t trial) ([]fallen, error) {
	t.options.RunID, t.options.Lean = runID(), true
	result, err := t.run(ctx)
	if err != nil {
		return nil, err
	}
	var all []fallen
	for _, v := range result.Verdicts {
		if v.Verdict == suites.Fail {
			all = append(all, fall(result, v))
		}
	}
	return all, ctx.Err()
}

// attempts is how often a city is started anew: on a machine under load its
// devices may not reach their own broker in time.
const attempts = 3

func begin(ctx context.Context, o city.Options) (sim *city.City, err error) {
	for range attempts {
		if sim, err = city.Start(ctx, o); err == nil || ctx.Err() != nil {
			return sim, err
		}
	}
	return nil, err
}

// fall tells what a requirement failed on.
func fall(r *suites.Result, v suites.RequirementVerdict) fallen {
	f := fallen{requirement: v.Requirement}
	for _, c := range r.Cases {
		if !slices.Contains(v.Failing, c.Case.ID) {
			continue
		}
		for _, j := range c.Judgements {
			if j.Requirement != v.Requirement || j.Outcome != suites.Failed {
				continue
			}
			if j.Assertion != "" {
				f.checks = append(f.checks, j.Assertion)
			}
			if f.finding == "" && len(j.Findings) > 0 {
				f.finding = fmt.Sprintf("%s %s: want %s, got %s", c.Case.ID, j.Findings[0].At, j.Findings[0].Want, j.Findings[0].Got)
			}
		}
	}
	slices.Sort(f.checks)
	f.checks = slices.Compact(f.checks)
	return f
}
