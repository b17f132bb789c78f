package main

import (
	"context"

	"github.com/cityconf/cityconf/suites"
)

// times is how often a run is made: as told, else as the profile wants.
func (f *runFlags) times(t terms) int {
	switch {
	case f.repeat > 0:
		return f.repeat
	case t.profile != nil:
		return t.profile.Repetitions
	}
	return 1
}

// repeat runs the suite so often, each time with test data of its own, and
// joins the results. It tells how often it came to run: one that was cut short
// is not repeated.
func (t *trial) repeat(ctx context.Context, times int) (*suites.Result, int, error) {
	var runs []*suites.Result
	for len(runs) < times {
		if len(runs) > 0 {
			t.options.RunID = runID()
		}
		result, err := t.run(ctx)
		if err != nil {
			return nil, 0, err
		}
		runs = append(runs, result)
		if ctx.Err() != nil || result.Partial != "" {
			break
		}
	}
	return suites.Repeat(runs), len(runs), nil
}
