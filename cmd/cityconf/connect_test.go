package main

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites/wire"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	with := &target{secrets: map[string]secret{"default": {token: "t0", user: "tester", password: "p0"}, "limited": {token: "t1"}}}
	without := &target{secrets: map[string]secret{"default": {token: "t0"}}}
	for name, c := range map[string]struct {
		of             *target
		as             string
		user, password string
	}{
		"user and password":                {with, "default", "tester", "p0"},
		"no name is the default":           {with, "", "tester", "p0"},
		"token as password":                {with, "limited", "token", "t1"},
		"nobody":                           {with, anonymous, "", ""},
		"right user, wrong password":       {with, garbage, "tester", "nobody-issued-this-password"},
		"wrong password in place of token": {without, garbage, "token", "nobody-issued-this-password"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			user, password, err := c.of.login(c.as)
			require.NoError(t, err)
			assert.Equal(t, [2]string{c.user, c.password}, [2]string{user, password})
		})
	}
	_, _, err := with.login("other-tenant")
	assert.ErrorContains(t, err, `find "other-tenant" in the IUT file: no such credential`)
}

func TestClockOffset(t *testing.T) {
	t.Parallel()
	started := time.Date(2026, 11, 20, 6, 0, 0, 400e6, time.UTC)
	for name, c := range map[string]struct {
		date string
		want *time.Duration
	}{
		"same clock":      {"Fri, 20 Nov 2026 06:00:00 GMT", new(time.Duration)},
		"two minutes on":  {"Fri, 20 Nov 2026 06:02:00 GMT", ptr(2 * time.Minute)},
		"an hour behind":  {"Fri, 20 Nov 2026 05:00:00 GMT", ptr(-time.Hour)},
		"no clock at all": {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := wire.Exchange{Started: started, Elapsed: 200 * time.Millisecond, Received: []wire.Message{{Header: http.Header{"Date": {c.date}}}}}
			assert.Equal(t, c.want, clockOffset(x))
		})
	}
	assert.Nil(t, clockOffset(wire.Exchange{}), "nobody answered")
}

// asked records whether its context had ended.
type asked struct{ ended []bool }

func (a *asked) Do(ctx context.Context, _ wire.Request) wire.Exchange {
	a.ended = append(a.ended, ctx.Err() != nil)
	return wire.Exchange{}
}

func TestARequestThatIsOutIsWaitedFor(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	a := &asked{}
	out := patient{requesterFunc(func(inner context.Context, r wire.Request) wire.Exchange {
		cancel()
		return a.Do(inner, r)
	})}
	out.Do(ctx, wire.Request{})
	out.Do(ctx, wire.Request{})
	assert.Equal(t, []bool{false, true}, a.ended, "the first goes on, none is begun after the interrupt")
}

type requesterFunc func(context.Context, wire.Request) wire.Exchange

func (f requesterFunc) Do(ctx context.Context, r wire.Request) wire.Exchange { return f(ctx, r) }

func ptr[T any](v T) *T { return &v }
