package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/suites"
)

// The reference city, tested by single documents of its standard as if these
// were a stranger's: what else the standard says is not known, so nothing that
// the city does can be wrong.
func TestReferenceCityAsAStranger(t *testing.T) {
	t.Parallel()
	b := newBench(t, city.Options{})
	parts := []string{"lgt", "acc"}
	if *figures {
		parts = []string{"acc", "core", "ene", "env", "gov", "lgt", "prk", "reg", "saf", "trf", "trn", "wst"}
	}
	for _, part := range parts {
		t.Run(part, func(t *testing.T) {
			svc, _, err := openDocument("../../specs/ucis/1.0/"+part+"/openapi.yaml", "../../specs/ucis/1.0", nil, nil)
			require.NoError(t, err)
			assert.Empty(t, svc.Quarantined)
			iut := *b.target.iut
			iut.ICS = suites.ICS{Standard: svc.Standard.ID + "/" + svc.Standard.Version, Role: foreign.Role, Classes: claimable(svc.Standard, foreign.Role)}
			iut.IXIT.BaseURL += b.std.BasePath
			to, err := newTarget(&iut, svc.Standard, b.target.secrets, b.target.roots)
			require.NoError(t, err)
			strange := &bench{std: svc.Standard, city: b.city, target: to, suite: deriveFor(t, svc.Standard, to, 1)}
			result := strange.run(t.Context(), t, suites.Options{})
			assert.Empty(t, failures(result))
			count := verdicts(result)
			sayFigure("as a stranger: "+part, "%d cases, verdicts %v", len(result.Cases), count)
			assert.Zero(t, count[suites.Fail])
			assert.Greater(t, count[suites.Pass], 15)
		})
	}
}
