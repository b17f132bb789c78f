package synth_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// TestCoverageAsksTheEngine counts sides with instances written by hand.
func TestCoverageAsksTheEngine(t *testing.T) {
	t.Parallel()
	tree, err := schema.Parse([]byte(`{"type": "object", "required": ["a"], "properties": {"id": {"type": "string", "readOnly": true}, "a": {"type": "integer", "minimum": 1, "pattern": "x"}, "b": {"minLength": 0, "maxLength": 3}}}`))
	require.NoError(t, err)
	set := schema.NewSet(map[string]any{ref: tree})
	value := func(text string) any {
		v, err := schema.Parse([]byte(text))
		require.NoError(t, err)
		return v
	}
	got, err := synth.Coverage(set, ref, schema.Request,
		[]synth.Instance{{Value: value(`{"a": 5}`)}},
		[]synth.Instance{{Value: value(`{"a": 0}`), Schema: ref + "#/properties/a", Keyword: "minimum", Also: []synth.Constraint{{Schema: ref, Keyword: "required"}}}},
		[]synth.Gap{{Schema: ref + "#/properties/b", ReasonEN: "not reached"}})
	require.NoError(t, err)
	type line struct {
		Schema, Keyword string
		Valid, Invalid  bool
		Gaps            int
	}
	var lines []line
	for _, c := range got {
		lines = append(lines, line{c.Schema, c.Keyword, c.Valid, c.Invalid, len(c.Gaps)})
	}
	want := []line{
		{ref, "required", true, true, 0}, {ref, "type", true, false, 0},
		{ref + "#/properties/a", "minimum", true, true, 0}, {ref + "#/properties/a", "type", true, false, 0},
		{ref + "#/properties/b", "maxLength", false, false, 1},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}
