package suites

import (
	"context"
	"net/http"
	"time"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// longestAftermath is how long a device is kept from the next case for the sake
// of commands that are still under way: long enough to arrive, not to see a slow
// one through.
const longestAftermath = 2 * time.Second

// underway is a command that the system accepted, with the state it had then.
type underway struct {
	location string
	state    any
}

// undertake remembers a command to a leased device that was accepted and not
// yet carried out (202 with a Location and a state).
func (e *execution) undertake(v *check.View, req wire.Request) {
	at, state := v.Header.Get("Location"), check.At(v.Body, "/state")
	if v.Status == http.StatusAccepted && req.Method == "POST" && at != "" && state != nil && len(e.held) > 0 {
		e.underway = append(e.underway, underway{e.run.below(at), state})
	}
}

// awaitCommands waits until no command of the case is under way any more, so
// that none reaches its device when another case works with it. MQTT keeps the
// order of messages of one topic only: a command may be overtaken by a later one
// of another kind.
func (e *execution) awaitCommands(ctx context.Context) {
	deadline := e.sys.Now().Add(longestAftermath)
	for _, u := range e.underway {
		for pause := 20 * time.Millisecond; e.goesOn(ctx, u) && e.sys.Now().Before(deadline); pause = min(2*pause, 500*time.Millisecond) {
			if e.wait(ctx, pause) != nil {
				return
			}
		}
	}
}

// goesOn tells whether a command still has the state in which it was accepted.
func (e *execution) goesOn(ctx context.Context, u underway) bool {
	x := check.Look(e.sys.HTTP.Do(ctx, wire.Request{Method: "GET", Path: u.location}))
	e.run.count(1)
	return x.Status == http.StatusOK && schema.Equal(check.At(x.Body, "/state"), u.state)
}
