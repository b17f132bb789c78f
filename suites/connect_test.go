package suites

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// TestABrokerThatDoesNotAnswerIsNotBlamedForItsCode: silence says nothing of how
// a broker refuses, while a connection that it ended without a word does.
func TestABrokerThatDoesNotAnswerIsNotBlamedForItsCode(t *testing.T) {
	t.Parallel()
	exprs, err := check.NewExpressions()
	require.NoError(t, err)
	for kind, inconclusive := range map[string]bool{"timeout": true, "reset": false} {
		dial := func(context.Context, string, string) (wire.Client, wire.Exchange, error) {
			return nil, wire.Exchange{Protocol: "mqtt", Fault: &wire.Fault{Kind: kind}}, nil
		}
		r := &run{suite: &Suite{Standard: &specs.Standard{}}, iut: &IUT{}, exprs: exprs, names: map[string]any{}, sys: System{Dial: dial, Now: time.Now}}
		e := r.newExecution(&TestCase{ID: "c"})
		v, err := e.connect(t.Context(), &Connect{Client: "x"})
		var u *unmet
		assert.Equal(t, inconclusive, err != nil, kind)
		if inconclusive {
			require.ErrorAs(t, err, &u, kind)
			assert.Len(t, e.exchanges, 1, "the attempt is on record")
			continue
		}
		require.NotNil(t, v)
		assert.Equal(t, kind, v.Fault.Kind)
	}
}
