package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
)

// TestEveryTestedMustIsNamedByAFault: a test that no fault is made for was
// never shown to fail on purpose.
func TestEveryTestedMustIsNamedByAFault(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	in, err := traceInput(std, "")
	require.NoError(t, err)
	m := trace.New(in)
	for i := range m.Requirements {
		if r := &m.Requirements[i]; r.Level == specs.Must && r.Tested() {
			assert.NotEmpty(t, r.Faults, "%s (%s) is tested, and no fault names it: %s", r.ID, r.Class, r.Statement.EN)
		}
	}
}
