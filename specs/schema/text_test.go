package schema_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, schema, instance, en, zh string }{
		{"required", `{"required": ["unit"]}`, `{}`,
			`The document lacks the required member "unit".`, `整个文档缺少必备成员“unit”。`},
		{"type", `{"properties": {"a": {"type": ["integer", "null"]}}}`, `{"a": "60"}`,
			`The value at /a must be of type integer or null, but is "60".`, `/a 处的值的类型应为 integer or null,实际为 "60"。`},
		{"maximum", `{"items": {"maximum": 0.5}}`, `[0.75]`,
			`The value at /0 must be at most 0.5, but is 0.75.`, `/0 处的值不得大于 0.5,实际为 0.75。`},
		{"several branches", `{"oneOf": [{}, {}]}`, `1`,
			`The document must fit exactly one of the alternatives, but fits several (numbers 0 1, counted from 0).`,
			`整个文档应仅符合一种可选形式,实际同时符合多种(序号 0 1,从 0 起)。`},
		{"false", `{"properties": {"a": false}}`, `{"a": 1}`,
			`The value at /a must not be present; it is 1.`, `/a 处的值不得出现,实际为 1。`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := compile(t, test.schema, schema.Neutral).Validate(parse(t, test.instance))
			require.Len(t, got, 1)
			en, zh := got[0].Text()
			assert.Equal(t, test.en, en)
			assert.Equal(t, test.zh, zh)
		})
	}
}

func TestEveryKeywordHasWords(t *testing.T) {
	t.Parallel()
	for _, keyword := range strings.Fields(`type const enum required dependentRequired dependencies additionalProperties
		unevaluatedProperties unevaluatedItems additionalItems items prefixItems properties patternProperties propertyNames readOnly
		writeOnly minProperties maxProperties minItems maxItems uniqueItems contains minContains maxContains minLength
		maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf anyOf oneOf not limit`) {
		for _, want := range []string{"", "W"} {
			en, zh := schema.Violation{Instance: "/p", Keyword: keyword, Want: want, Got: "G"}.Text()
			assert.Contains(t, en, "/p", keyword)
			assert.Contains(t, zh, "/p", keyword)
			assert.NotContains(t, en+zh, "{", keyword)
			assert.True(t, strings.HasSuffix(en, ".") && strings.HasSuffix(zh, "。"), keyword)
			assert.True(t, strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }), keyword)
			assert.False(t, strings.ContainsFunc(en, func(r rune) bool { return unicode.Is(unicode.Han, r) }), keyword)
		}
	}
}

func TestLongValuesAreCut(t *testing.T) {
	t.Parallel()
	got := compile(t, `{"type": "integer"}`, schema.Neutral).Validate(strings.Repeat("灯", 10_000))
	assert.Less(t, len([]rune(got[0].Got)), 100)
}

func TestEqual(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{`1`, `1.0`, true}, {`1e2`, `100`, true}, {`0`, `-0.0e5`, true}, {`1`, `-1`, false},
		{`9007199254740993`, `9007199254740992`, false}, {`1e999999999`, `10e999999998`, true}, {`0.1`, `0.10000000000000001`, false},
		{`1`, `"1"`, false}, {`null`, `false`, false}, {`0`, `false`, false}, {`"a"`, `"a"`, true},
		{`{"a": 1, "b": [2]}`, `{"b": [2.0], "a": 1}`, true}, {`{"a": 1}`, `{"a": 1, "b": 1}`, false}, {`{"a": null}`, `{"b": null}`, false},
		{`[1, 2]`, `[2, 1]`, false}, {`[]`, `{}`, false},
	} {
		assert.Equal(t, test.want, schema.Equal(parse(t, test.a), parse(t, test.b)), "%s = %s", test.a, test.b)
		assert.Equal(t, test.want, schema.Equal(parse(t, test.b), parse(t, test.a)), "%s = %s", test.b, test.a)
	}
	assert.False(t, schema.Equal(json.Number("x"), json.Number("y")))
}
