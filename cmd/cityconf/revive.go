package main

import (
	"cmp"
	"context"
	"time"
)

// defaultAway is how long a run waits for a system that gives no sign of life:
// long enough for a restart, short enough for people who wait.
const defaultAway = 20 * time.Second

// revive waits until the system answers again. Its questions are no part of the
// record.
func (t *trial) revive(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(t.away, defaultAway))
	defer cancel()
	again := time.NewTicker(250 * time.Millisecond)
	defer again.Stop()
	for {
		if x := t.target.landing(ctx); x.Fault == nil {
			return true
		}
		if t.launched.ended() != "" {
			return false
		}
		select {
		case <-ctx.Done():
			return false
		case <-again.C:
		}
	}
}
