package synth_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// sample is one schema of testdata/schemas.json.
type sample struct {
	name   string
	view   schema.View
	schema any
}

func samples(t testing.TB) []sample {
	t.Helper()
	data, err := os.ReadFile("testdata/schemas.json")
	require.NoError(t, err)
	tree, err := schema.Parse(data)
	require.NoError(t, err)
	views := map[any]schema.View{"request": schema.Request, "response": schema.Response}
	var out []sample
	for _, entry := range tree.([]any) {
		e := entry.(map[string]any)
		out = append(out, sample{e["name"].(string), views[e["view"]], e["schema"]})
	}
	require.GreaterOrEqual(t, len(out), 60)
	return out
}

const ref = "sample.yaml"

func (s sample) set() *schema.Set { return schema.NewSet(map[string]any{ref: s.schema}) }

func (s sample) options() synth.Options { return synth.Options{View: s.view} }

func TestEveryPositiveIsAcceptedAndEveryNegativeRefused(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			set := s.set()
			compiled, err := set.Compile(ref, s.view)
			require.NoError(t, err)
			good, _, err := synth.Valid(set, ref, s.options())
			require.NoError(t, err)
			require.NotEmpty(t, good)
			for _, in := range good {
				assert.Empty(t, compiled.Validate(in.Value), "%s: %s", in.Name, written(t, in.Value))
				assert.Equal(t, synth.SideValid, in.Side)
			}
			bad, gaps, err := synth.Invalid(set, ref, s.options())
			require.NoError(t, err)
			for _, in := range bad {
				found := compiled.Validate(in.Value)
				assert.NotEmpty(t, found, "%s: %s", in.Name, written(t, in.Value))
				assert.NotEmpty(t, in.Keyword)
				if !strings.Contains(in.Name, "+") {
					assert.Len(t, faultsIn(found), 1, "%s is no single fault: %v", in.Name, found)
				}
			}
			for _, g := range gaps {
				assert.NotEmpty(t, g.ReasonEN)
				assert.NotEmpty(t, g.ReasonZH)
			}
		})
	}
}

// faultsIn lists the different keywords that are violated.
func faultsIn(found []schema.Violation) map[string]bool {
	out := map[string]bool{}
	for _, v := range found {
		out[v.Keyword] = true
	}
	return out
}

func written(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}
