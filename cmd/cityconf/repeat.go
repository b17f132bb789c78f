package main

import (
	"context"
	"crypto/rand"

	"github.com/cityconf/cityconf/reports/bundle"
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

// repeat runs the suite so often, each time with test data of its own, writes
// down what passes and joins the results. A run that was cut short is not
// repeated.
func (t *trial) repeat(ctx context.Context, rec *bundle.Recording, times int) (*suites.Result, error) {
	runs := rec.Earlier()
	for len(runs) < times {
		if len(runs) > len(rec.Earlier()) {
			if err := rec.Again(rand.Text(), t.target.system()); err != nil {
				return nil, err
			}
		}
		result, err := t.recorded(ctx, rec)
		if err != nil {
			return nil, err
		}
		runs = append(runs, result)
		if ctx.Err() != nil || result.Partial != "" {
			break
		}
	}
	joined := suites.Repeat(runs)
	return joined, rec.End(joined)
}
