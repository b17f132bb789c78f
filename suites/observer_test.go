package suites

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/wire"
)

// silentClient is a client that nobody speaks to.
type silentClient struct{ wire.Client }

// TestTheObserverSpeaksWhatShowsMost: MQTT 5 where it is claimed and let in,
// else 3.1.1, which sees most of it.
func TestTheObserverSpeaksWhatShowsMost(t *testing.T) {
	t.Parallel()
	std := &specs.Standard{Requirements: []specs.Requirement{{ID: "P-1", Class: "five", Test: specs.Test{By: []string{"mqtt5.content-type"}}}}}
	in := func(context.Context, string, string, time.Duration) (wire.Client, wire.Exchange, error) {
		return silentClient{}, wire.Exchange{}, nil
	}
	refused := func(context.Context, string, string, time.Duration) (wire.Client, wire.Exchange, error) {
		return nil, wire.Exchange{Fault: &wire.Fault{Kind: "denied"}}, nil
	}
	unlisted := func(context.Context, string, string, time.Duration) (wire.Client, wire.Exchange, error) {
		return nil, wire.Exchange{}, errors.New("advertises no broker")
	}
	for _, c := range []struct {
		name    string
		claimed []string
		dial5   Dialer5
		want    bool
	}{
		{"claimed and let in", []string{"five"}, in, true},
		{"claimed and refused", []string{"five"}, refused, false},
		{"claimed and not listed", []string{"five"}, unlisted, false},
		{"not claimed", nil, in, false},
		{"nothing to dial with", []string{"five"}, nil, false},
	} {
		r := &run{suite: &Suite{Standard: std, Classes: c.claimed}}
		own := System{Dial5: c.dial5, Dial: func(context.Context, string, string) (wire.Client, wire.Exchange, error) {
			return silentClient{}, wire.Exchange{}, nil
		}}
		got, x, properties, err := r.enter(t.Context(), own, "observer")
		require.NoError(t, err, c.name)
		assert.NotNil(t, got, c.name)
		assert.Nil(t, x.Fault, c.name)
		assert.Equal(t, c.want, properties, c.name)
	}
}
