package suites

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// follower is asked how a command goes: the answers in their order, the last
// one again and again.
type follower struct {
	answers []wire.Message
	asked   []string
}

func (f *follower) Do(_ context.Context, r wire.Request) wire.Exchange {
	m := f.answers[min(len(f.asked), len(f.answers)-1)]
	f.asked = append(f.asked, r.Method+" "+r.Path)
	return wire.Exchange{Protocol: "http", Received: []wire.Message{m}}
}

// TestADeviceIsGivenBackWhenItsCommandsAreDone: what is still on its way would
// reach the device in the middle of the next case.
func TestADeviceIsGivenBackWhenItsCommandsAreDone(t *testing.T) {
	t.Parallel()
	says := func(status int, state string) wire.Message {
		return wire.Message{Status: status, Header: http.Header{"Content-Type": {"application/json"}, "Location": {"/v1/commands/1"}}, Body: []byte(`{"state":"` + state + `"}`)}
	}
	accepted, started, done := says(202, "accepted"), says(200, "accepted"), says(200, "completed")
	for _, c := range []struct {
		name    string
		held    []string
		answer  wire.Message
		then    []wire.Message
		asked   int
		atLeast time.Duration
		atMost  time.Duration
	}{
		{"done at once", []string{"lamp"}, accepted, []wire.Message{done}, 1, 0, 0},
		{"done after a while", []string{"lamp"}, accepted, []wire.Message{started, started, started, done}, 4, 140 * time.Millisecond, 140 * time.Millisecond},
		{"never done", []string{"lamp"}, accepted, []wire.Message{started}, 9, longestAftermath, longestAftermath + time.Second},
		{"not to be seen", []string{"lamp"}, accepted, []wire.Message{says(404, "")}, 1, 0, 0},
		{"refused", []string{"lamp"}, says(409, "accepted"), []wire.Message{started}, 0, 0, 0},
		{"to no device of the case", nil, accepted, []wire.Message{started}, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			clock := time.Unix(0, 0)
			f := &follower{answers: c.then}
			r := &run{suite: &Suite{Standard: &specs.Standard{BasePath: "/v1"}}, iut: &IUT{}, names: map[string]any{}, sys: System{HTTP: f,
				Now:   func() time.Time { return clock },
				Sleep: func(_ context.Context, d time.Duration) error { clock = clock.Add(d); return nil }}}
			e := r.newExecution(&TestCase{ID: "c"})
			e.held = c.held
			e.undertake(check.Look(wire.Exchange{Protocol: "http", Received: []wire.Message{c.answer}}), wire.Request{Method: "POST"})
			e.awaitCommands(t.Context())
			assert.Len(t, f.asked, c.asked)
			for _, a := range f.asked {
				assert.Equal(t, "GET /commands/1", a)
			}
			spent := clock.Sub(time.Unix(0, 0))
			assert.GreaterOrEqual(t, spent, c.atLeast)
			assert.LessOrEqual(t, spent, c.atMost)
			assert.Equal(t, spent, r.waited, "the wait is declared")
		})
	}
}
