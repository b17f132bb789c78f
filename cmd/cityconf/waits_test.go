package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/suites"
)

// mostWaiting is how long a whole L2 run for street lighting may wait in all,
// its cases taken one after another.
const mostWaiting = 90 * time.Second

// TestAnL2RunOfStreetLightingHardlyWaits: waits end when what is waited for
// comes, so a system that answers is not waited for.
func TestAnL2RunOfStreetLightingHardlyWaits(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the suite")
	}
	t.Parallel()
	std, err := loaded()
	require.NoError(t, err)
	sim, err := city.Start(t.Context(), city.Options{Standard: std})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sim.Close()) })
	target, err := approach(sim.Access(), std)
	require.NoError(t, err)
	target.iut.ICS.Classes, err = planFlags{level: "L2", domains: []string{"lgt"}}.wanted(std, target.iut.ICS.Role)
	require.NoError(t, err)
	b := &bench{std: std, city: sim, target: target, suite: deriveFor(t, std, target, 1)}
	result := b.run(t.Context(), t, suites.Options{})
	assert.Empty(t, failures(result))
	assert.Positive(t, result.Waited)
	assert.Less(t, result.Waited, mostWaiting)
	t.Logf("%d cases waited %v in all, in a run of %v", len(result.Cases), result.Waited.Round(time.Millisecond), result.Finished.Sub(result.Started).Round(time.Millisecond))
}
