package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestDialects(t *testing.T) {
	t.Parallel()
	const (
		openapi30 = `{"openapi": "3.0.3", "components": {"schemas": {"S": `
		openapi31 = `{"openapi": "3.1.0", "components": {"schemas": {"S": `
		end       = `, "T": {"type": "string"}}}}`
		at        = "#/components/schemas/S"
		draft07   = `{"$schema": "http://json-schema.org/draft-07/schema#", `
		draft06   = `{"$schema": "http://json-schema.org/draft-06/schema#", `
		draft04   = `{"$schema": "http://json-schema.org/draft-04/schema#", `
	)
	for _, test := range []struct {
		name, doc, ref, instance string
		valid                    bool
	}{
		{"3.0 nullable", openapi30 + `{"type": "string", "nullable": true}` + end, at, `null`, true},
		{"3.0 not nullable", openapi30 + `{"type": "string"}` + end, at, `null`, false},
		{"3.0 nullable enum must list null", openapi30 + `{"type": "string", "nullable": true, "enum": ["a"]}` + end, at, `null`, false},
		{"3.0 member called nullable", openapi30 + `{"properties": {"nullable": {"type": "boolean"}}}` + end, at, `{"nullable": 1}`, false},
		{"3.0 exclusive bound", openapi30 + `{"minimum": 1, "exclusiveMinimum": true}` + end, at, `1`, false},
		{"3.0 inclusive bound", openapi30 + `{"minimum": 1, "exclusiveMinimum": false}` + end, at, `1`, true},
		{"3.0 siblings of $ref are ignored", openapi30 + `{"$ref": "#/components/schemas/T", "maxLength": 1}` + end, at, `"long"`, true},
		{"3.0 empty required", openapi30 + `{"required": [], "type": "object"}` + end, at, `{}`, true},
		{"3.1 siblings of $ref count", openapi31 + `{"$ref": "#/components/schemas/T", "maxLength": 1}` + end, at, `"long"`, false},
		{"3.1 nullable says nothing", openapi31 + `{"type": "string", "nullable": true}` + end, at, `null`, false},
		{"3.1 its own $schema", `{"$schema": "https://spec.openapis.org/oas/3.1/dialect/base", "type": "string"}`, "", `1`, false},
		{"draft-07 if", draft07 + `"if": {"minimum": 1}, "then": false}`, "", `1`, false},
		{"draft-07 tuple", draft07 + `"items": [{}], "additionalItems": false}`, "", `[1, 2]`, false},
		{"draft-07 siblings of $ref are ignored", draft07 + `"definitions": {"a": {}}, "properties": {"p": {"$ref": "#/definitions/a", "type": "string"}}}`, "", `{"p": 1}`, true},
		{"draft-07 dependencies", draft07 + `"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}`, "", `{"c": 1}`, false},
		{"draft-06 has no if", draft06 + `"if": {"minimum": 1}, "then": false}`, "", `1`, true},
		{"draft-06 const", draft06 + `"const": 1}`, "", `2`, false},
		{"draft-04 exclusive bound", draft04 + `"maximum": 1, "exclusiveMaximum": true}`, "", `1`, false},
		{"draft-04 has no const", draft04 + `"const": 1}`, "", `2`, true},
		{"2020-12 by default", `{"prefixItems": [{"type": "string"}]}`, "", `[1]`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, err := schema.NewSet(map[string]any{"d": parse(t, test.doc)}).Compile("d"+test.ref, schema.Neutral)
			require.NoError(t, err)
			assert.Equal(t, test.valid, len(c.Validate(parse(t, test.instance))) == 0)
		})
	}
}

func TestDialectOptions(t *testing.T) {
	t.Parallel()
	docs := map[string]any{
		"a": parse(t, `{"items": [{"type": "string"}]}`),
		"b": parse(t, `{"allOf": [{"$ref": "a"}], "prefixItems": [{}, {"type": "string"}]}`),
	}
	named := schema.NewSet(docs, schema.WithDialect(schema.Draft07, "a"))
	c, err := named.Compile("b", schema.Neutral)
	require.NoError(t, err)
	assert.Equal(t, []string{"/0 type string", "/1 type string"}, brief(c.Validate(parse(t, `[1, 2]`))))

	_, err = schema.NewSet(docs).Compile("a", schema.Neutral)
	require.ErrorContains(t, err, "items", "a list of items is no 2020-12")

	c, err = schema.NewSet(docs, schema.WithDialect(schema.Draft07)).Compile("a", schema.Neutral)
	require.NoError(t, err)
	assert.Len(t, c.Validate(parse(t, `[1]`)), 1)
}
