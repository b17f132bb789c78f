package derive

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestSpellingsMeanTheSame(t *testing.T) {
	t.Parallel()
	const text = `{"a":{"b":1,"c":["x,","{"]},"name":"a \"b\": ${run}","zh":null}`
	v, err := schema.Parse([]byte(text))
	require.NoError(t, err)
	for _, s := range spellings {
		raw, err := s.write(v)
		require.NoError(t, err, s.name)
		assert.NotEqual(t, text, raw, s.name)
		back, err := schema.Parse([]byte(raw))
		require.NoError(t, err, raw)
		assert.True(t, schema.Equal(v, back), raw)
	}
	assert.Equal(t, `[${lon(0.5, 1)},"${run}"]`, coordinate.ReplaceAllString(`["${lon(0.5, 1)}","${run}"]`, "$1"))
}
