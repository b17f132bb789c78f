package main

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// bench is a reference city and the suite for all it claims.
type bench struct {
	std    *specs.Standard
	city   *city.City
	target *target
	suite  *suites.Suite
}

// loaded is the embedded standard, linted once for all tests.
var loaded = sync.OnceValues(published)

// claimed is the suite for all that a reference city with a broker of its own
// claims; such cities differ in faults, never in claims.
var claimed = sync.OnceValues(func() (*suites.Suite, error) {
	std, err := loaded()
	if err != nil {
		return nil, err
	}
	return derive.Derive(std, derive.Options{Role: "domain-platform", Classes: claimable(std, "domain-platform"), Seed: 1})
})

func newBench(t *testing.T, o city.Options) *bench {
	t.Helper()
	std, err := loaded()
	require.NoError(t, err)
	suite, err := claimed()
	require.NoError(t, err)
	o.Standard = std
	sim, err := city.Start(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sim.Close()) })
	target, err := approach(sim.Access(), std)
	require.NoError(t, err)
	if o.Broker != nil { // at which the city cannot let devices in
		suite = deriveFor(t, std, target, 1)
		require.NotContains(t, suite.Classes, "prov")
		return &bench{std: std, city: sim, target: target, suite: suite}
	}
	require.Equal(t, std.Closure(target.iut.ICS.Classes), suite.Classes, "the city claims what its role can")
	return &bench{std: std, city: sim, target: target, suite: suite}
}

func deriveFor(t *testing.T, std *specs.Standard, to *target, seed uint64) *suites.Suite {
	t.Helper()
	suite, err := derive.Derive(std, derive.Options{Role: to.iut.ICS.Role, Classes: to.iut.ICS.Classes, Seed: seed})
	require.NoError(t, err)
	return suite
}

func (b *bench) run(ctx context.Context, t *testing.T, o suites.Options) *suites.Result {
	t.Helper()
	o.RunID = runID()
	trial := trial{suite: b.suite, target: b.target, options: o}
	result, err := trial.run(ctx)
	require.NoError(t, err)
	return result
}

// failures lists the findings of a result, one line each, for messages of
// tests.
func failures(r *suites.Result) []string {
	var out []string
	for _, c := range r.Cases {
		for _, j := range c.Judgements {
			for _, f := range j.Findings {
				out = append(out, f.Requirement+" "+c.Case.ID+" "+f.At+": want "+f.Want+", got "+f.Got)
			}
		}
	}
	return out
}

// verdicts counts the requirements by verdict.
func verdicts(r *suites.Result) map[suites.Verdict]int {
	out := map[suites.Verdict]int{}
	for _, v := range r.Verdicts {
		out[v.Verdict]++
	}
	return out
}

// TestTheCityHasWhatTheSuiteOperatesOn keeps a whole run from being incomplete
// for want of a device that no city could name.
func TestTheCityHasWhatTheSuiteOperatesOn(t *testing.T) {
	t.Parallel()
	b := newBench(t, city.Options{})
	for _, c := range b.suite.Cases {
		wanted := map[string]int{}
		for _, n := range c.Needs {
			if n.Seed {
				wanted[n.Resource]++
			}
		}
		for resource, n := range wanted {
			assert.GreaterOrEqual(t, len(b.target.iut.IXIT.Seeds[resource]), n, "%s operates on a %s", c.ID, resource)
		}
	}
}
