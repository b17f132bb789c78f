package wire

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func named(i int) Message { return Message{Topic: fmt.Sprint(i)} }

func topics(ms []Message) []string {
	var out []string
	for _, m := range ms {
		out = append(out, m.Topic)
	}
	return out
}

func TestSinceReturnsWhatCameAfterAMark(t *testing.T) {
	t.Parallel()
	l := NewLog(0)
	l.Add(named(0))
	mark := l.Mark()
	l.Add(named(1))
	l.Add(named(2))
	assert.Equal(t, []string{"0", "1", "2"}, topics(l.Since(0)))
	assert.Equal(t, []string{"1", "2"}, topics(l.Since(mark)))
	assert.Empty(t, l.Since(l.Mark()))
	assert.Nil(t, l.Fault())
}

func TestWaitTakesOldMessagesAndNewOnesAndStopsAtTheCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := NewLog(0)
		l.Add(named(0))
		l.Add(named(1))
		got := make(chan []Message)
		go func() {
			got <- l.Wait(t.Context(), 0, func(m Message) bool { return m.Topic != "1" }, 3)
		}()
		synctest.Wait()
		l.Add(named(2))
		synctest.Wait()
		l.Add(named(3))
		l.Add(named(4))
		assert.Equal(t, []string{"0", "2", "3"}, topics(<-got))
	})
}

func TestWaitEndsWithItsContextAndWithTheConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := NewLog(0)
		l.Add(named(0))
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		started := time.Now()
		assert.Len(t, l.Wait(ctx, 0, nil, 2), 1)
		assert.Equal(t, 3*time.Second, time.Since(started))
		assert.Len(t, l.Wait(ctx, 0, nil, 2), 1, "under a context that is over it only looks")
		go func() {
			time.Sleep(time.Second)
			l.end()
		}()
		assert.Len(t, l.Wait(t.Context(), 0, nil, 2), 1)
		assert.Equal(t, 4*time.Second, time.Since(started))
		assert.Empty(t, l.Wait(t.Context(), 1, nil, 1), "an ended log has no more")
	})
}

func TestAFullLogDropsTheOldestAndSaysSo(t *testing.T) {
	t.Parallel()
	l := NewLog(3*(overhead+1) + 1)
	for i := range 5 {
		l.Add(named(i))
	}
	assert.Equal(t, []string{"2", "3", "4"}, topics(l.Since(0)))
	assert.Equal(t, []string{"4"}, topics(l.Since(4)), "marks keep their meaning")
	assert.Equal(t, 5, l.Mark())
	assert.Equal(t, 2, l.Dropped())
	require.NotNil(t, l.Fault())
	assert.Equal(t, "too-large", l.Fault().Kind)
	l.Add(Message{Topic: "big", Body: make([]byte, 10000)})
	assert.Equal(t, []string{"big"}, topics(l.Since(0)), "the newest always stays")
}

func TestConcurrentReadersSeeEveryMessageOnceAndInOrder(t *testing.T) {
	t.Parallel()
	const n = 2000
	l := NewLog(0)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			got := l.Wait(soon(t), 0, nil, n)
			if assert.Len(t, got, n) {
				for i, m := range got {
					assert.Equal(t, fmt.Sprint(i), m.Topic)
				}
			}
		})
	}
	for i := range n {
		l.Add(named(i))
	}
	wg.Wait()
}
