package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// aWhole is how many cities with a fault a city that is tested by the whole
// suite counts as: it computes more than it waits and keeps all it exchanged. More
// of them at once than the processors bear wait for each other, and what comes
// late is judged and kept as well.
const aWhole = 4

// cityTest is the test of one system.
type cityTest struct {
	room int64 // as how many systems at the same time it counts
	run  func() error
}

// inParallel runs tests in their order, as many at the same time as there is
// room for; the first error ends it.
func inParallel(ctx context.Context, all []cityTest, room int, progress io.Writer) error {
	size := int64(max(room, 1))
	free := semaphore.NewWeighted(size)
	group, going := errgroup.WithContext(ctx)
	for i, t := range all {
		if i%20 == 0 {
			fmt.Fprintf(progress, "%d of %d cities\n", i, len(all))
		}
		taken := min(t.room, size)
		if free.Acquire(going, taken) != nil {
			break // one has failed, or the caller has had enough
		}
		group.Go(func() error {
			defer free.Release(taken)
			return t.run()
		})
	}
	return errors.Join(group.Wait(), ctx.Err())
}
