package suites

import (
	"sync"
	"time"
)

// memory keeps, over the whole run, what answers showed of things that may
// only change in one way: counters, states.
type memory[T any] struct {
	mu   sync.Mutex
	seen map[string][]reading[T]
}

type reading[T any] struct {
	at    time.Time // when the answer was complete
	value T
}

func newMemory[T any]() *memory[T] { return &memory[T]{seen: map[string][]reading[T]{}} }

// comparison remembers a reading and judges it against those before, if any.
type comparison func() (Judgement, bool)

// kept is how many readings of one thing are remembered: enough to cover the
// answers that can overlap.
const kept = 32

// learn remembers a reading and returns those that were complete before this
// one was asked for: overlapping answers may arrive in any order.
func (m *memory[T]) learn(key string, asked, complete time.Time, value T) (before []T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.seen[key] {
		if !r.at.After(asked) {
			before = append(before, r.value)
		}
	}
	all := append(m.seen[key], reading[T]{complete, value})
	if len(all) > kept {
		all = all[len(all)-kept:]
	}
	m.seen[key] = all
	return before
}
