package synth_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// byName writes the instances of both sides under their names.
func byName(t testing.TB, tree any, o synth.Options) map[string]string {
	t.Helper()
	set := schema.NewSet(map[string]any{ref: tree})
	good, _, err := synth.Valid(set, ref, o)
	require.NoError(t, err)
	bad, _, err := synth.Invalid(set, ref, o)
	require.NoError(t, err)
	out := map[string]string{}
	for _, in := range append(good, bad...) {
		require.NotContains(t, out, in.Name, "names are unique")
		out[in.Name] = written(t, in.Value)
	}
	return out
}

func TestEqualInputGivesEqualInstances(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		first, second := byName(t, s.schema, s.options()), byName(t, s.schema, s.options())
		assert.Empty(t, cmp.Diff(first, second), s.name)
	}
}

func TestNoValueComesTwice(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		values := map[string]string{}
		for name, value := range byName(t, s.schema, s.options()) {
			assert.Empty(t, values[value], "%s: %s", s.name, name)
			values[value] = name
		}
	}
}

const lamp = `{"type":"object","required":["name","level"],"properties":{
	"name":{"type":"string","minLength":1,"maxLength":40},
	"level":{"type":"number","minimum":0,"maximum":100},
	"status":{"enum":["ok","failure"]},
	"mount":{"oneOf":[{"type":"object","required":["pole"],"properties":{"pole":{"type":"string"}},"additionalProperties":false},
		{"type":"object","required":["wall"],"properties":{"wall":{"type":"integer"}},"additionalProperties":false}]}
	%s},"additionalProperties":false}`

func parse(t testing.TB, text string) any {
	t.Helper()
	tree, err := schema.Parse([]byte(text))
	require.NoError(t, err)
	return tree
}

func TestANewPropertyChangesNoOtherInstance(t *testing.T) {
	t.Parallel()
	before := byName(t, parse(t, strings.ReplaceAll(lamp, "%s", "")), synth.Options{})
	after := byName(t, parse(t, strings.ReplaceAll(lamp, "%s", `,"colour":{"type":"string","pattern":"^#[0-9a-f]{6}$"}`)), synth.Options{})
	for name, value := range before {
		if name == "maximal" || strings.HasPrefix(name, "pairwise/") {
			continue
		}
		assert.Equal(t, value, after[name], name)
	}
	assert.Contains(t, after, "with/colour")
	assert.Contains(t, after, "reject/pattern/colour")
}

func TestTheSeedChoosesOtherValues(t *testing.T) {
	t.Parallel()
	tree := parse(t, strings.ReplaceAll(lamp, "%s", ""))
	a, b := byName(t, tree, synth.Options{Seed: 1}), byName(t, tree, synth.Options{Seed: 2})
	assert.NotEqual(t, a["minimal"], b["minimal"])
	for name := range a {
		assert.Contains(t, b, name, "names do not depend on the seed")
	}
}
