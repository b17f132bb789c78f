package synth_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

func TestWorkEndsGeneration(t *testing.T) {
	t.Parallel()
	text := map[string]any{"type": "string", "minLength": json.Number("2")}
	set := schema.NewSet(map[string]any{"a.yaml": map[string]any{"type": "object",
		"properties": map[string]any{"a": text, "b": text, "c": text}}})
	free, gaps, err := synth.Valid(set, "a.yaml", synth.Options{})
	require.NoError(t, err)
	assert.False(t, spoken(gaps))

	work := synth.NewWork(60)
	some, gaps, err := synth.Valid(set, "a.yaml", synth.Options{Work: work})
	require.NoError(t, err)
	assert.True(t, work.Spent())
	assert.NotEmpty(t, some)
	assert.Less(t, len(some), len(free))
	assert.True(t, spoken(gaps))

	ample := synth.NewWork(1_000_000)
	all, _, err := synth.Valid(set, "a.yaml", synth.Options{Work: ample})
	require.NoError(t, err)
	assert.Equal(t, free, all, "work that suffices changes nothing")

	_, err = synth.Minimal(set, "a.yaml", synth.Options{Work: synth.NewWork(0)})
	assert.ErrorIs(t, err, synth.ErrWork)
}

func TestPartOfWorkCountsForTheWhole(t *testing.T) {
	t.Parallel()
	whole := synth.NewWork(800)
	part := whole.Part(8)
	set := schema.NewSet(map[string]any{"a.yaml": map[string]any{"type": "string"}})
	_, _, err := synth.Valid(set, "a.yaml", synth.Options{Work: part})
	require.NoError(t, err)
	assert.Equal(t, 100-part.Left(), 800-whole.Left())
	assert.Less(t, whole.Left(), 800)
}

func spoken(gaps []synth.Gap) bool {
	for _, g := range gaps {
		if strings.Contains(g.ReasonEN, "work allowed") && strings.Contains(g.ReasonZH, "工作量预算") {
			return true
		}
	}
	return false
}
