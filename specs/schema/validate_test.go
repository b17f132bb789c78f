package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs/schema"
)

const shapes = `{"oneOf": [{"$ref": "#/$defs/point"}, {"$ref": "#/$defs/line"}],
	"$defs": {
		"point": {"type": "object", "required": ["type", "at"], "properties": {"type": {"const": "Point"}, "at": {"type": "array", "minItems": 2, "items": {"type": "number"}}}},
		"line": {"type": "object", "required": ["type", "path"], "properties": {"type": {"const": "Line"}, "path": {"type": "array"}}}}}`

func TestOneViolationPerDefect(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, schema, instance string
		want                   []string
	}{
		{"valid", `{"type": "object"}`, `{}`, nil},
		{"each missing member", `{"required": ["a", "b"]}`, `{}`, []string{"required a", "required b"}},
		{"missing members deeper", `{"properties": {"p": {"required": ["a"]}}}`, `{"p": {}}`, []string{"/p required a"}},
		{"asked for twice", `{"allOf": [{"required": ["a"]}, {"required": ["a"]}]}`, `{}`, []string{"required a"}},
		{"wrong type says it all", `{"type": "string", "minLength": 2, "allOf": [{"type": "string"}]}`, `1`, []string{"type string"}},
		{"integer and number", `{"allOf": [{"type": "integer"}, {"type": "number"}]}`, `"x"`, []string{"type integer"}},
		{"two bounds", `{"minimum": 10, "multipleOf": 10}`, `9`, []string{"minimum 10", "multipleOf 10"}},
		{"outside of the list", `{"enum": ["a", "b"], "maxLength": 1}`, `"cc"`, []string{`enum "a", "b"`}},
		{"unknown member", `{"properties": {"a": {}}, "additionalProperties": false}`, `{"a": 1, "b": 2, "c": 3}`, []string{"/b additionalProperties", "/c additionalProperties"}},
		{"member that must not be", `{"properties": {"a": false}}`, `{"a": 1}`, []string{"/a properties"}},
		{"member name", `{"propertyNames": {"pattern": "^x"}}`, `{"y": 1}`, []string{"/y propertyNames ^x"}},
		{"companion", `{"dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, []string{"dependentRequired b"}},
		{"items in order", `{"items": {"type": "integer"}}`, `[1, "a", 2, null, 3, 4, 5, 6, 7, 8, true]`, []string{"/1 type integer", "/3 type integer", "/10 type integer"}},
		{"surplus items", `{"prefixItems": [{}], "items": false}`, `[1, 2]`, []string{"/1 items"}},
		{"repeated item", `{"uniqueItems": true}`, `[1, {"a": 1}, 1.0, {"a": 1.0}]`, []string{"/2 uniqueItems 0", "/3 uniqueItems 1"}},
		{"nothing contained", `{"contains": {"type": "string"}}`, `[1, 2]`, []string{"contains 1"}},
		{"too few contained", `{"contains": {"type": "string"}, "minContains": 2}`, `["a"]`, []string{"minContains 2"}},
		{"too many contained", `{"contains": {"type": "string"}, "maxContains": 1}`, `["a", "b"]`, []string{"maxContains 1"}},
		{"ruled out", `{"not": {"type": "string"}}`, `"a"`, []string{"not"}},
		{"then", `{"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}`, `{"a": 1}`, []string{"required b"}},
		{"else", `{"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}`, `{"a": 2}`, []string{"required c"}},
		{"branch told by const", shapes, `{"type": "Point", "at": [1, "x"]}`, []string{"/at/1 type number"}},
		{"branch told by const, member missing", shapes, `{"type": "Line"}`, []string{"required path"}},
		{"no branch told", shapes, `{"type": "Circle"}`, []string{`oneOf type: "Point", "Line"`}},
		{"branch told by type", `{"anyOf": [{"type": "null"}, {"type": "object", "required": ["a"]}]}`, `{}`, []string{"required a"}},
		{"no type fits", `{"oneOf": [{"type": "null"}, {"type": "string"}]}`, `1`, []string{"oneOf string or null"}},
		{"no value fits", `{"anyOf": [{"const": "a"}, {"enum": ["b", "c"]}]}`, `"d"`, []string{`anyOf "a", "b", "c"`}},
		{"branches alike", `{"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}`, `{}`, []string{"oneOf"}},
		{"several branches hold", `{"oneOf": [{"minimum": 1}, {"minimum": 2}]}`, `3`, []string{"oneOf exactly one"}},
		{"unknown beside failing", `{"allOf": [{"properties": {"a": {"type": "string"}}}], "unevaluatedProperties": false}`, `{"a": 1, "b": 2}`, []string{"/a type string", "/b unevaluatedProperties"}},
		{"unknown alone", `{"anyOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": true}}], "unevaluatedProperties": false}`, `{"a": 2, "b": 1}`, []string{"/a unevaluatedProperties"}},
		{"discriminator", `{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"d": "#/$defs/Dog"}},
			"$defs": {"Cat": {"required": ["claws"]}, "Dog": {"required": ["tail"]}}}`, `{"kind": "d"}`, []string{"required tail"}},
		{"big integers differ", `{"const": 9007199254740993}`, `9007199254740992`, []string{"const 9007199254740993"}},
		{"huge exponent", `{"maximum": 1, "type": "integer"}`, `1e999999999999`, []string{"maximum 1"}},
		{"tiny exponent", `{"minimum": 0, "multipleOf": 0.01}`, `-1e-999999999`, []string{"minimum 0", "multipleOf 0.01"}},
		{"decimal multiples", `{"multipleOf": 0.01}`, `19.99`, nil},
		{"length counts characters", `{"maxLength": 2}`, `"灯😀"`, nil},
		{"format and pattern are two rules", `{"format": "date", "pattern": "^2"}`, `"1"`, []string{"format date", "pattern ^2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := brief(compile(t, test.schema, schema.Neutral).Validate(parse(t, test.instance)))
			if diff := cmp.Diff(append([]string{}, test.want...), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestViolationNamesItsPlaces(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{
		"lgt/openapi.yaml":      parse(t, `{"components": {"schemas": {"Lamp": {"properties": {"level": {"$ref": "../schemas/measured.yaml#/$defs/Level~1x"}}}}}}`),
		"schemas/measured.yaml": parse(t, `{"$defs": {"Level/x": {"maximum": 100}}}`),
	})
	c, err := set.Compile("lgt/openapi.yaml#/components/schemas/Lamp", schema.Neutral)
	assert.NoError(t, err)
	assert.Equal(t, []schema.Violation{{
		Instance: "/level", Keyword: "maximum", Schema: "schemas/measured.yaml#/$defs/Level~1x/maximum", Want: "100", Got: "101",
	}}, c.Validate(parse(t, `{"level": 101}`)))
}

func TestValidateIsDeterministic(t *testing.T) {
	t.Parallel()
	text := `{"additionalProperties": {"type": "integer"}, "required": ["z", "y"], "patternProperties": {"a": {"minimum": 5}, "b": {"maximum": 0}}}`
	instance := parse(t, `{"ab": 3, "ba": 4, "c": "x", "d": null, "e": []}`)
	first := compile(t, text, schema.Neutral).Validate(instance)
	for range 20 {
		assert.Equal(t, first, compile(t, text, schema.Neutral).Validate(instance))
	}
}
