package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnnotationsAreLookedForWhereTheyMayBe(t *testing.T) {
	t.Parallel()
	set := NewSet(map[string]any{
		"a.yaml": map[string]any{
			"near":  map[string]any{"x-mark": "near"},
			"far":   map[string]any{"properties": map[string]any{"in": map[string]any{"$ref": "b.yaml#/deep"}}},
			"round": map[string]any{"items": map[string]any{"$ref": "#/round"}, "title": "round"},
			"bare":  map[string]any{"type": "object"},
		},
		"b.yaml": map[string]any{"deep": map[string]any{"allOf": []any{map[string]any{"x-mark": "deep"}}}},
	})
	for name, c := range map[string]struct {
		ref  string
		in   any
		want bool
	}{
		"at the place itself":   {"a.yaml#/near", "v", true},
		"through a reference":   {"a.yaml#/far", map[string]any{"in": "v"}, true},
		"nowhere in a circle":   {"a.yaml#/round", []any{[]any{}}, false},
		"nowhere":               {"a.yaml#/bare", map[string]any{}, false},
		"in a member not there": {"a.yaml#/far", map[string]any{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := set.Compile(c.ref, Neutral)
			require.NoError(t, err)
			assert.Equal(t, c.want, len(s.Annotations(c.in, "x-mark")) == 1)
		})
	}
	bare, err := set.Compile("a.yaml#/bare", Neutral)
	require.NoError(t, err)
	assert.False(t, bare.says("x-mark"))
	assert.True(t, bare.says("type"))
}

func TestAnnotationsBehindDynamicReferencesAreFound(t *testing.T) {
	t.Parallel()
	set := NewSet(map[string]any{"tree.yaml": map[string]any{
		"$dynamicAnchor": "node", "x-mark": true,
		"properties": map[string]any{"child": map[string]any{"$dynamicRef": "#node"}},
	}})
	s, err := set.Compile("tree.yaml", Neutral)
	require.NoError(t, err)
	assert.Len(t, s.Annotations(map[string]any{"child": map[string]any{}}, "x-mark"), 2)
	assert.True(t, s.says("anything"), "what a dynamic reference leads to is only known at evaluation")
}
