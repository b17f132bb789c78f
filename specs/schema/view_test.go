package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs/schema"
)

const lamp = `{
	"type": "object", "required": ["id", "name", "secret", "stamp", "state"],
	"properties": {
		"id": {"type": "string", "readOnly": true},
		"name": {"type": "string"},
		"secret": {"type": "string", "writeOnly": true},
		"stamp": {"$ref": "#/$defs/stamp"},
		"state": {"allOf": [{"$ref": "#/$defs/state"}]}
	},
	"additionalProperties": false,
	"$defs": {
		"stamp": {"type": "string", "readOnly": true},
		"state": {"$ref": "#/$defs/marked", "type": "object"},
		"marked": {"readOnly": true}
	}}`

const (
	asSent     = `{"name": "n", "secret": "s"}`
	asReturned = `{"id": "i", "name": "n", "stamp": "t", "state": {}}`
	asStored   = `{"id": "i", "name": "n", "secret": "s", "stamp": "t", "state": {}}`
)

func TestViews(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, schema, instance string
		view                   schema.View
		want                   []string
	}{
		{"request as sent", lamp, asSent, schema.Request, nil},
		{"request with read-only members", lamp, asReturned, schema.Request, []string{"required secret", "/id readOnly", "/stamp readOnly", "/state readOnly"}},
		{"response as returned", lamp, asReturned, schema.Response, nil},
		{"response with a secret", lamp, asStored, schema.Response, []string{"/secret writeOnly"}},
		{"response lacks read-only member", lamp, `{"name": "n", "stamp": "t", "state": {}}`, schema.Response, []string{"required id"}},
		{"neutral wants all", lamp, asStored, schema.Neutral, nil},
		{"neutral does not excuse", lamp, asSent, schema.Neutral, []string{"required id", "required stamp", "required state"}},
		{"read-only value is judged no further", `{"properties": {"a": {"type": "string", "readOnly": true}}}`, `{"a": 1}`, schema.Request, []string{"/a readOnly"}},
		{"required beside, described in allOf", `{"required": ["a"], "allOf": [{"properties": {"a": {"readOnly": true}}}]}`, `{}`, schema.Request, nil},
		{"required in allOf, described beside", `{"allOf": [{"required": ["a"]}], "properties": {"a": {"readOnly": true}}}`, `{}`, schema.Request, nil},
		{"shared base is excused only where hidden", `{
			"prefixItems": [{"$ref": "#/$defs/base", "properties": {"a": {"readOnly": true}}}, {"$ref": "#/$defs/base"}],
			"$defs": {"base": {"required": ["a"]}}}`, `[{}, {}]`, schema.Request, []string{"/1 required a"}},
		{"hidden in one branch alone", `{"oneOf": [{"properties": {"k": {"const": 1}, "a": {"readOnly": true}}, "required": ["a"]}, {"properties": {"k": {"const": 2}}, "required": ["a"]}]}`,
			`{"k": 2}`, schema.Request, []string{"required a"}},
		{"inside of items", `{"items": {"properties": {"a": {"readOnly": true}}, "required": ["a"]}}`, `[{}, {"a": 1}]`, schema.Request, []string{"/1/a readOnly"}},
		{"outer members do not excuse inner ones", `{"properties": {"a": {"readOnly": true}, "b": {"required": ["a"]}}}`, `{"b": {}}`, schema.Request, []string{"/b required a"}},
		{"companion is excused", `{"properties": {"a": {"readOnly": true}}, "dependentRequired": {"b": ["a"]}}`, `{"b": 1}`, schema.Request, nil},
		{"additional members", `{"additionalProperties": {"readOnly": true}}`, `{"a": 1}`, schema.Request, []string{"/a readOnly"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := brief(compile(t, test.schema, test.view).Validate(parse(t, test.instance)))
			if diff := cmp.Diff(append([]string{}, test.want...), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadOnlyNamesTheKeyword(t *testing.T) {
	t.Parallel()
	got := compile(t, lamp, schema.Request).Validate(parse(t, `{"name": "n", "secret": "s", "stamp": "t"}`))
	assert.Equal(t, []schema.Violation{{
		Instance: "/stamp", Keyword: "readOnly", Schema: oneDocument + "#/$defs/stamp/readOnly", Got: `"t"`,
	}}, got)
}
