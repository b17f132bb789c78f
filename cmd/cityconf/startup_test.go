package main

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/launch"
)

// startFigures measures how long a reference city takes until it can be used,
// in each form: the median of five.
func startFigures(t *testing.T, say func(name, format string, args ...any)) {
	t.Helper()
	all := forms(t)
	for _, form := range []string{"in process", "child process", "container"} {
		if all[form] == nil {
			say("start "+form, "no Docker engine on this machine")
			continue
		}
		var times []time.Duration
		for range 5 {
			began := time.Now()
			c, err := all[form].Start(t.Context(), launch.Options{})
			require.NoError(t, err)
			times = append(times, time.Since(began))
			require.NoError(t, c.Close())
		}
		slices.Sort(times)
		say("start "+form, "%v", times[2].Round(time.Millisecond))
	}
}
