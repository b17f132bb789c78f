package schema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestNumbersBeyondArithmeticAreRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"huge minimum":           `{"minimum": 1e999999999, "multipleOf": 1e-999999999}`,
		"tiny step":              `{"multipleOf": 1e-999999999}`,
		"exponent of no int64":   `{"maximum": -1e99999999999999999999}`,
		"length":                 `{"maxLength": 1e999999999}`,
		"listed":                 `{"enum": [1, 1e999999999]}`,
		"in a member":            `{"properties": {"a": {"exclusiveMaximum": 1e-999999}}}`,
		"a great many digits":    `{"maximum": ` + strings.Repeat("9", 20000) + `}`,
		"hidden in the mantissa": `{"maximum": 0.` + strings.Repeat("0", 6000) + `1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, err := schema.Parse([]byte(text))
			require.NoError(t, err)
			_, err = schema.NewSet(map[string]any{"a": tree}).Compile("a", schema.Neutral)
			require.ErrorContains(t, err, "too great an exponent")
			assert.Less(t, len(err.Error()), 300)
		})
	}
}

func TestGreatNumbersAreRead(t *testing.T) {
	t.Parallel()
	c := compile(t, `{"maximum": 1.7976931348623157e308, "multipleOf": 1e-300}`, schema.Neutral)
	assert.Empty(t, c.Validate(json.Number("1e300")))
	assert.NotEmpty(t, c.Validate(json.Number("1e999999999")))
	assert.False(t, schema.Extreme("0e999999999"))
}
