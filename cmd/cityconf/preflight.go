package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/cityconf/cityconf/suites/wire"
)

// landing asks for the landing page, the one resource that needs nothing but a
// connection.
func (t *target) landing(ctx context.Context) wire.Exchange {
	return t.http.Do(ctx, wire.Request{Operation: "getLandingPage", Path: "/", As: anonymous})
}

// reach makes sure that somebody answers before a run judges anybody. It
// returns the clock of the system less that of the tester, nil when unknown.
func (t *target) reach(ctx context.Context) (*time.Duration, error) {
	x := t.landing(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if x.Fault != nil {
		return nil, untestable(fmt.Errorf("%s cannot be tested: %s", t.iut.IXIT.BaseURL, x.Fault.Error()), "cityconf doctor looks for the cause")
	}
	return clockOffset(x), nil
}

// clockOffset reads the Date header, which counts whole seconds: half of one is
// added, and half of the time on the way taken off.
func clockOffset(x wire.Exchange) *time.Duration {
	if len(x.Received) == 0 {
		return nil
	}
	date, err := http.ParseTime(x.Received[0].Header.Get("Date"))
	if err != nil {
		return nil
	}
	offset := date.Add(500 * time.Millisecond).Sub(x.Started.Add(x.Elapsed / 2)).Round(time.Second)
	return &offset
}
