package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestReferencesReachOtherDocumentsOfTheSet(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{
		"lgt/openapi.yaml": map[string]any{"components": map[string]any{"schemas": map[string]any{
			"Lamp": map[string]any{"$ref": "../schemas/measured.yaml#/$defs/Measured"},
		}}},
		"schemas/measured.yaml": map[string]any{"$defs": map[string]any{
			"Measured": map[string]any{"type": "object", "required": []any{"value", "unit"}},
		}},
	})
	c, err := set.Compile("lgt/openapi.yaml#/components/schemas/Lamp", schema.Response)
	require.NoError(t, err)
	require.Empty(t, c.Validate(map[string]any{"value": json.Number("1"), "unit": "lx"}))
	require.Len(t, c.Validate(map[string]any{}), 2)

	abs, err := set.Resolve("lgt/openapi.yaml#/components", "../schemas/measured.yaml#/$defs/Measured")
	require.NoError(t, err)
	require.Equal(t, "schemas/measured.yaml#/$defs/Measured", abs)
	node, err := set.Lookup(abs)
	require.NoError(t, err)
	require.Equal(t, "object", node.(map[string]any)["type"])
}
