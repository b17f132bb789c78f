package main

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/launch"
	"github.com/cityconf/cityconf/suites"
)

// forms are the launchers of this machine, nil for containers without Docker.
func forms(t *testing.T) map[string]launch.Launcher {
	t.Helper()
	std, err := loaded()
	require.NoError(t, err)
	all := map[string]launch.Launcher{
		"in process":    launch.InProcess{Standard: std},
		"child process": launch.Process{Binary: static(t)},
		"container":     nil,
	}
	if e, _ := docked(t); e != nil {
		all["container"] = launch.InContainer{Engine: e, Image: image(t, e)}
	}
	return all
}

// TestVerbsAreFelt does to a city in the midst of a run what happens to systems
// in the field. The run ends soon and says that it is partial, or goes on when
// the city comes back; no requirement is blamed for it.
func TestVerbsAreFelt(t *testing.T) {
	t.Parallel()
	for form, l := range forms(t) {
		for _, c := range []struct {
			name    string
			verb    launch.Verb
			back    launch.Verb // "" when it stays away
			partial bool
		}{
			{"paused", launch.Pause, "", true},
			{"killed", launch.Kill, "", true},
			{"cut off", launch.Cut, "", true},
			{"paused for a moment", launch.Pause, launch.Resume, false},
		} {
			t.Run(form+" "+c.name, func(t *testing.T) {
				t.Parallel()
				if !*figures && !slices.Contains([]string{"in process paused for a moment", "in process paused", "child process killed", "container cut off"}, form+" "+c.name) {
					t.Skip("one of each form and verb is enough here; make figures takes all")
				}
				if l == nil {
					t.Skip("no Docker engine on this machine; CI has one")
				}
				result := disturbed(t, l, c.verb, c.back)
				assert.Empty(t, failures(result), "nobody is blamed")
				assert.Equal(t, c.partial, result.Partial != "", result.Partial)
			})
		}
	}
}

// disturbed runs a part of the suite and inflicts a verb after some cases. A
// city that comes back does so while the run waits for it.
func disturbed(t *testing.T, l launch.Launcher, verb, back launch.Verb) *suites.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	sys, err := l.Start(ctx, launch.Options{})
	require.NoError(t, err)
	defer func() { assert.NoError(t, sys.Close()) }()
	std, err := loaded()
	require.NoError(t, err)
	iut := statement(sys.Access())
	iut.ICS.Classes = []string{"lgt-read"}
	iut.IXIT.Limits.TimeoutMS = 3000
	roots, err := certificates([]byte(sys.Access().CA))
	require.NoError(t, err)
	target, err := newTarget(iut, std, citySecrets(sys.Access()), roots)
	require.NoError(t, err)
	defer target.close()

	var once sync.Once
	run := trial{target: target, suite: deriveFor(t, std, target, 1), away: 2 * time.Second}
	run.options = suites.Options{RunID: runID(), Guard: true, Progress: func(p suites.Progress) {
		if p.Done >= 40 {
			once.Do(func() { assert.NoError(t, sys.Inflict(ctx, verb)) })
		}
	}}
	run.options.Revive = func(ctx context.Context) bool {
		if back != "" {
			assert.NoError(t, sys.Inflict(ctx, back))
			back = ""
		}
		return run.revive(ctx)
	}
	result, err := run.run(ctx)
	require.NoError(t, err)
	require.NoError(t, ctx.Err(), "the run ends in time")
	return result
}
