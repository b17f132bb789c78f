package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

const oneDocument = "a.json"

func parse(t testing.TB, text string) any {
	t.Helper()
	v, err := schema.Parse([]byte(text))
	require.NoError(t, err, text)
	return v
}

// compile compiles one schema, given as JSON, as a document of its own.
func compile(t testing.TB, text string, v schema.View) *schema.Schema {
	t.Helper()
	c, err := schema.NewSet(map[string]any{oneDocument: parse(t, text)}).Compile(oneDocument, v)
	require.NoError(t, err)
	return c
}

// brief writes violations as "instance keyword want", one a line.
func brief(violations []schema.Violation) []string {
	out := []string{}
	for _, v := range violations {
		out = append(out, strings.TrimSpace(v.Instance+" "+v.Keyword+" "+v.Want))
	}
	return out
}
