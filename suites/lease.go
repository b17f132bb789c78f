package suites

import (
	"context"
	"slices"
	"sync"
)

// leases hand out seed devices: one case at a time operates a device, and a
// case takes all it needs at once, so that no two wait for each other.
type leases struct {
	mu    sync.Mutex
	taken map[string]bool
	freed chan struct{} // closed and replaced whenever a device comes back
}

func newLeases() *leases { return &leases{taken: map[string]bool{}, freed: make(chan struct{})} }

// take waits until count of the ids are free and takes them, starting at the
// preferred one so that cases spread over the devices.
func (l *leases) take(ctx context.Context, ids []string, count int, prefer uint64) ([]string, error) {
	for {
		l.mu.Lock()
		var free []string
		for i := range ids {
			if id := ids[(prefer+uint64(i))%uint64(len(ids))]; !l.taken[id] {
				free = append(free, id)
			}
		}
		if len(free) >= count {
			free = free[:count]
			for _, id := range free {
				l.taken[id] = true
			}
			l.mu.Unlock()
			return free, nil
		}
		freed := l.freed
		l.mu.Unlock()
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (l *leases) give(ids []string) {
	if len(ids) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for id := range l.taken {
		if slices.Contains(ids, id) {
			delete(l.taken, id)
		}
	}
	close(l.freed)
	l.freed = make(chan struct{})
}
