package specs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	std, problems := specs.Lint(specs.Published(), "ucis/1.0")
	require.Empty(t, problems)
	all := std.Places()

	linked := all["LGT-001"]
	require.NotEmpty(t, linked)
	assert.Contains(t, linked[0].Ref(), "lgt/")
	assert.Positive(t, linked[0].Line)
	assert.Empty(t, linked[0].That)

	bound := all["LGT-006"]
	require.NotEmpty(t, bound)
	assert.Contains(t, bound[0].That, "standbyPower")

	for id := range all {
		assert.NotNil(t, std.Requirement(id), id)
	}
}
