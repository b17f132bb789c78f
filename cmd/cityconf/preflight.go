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

// reach makes sure that somebody answers, and answers this tester, before a run
// judges anybody: a wrong token or base path would only be told a thousand
// times. It returns the clock of the system less that of the tester, nil when
// unknown.
func (t *target) reach(ctx context.Context) (*time.Duration, error) {
	if t.connects() {
		return nil, t.attend(ctx)
	}
	x := t.landing(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if x.Fault != nil {
		return nil, untestable(fmt.Errorf("%s cannot be tested: %s", t.iut.IXIT.BaseURL, x.Fault.Error()), lookInto)
	}
	if err := t.welcome(ctx, statusOf(x)); err != nil {
		return nil, err
	}
	return clockOffset(x), nil
}

const (
	lookInto = "cityconf doctor looks for the cause"
	sampled  = 20 // answers that show whether a tester is let in at all
)

// welcome reads some secured resources with the default credential. It is an
// error when nine tenths of the answers are 401 or 403, or, like that of the
// landing page, 404.
func (t *target) welcome(ctx context.Context, landing int) error {
	if t.std.Conventions.Samples {
		return nil // how a stranger wants to be asked, each operation says for itself
	}
	paths := t.secured()
	paths = paths[:min(len(paths), sampled)]
	refused, missing := 0, 0
	for _, path := range paths {
		switch status, _ := t.ask(ctx, path, ""); status {
		case 401, 403:
			refused++
		case 404:
			missing++
		}
	}
	most := func(n int) bool { return n > 0 && n*10 >= len(paths)*9 }
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case most(refused):
		return untestable(fmt.Errorf("%s cannot be tested: %d of %d resources answer 401 or 403 to the default credential", t.iut.IXIT.BaseURL, refused, len(paths)), lookInto)
	case landing == 404 && most(missing):
		return untestable(fmt.Errorf("%s cannot be tested: nothing is found below %s%s (404)", t.iut.IXIT.BaseURL, t.iut.IXIT.BaseURL, t.std.BasePath), lookInto)
	}
	return nil
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
