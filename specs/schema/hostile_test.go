package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

// bound is far above what any of these takes, far below what they took if the
// work grew with the power of their size.
const bound = 2 * time.Minute

func within(t *testing.T, work func()) {
	t.Helper()
	start := time.Now()
	work()
	assert.Less(t, time.Since(start), bound)
}

func TestManyBranches(t *testing.T) {
	t.Parallel()
	var branches []any
	for i := range 10_000 {
		branches = append(branches, map[string]any{"properties": map[string]any{"k": map[string]any{"const": fmt.Sprint(i)}}, "required": []any{"k"}})
	}
	within(t, func() {
		c, err := schema.NewSet(map[string]any{"a": map[string]any{"oneOf": branches}}).Compile("a", schema.Neutral)
		require.NoError(t, err)
		assert.Empty(t, c.Validate(map[string]any{"k": "9999"}))
		assert.Len(t, c.Validate(map[string]any{"k": "x"}), 1)
	})
}

// doubling has a chain of schemas each of which applies the next one twice.
func doubling(keyword string, levels int) map[string]any {
	defs := map[string]any{fmt.Sprint(levels): map[string]any{"type": "string"}}
	for i := range levels {
		next := map[string]any{"$ref": fmt.Sprintf("#/$defs/%d", i+1)}
		defs[fmt.Sprint(i)] = map[string]any{keyword: []any{next, next}}
	}
	return map[string]any{"$ref": "#/$defs/0", "$defs": defs}
}

func TestDoublingSchemas(t *testing.T) {
	t.Parallel()
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		t.Run(keyword, func(t *testing.T) {
			t.Parallel()
			c, err := schema.NewSet(map[string]any{"a": doubling(keyword, 40)}).Compile("a", schema.Neutral)
			require.NoError(t, err)
			within(t, func() {
				assert.NotEmpty(t, c.Validate(json.Number("1")))
				c.Validate("x")
				c.Annotations("x", "type")
			})
		})
	}
}

func TestRecursiveBranchesOnDeepInstance(t *testing.T) {
	t.Parallel()
	c := compile(t, `{"$ref": "#/$defs/n", "$defs": {"n": {"oneOf": [
		{"properties": {"c": {"$ref": "#/$defs/n"}}, "required": ["a"]},
		{"properties": {"c": {"$ref": "#/$defs/n"}}, "required": ["b"]}]}}}`, schema.Neutral)
	instance := parse(t, strings.Repeat(`{"a": 1, "c": `, 200)+`{}`+strings.Repeat(`}`, 200))
	within(t, func() { assert.NotEmpty(t, c.Validate(instance)) })
}

func TestDeepSchemaIsRefused(t *testing.T) {
	t.Parallel()
	deep := map[string]any{}
	for range 100_000 {
		deep = map[string]any{"not": deep}
	}
	within(t, func() {
		_, err := schema.NewSet(map[string]any{"a": deep}).Compile("a", schema.Neutral)
		require.ErrorContains(t, err, "levels deep")
	})
}

func TestSlowPatternEnds(t *testing.T) {
	t.Parallel()
	slow := `^(?=(a+)+$)`
	victim := strings.Repeat("a", 40) + "!"
	within(t, func() {
		_, err := schema.MatchPattern(slow, victim)
		require.ErrorContains(t, err, "no answer within")
	})
	many := make([]any, 1000)
	for i := range many {
		many[i] = victim
	}
	within(t, func() {
		got := compile(t, `{"items": {"pattern": "`+slow+`"}}`, schema.Neutral).Validate(many)
		assert.Equal(t, "no answer within the time limit", got[0].Got)
	})
	within(t, func() {
		ok, err := schema.MatchPattern(`^(a+)+$`, victim)
		require.NoError(t, err)
		assert.False(t, ok)
	})
}

func TestWorkIsBounded(t *testing.T) {
	t.Parallel()
	wide := make([]any, 3000)
	for i := range wide {
		wide[i] = json.Number("1")
	}
	branches := make([]any, 10_000)
	for i := range branches {
		branches[i] = map[string]any{"const": json.Number(fmt.Sprint(i + 2))}
	}
	c, err := schema.NewSet(map[string]any{"a": map[string]any{"items": map[string]any{"anyOf": branches}}}).Compile("a", schema.Neutral)
	require.NoError(t, err)
	within(t, func() {
		got := c.Validate(wide)
		require.Len(t, got, 1)
		assert.Equal(t, "limit", got[0].Keyword)
	})
}
