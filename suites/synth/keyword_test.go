package synth_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// TestEachKeywordIsExercisedOnBothSides pins names with their values: a name is
// an identity that outlives versions.
func TestEachKeywordIsExercisedOnBothSides(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, schema string
		want         map[string]string
	}{
		{"minimum", `{"type":"integer","minimum":3}`, map[string]string{"min": "3", "near-min": "4", "reject/minimum": "2"}},
		{"maximum", `{"type":"integer","maximum":9}`, map[string]string{"max": "9", "near-max": "8", "reject/maximum": "10"}},
		{"limits of a number", `{"type":"number","minimum":0,"maximum":100}`,
			map[string]string{"min": "0", "max": "100", "reject/minimum": "-0.1", "reject/maximum": "100.1"}},
		{"exclusive", `{"type":"integer","exclusiveMinimum":3,"exclusiveMaximum":9}`,
			map[string]string{"min": "4", "max": "8", "reject/exclusiveMinimum": "3", "reject/exclusiveMaximum": "9"}},
		{"multipleOf keeps the limits", `{"type":"integer","minimum":1800,"maximum":6500,"multipleOf":100}`,
			map[string]string{"min": "1800", "max": "6500", "reject/minimum": "1700", "reject/maximum": "6600"}},
		{"no float is lost", `{"type":"integer","minimum":9007199254740993,"maximum":9007199254740997}`,
			map[string]string{"min": "9007199254740993", "max": "9007199254740997", "reject/maximum": "9007199254740998"}},
		{"spellings", `{"type":"integer","minimum":0,"maximum":0}`,
			map[string]string{"minimal": "0", "spelling=fraction": "0.0", "spelling=exponent": "0e0", "spelling=minus-zero": "-0"}},
		{"length in code points", `{"type":"string","minLength":2,"maxLength":3}`,
			map[string]string{"max-length=non-bmp": `"𠮷𠮷𠮷"`, "min-length": `"ha"`, "reject/minLength": `"h"`, "reject/maxLength": `"harb"`}},
		{"enum", `{"enum":["ok","failure"]}`,
			map[string]string{"minimal": `"ok"`, "enum=failure": `"failure"`, "reject/enum=case": `"OK"`, "reject/enum=space": `"ok "`, "reject/enum": `"unlisted"`}},
		{"const", `{"const":"a"}`, map[string]string{"minimal": `"a"`, "reject/const=case": `"A"`}},
		{"null", `{"type":["boolean","null"]}`, map[string]string{"null": "null", "boolean=false": "false", "reject/type=string": `"true"`}},
		{"type", `{"type":"integer","minimum":60,"maximum":60}`,
			map[string]string{"reject/type=string": `"60"`, "reject/type=array": "[60]", "reject/type=number": "60.5", "reject/type=null": "null",
				"reject/type=boolean": "true", "reject/type=object": "{}"}},
		{"format", `{"type":"string","format":"date-time"}`,
			map[string]string{"minimal": `"2026-03-14T09:26:53Z"`, "format=leap-second": `"2016-12-31T23:59:60Z"`,
				"format=offset": `"2026-03-14T23:26:53+14:00"`, "format=lower-case": `"2026-03-14t09:26:53z"`, "reject/format": `"2026-02-30T09:26:53Z"`}},
		{"format and pattern", `{"type":"string","format":"date-time","pattern":"\\.[0-9]{3}Z$"}`,
			map[string]string{"minimal": `"2026-03-14T09:26:53.589Z"`, "reject/format": `"2026-02-30T09:26:53.000Z"`}},
		{"items", `{"type":"array","items":{"const":1},"minItems":1,"maxItems":3}`,
			map[string]string{"minimal": "[1]", "near-min-items": "[1,1]", "max-items": "[1,1,1]", "reject/minItems": "[]", "reject/maxItems": "[1,1,1,1]"}},
		{"uniqueItems", `{"type":"array","items":{"type":"integer","minimum":7,"maximum":8},"uniqueItems":true,"minItems":1}`,
			map[string]string{"unique-items": "[7,8]", "reject/uniqueItems": "[7,7]", "reject/uniqueItems=spelling": "[7,7.0]"}},
		{"tuple", `{"prefixItems":[{"const":1}],"items":false,"type":"array"}`, map[string]string{"with/0": "[1]", "reject/items": `[1,"unexpected"]`}},
		{"contains", `{"type":"array","items":{"enum":[1,2]},"contains":{"const":2}}`, map[string]string{"minimal": "[2]", "reject/contains": "[1]"}},
		{"required", `{"type":"object","required":["a","b"],"properties":{"a":{"const":1},"b":{"const":2}}}`,
			map[string]string{"minimal": `{"a":1,"b":2}`, "reject/required/a": `{"b":2}`, "reject/required/b": `{"a":1}`}},
		{"optional members", `{"type":"object","properties":{"a":{"const":1},"b":{"const":2}}}`,
			map[string]string{"minimal": "{}", "with/a": `{"a":1}`, "with/b": `{"b":2}`, "maximal": `{"a":1,"b":2}`}},
		{"closed", `{"type":"object","additionalProperties":false,"patternProperties":{"^x_":true}}`,
			map[string]string{"reject/additionalProperties/unknownMember": `{"unknownMember":"unexpected"}`}},
		{"unevaluated", `{"allOf":[{"properties":{"a":{"const":1}}}],"type":"object","unevaluatedProperties":false}`,
			map[string]string{"with/a": `{"a":1}`, "reject/unevaluatedProperties/unknownMember": `{"unknownMember":"unexpected"}`}},
		{"forbidden member", `{"type":"object","properties":{"b":false}}`, map[string]string{"reject/properties/b": `{"b":"unexpected"}`}},
		{"dependentRequired", `{"type":"object","properties":{"a":{"const":1},"b":{"const":2}},"dependentRequired":{"a":["b"]}}`,
			map[string]string{"with/a": `{"a":1,"b":2}`, "reject/dependentRequired/b=with-a": `{"a":1}`}},
		{"member counts", `{"type":"object","minProperties":1,"maxProperties":2,"properties":{"a":{"const":1},"b":{"const":2},"c":{"const":3}}}`,
			map[string]string{"minimal": `{"a":1}`, "max-properties": `{"a":1,"b":2}`, "reject/minProperties": `{}`, "reject/maxProperties": `{"a":1,"b":2,"c":3}`}},
		{"oneOf", `{"oneOf":[{"type":"integer","multipleOf":3,"enum":[3,15]},{"type":"integer","multipleOf":5,"enum":[5,15]}]}`,
			map[string]string{"minimal": "3", "reject/oneOf=two": "15"}},
		{"anyOf null", `{"anyOf":[{"type":"integer","minimum":1,"maximum":1},{"type":"null"}]}`,
			map[string]string{"minimal": "1", "anyOf=null": "null", "reject/minimum": "0"}},
		{"not", `{"type":"integer","minimum":1,"maximum":3,"not":{"const":2}}`, map[string]string{"reject/not": "2"}},
		{"if then else", `{"type":"object","required":["k"],"properties":{"k":{"enum":["n","d"]},"x":{"const":1}},"if":{"properties":{"k":{"const":"n"}}},"then":{"required":["x"]}}`,
			map[string]string{"minimal": `{"k":"d"}`, "if=then": `{"k":"n","x":1}`, "reject/required/x@then": `{"k":"n"}`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := byName(t, parse(t, c.schema), synth.Options{})
			for name, value := range c.want {
				if _, made := got[name]; !made && !strings.HasPrefix(name, "reject/") {
					assert.Contains(t, slices.Collect(maps.Values(got)), value, "%s may have another name", name)
					continue
				}
				assert.Equal(t, value, got[name], "%s among %v", name, slices.Sorted(maps.Keys(got)))
			}
		})
	}
}

const device = `{"type":"object","required":["id","name"],"properties":{
	"id":{"type":"string","minLength":3,"readOnly":true},
	"name":{"$ref":"#/$defs/Name","x-ucis-req":["LGT-001"]},
	"secret":{"type":"string","writeOnly":true}},
	"patternProperties":{"^x_[a-z0-9]+_[a-z0-9_]+$":true},"additionalProperties":false,
	"$defs":{"Name":{"type":"string","minLength":2,"maxLength":9}}}`

func TestViewsDecideWhoSendsWhat(t *testing.T) {
	t.Parallel()
	tree := parse(t, device)
	request := byName(t, tree, synth.Options{View: schema.Request})
	assert.NotContains(t, request["minimal"], `"id"`)
	assert.Contains(t, request["with/secret"], `"secret"`)
	assert.Contains(t, request["reject/readOnly/id"], `"id"`)
	assert.NotContains(t, request, "reject/required/id")
	response := byName(t, tree, synth.Options{View: schema.Response})
	assert.Contains(t, response["minimal"], `"id"`)
	assert.NotContains(t, response, "with/secret")
	assert.Contains(t, response["reject/writeOnly/secret"], `"secret"`)
}

func TestUnknownMembersAreNoVendorMembers(t *testing.T) {
	t.Parallel()
	got := byName(t, parse(t, device), synth.Options{View: schema.Request})
	assert.Contains(t, got["reject/additionalProperties/unknownMember"], `"unknownMember"`)
	assert.Contains(t, got["with/x_vendor_note"], `"x_vendor_note"`)
}

func TestPlacesLeadFromTheKeywordToTheMember(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{ref: parse(t, device)})
	bad, _, err := synth.Invalid(set, ref, synth.Options{View: schema.Request})
	require.NoError(t, err)
	for _, in := range bad {
		if in.Name != "reject/maxLength/name" {
			continue
		}
		assert.Equal(t, "/name", in.Pointer)
		assert.Equal(t, "maxLength", in.Keyword)
		assert.Equal(t, ref+"#/$defs/Name", in.Schema)
		assert.Equal(t, []string{ref + "#/properties/name", ref + "#/$defs/Name", ref}, in.Places)
		return
	}
	t.Fatal("no fault of maxLength")
}

func TestExamplesComeFirstWhereTheyValidate(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{ref: parse(t, device)})
	examples := []any{map[string]any{"name": "x"}, map[string]any{"name": "Quay 4"}}
	v, err := synth.Canonical(set, ref, synth.Options{View: schema.Request, Examples: examples})
	require.NoError(t, err)
	assert.Equal(t, examples[1], v)
	v, err = synth.Minimal(set, ref, synth.Options{View: schema.Request, Examples: examples})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"name": "Quay 4"}, v)
}

func TestFixedValuesStandInEveryValidInstance(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{ref: parse(t, device)})
	o := synth.Options{View: schema.Request, Fixed: map[string]any{"/name": "UNIQUE1"}, Examples: []any{map[string]any{"name": "Quay 4"}}}
	v, err := synth.Canonical(set, ref, o)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"name": "UNIQUE1"}, v)
	good, gaps, err := synth.Valid(set, ref, o)
	require.NoError(t, err)
	for _, in := range good {
		assert.Equal(t, "UNIQUE1", in.Value.(map[string]any)["name"], in.Name)
	}
	assert.Contains(t, gaps, synth.Gap{Pointer: "/name", Schema: ref + "#/properties/name",
		ReasonEN: "the value here is fixed by the caller", ReasonZH: "该处取值由调用方固定"})
	bad, _, err := synth.Invalid(set, ref, o)
	require.NoError(t, err)
	assert.NotEmpty(t, bad)
}

func TestWhatCannotBeDoneIsAGap(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, schema, pointer, keyword, reason string }{
		{"size beyond the cap", `{"type":"string","maxLength":20000}`, "", "maxLength", "beyond the cap of 10000"},
		{"masked by const", `{"type":"string","const":"ab","maxLength":5}`, "", "maxLength", "const is reported"},
		{"pairs that exclude each other", `{"type":"object","properties":{"a":{"const":1},"b":{"const":1}},"not":{"required":["a","b"]}}`, "", "properties", "a & b"},
		{"member no instance has", `{"type":"object","properties":{"a":{"type":"integer","minimum":2,"maximum":1}}}`, "/a", "", "no instance reaches"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			set := schema.NewSet(map[string]any{ref: parse(t, c.schema)})
			_, gaps, err := synth.Valid(set, ref, synth.Options{})
			require.NoError(t, err)
			_, more, err := synth.Invalid(set, ref, synth.Options{})
			require.NoError(t, err)
			for _, g := range append(gaps, more...) {
				if g.Pointer == c.pointer && g.Keyword == c.keyword && strings.Contains(g.ReasonEN, c.reason) {
					assert.NotEmpty(t, g.ReasonZH)
					return
				}
			}
			t.Fatalf("no such gap in %v", append(gaps, more...))
		})
	}
}

func TestAMissingSchemaIsAnError(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{ref: parse(t, `{}`)})
	_, err := synth.Canonical(set, ref+"#/$defs/None", synth.Options{})
	require.ErrorContains(t, err, "$defs/None")
	_, _, err = synth.Valid(set, "other.yaml", synth.Options{})
	require.Error(t, err)
	_, _, err = synth.Invalid(set, "other.yaml", synth.Options{})
	require.Error(t, err)
}
