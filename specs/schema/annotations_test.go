package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestAnnotations(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, schema, instance string
		want                   []string
	}{
		{"root", `{"x-a": 1}`, `null`, []string{` 1`}},
		{"members and items", `{"properties": {"p": {"x-a": 1, "prefixItems": [{"x-a": 2}], "items": {"x-a": 3}}}}`, `{"p": [0, 0, 0]}`, []string{"/p 1", "/p/0 2", "/p/1 3", "/p/2 3"}},
		{"names by pattern and others", `{"patternProperties": {"^x": {"x-a": 1}}, "additionalProperties": {"x-a": 2}}`, `{"x": 0, "y": 0}`, []string{"/x 1", "/y 2"}},
		{"references", `{"properties": {"p": {"$ref": "#/$defs/d", "x-a": 1}}, "$defs": {"d": {"allOf": [{"x-a": 2}]}}}`, `{"p": 0}`, []string{"/p 2", "/p 1"}},
		{"reached twice, said once", `{"allOf": [{"$ref": "#/$defs/d"}, {"$ref": "#/$defs/d"}], "$defs": {"d": {"x-a": 2}}}`, `0`, []string{" 2"}},
		{"branches that hold", `{"anyOf": [{"type": "string", "x-a": 1}, {"minimum": 1, "x-a": 2}, {"maximum": 9, "x-a": 3}]}`, `5`, []string{" 2", " 3"}},
		{"the one branch", `{"oneOf": [{"type": "string", "x-a": 1}, {"type": "integer", "x-a": 2}]}`, `5`, []string{" 2"}},
		{"if and then", `{"if": {"minimum": 1, "x-a": 1}, "then": {"x-a": 2}, "else": {"x-a": 3}}`, `5`, []string{" 1", " 2"}},
		{"else", `{"if": {"minimum": 1, "x-a": 1}, "then": {"x-a": 2}, "else": {"x-a": 3}}`, `0`, []string{" 3"}},
		{"not says nothing", `{"not": {"x-a": 1, "type": "string"}}`, `5`, nil},
		{"contained items", `{"contains": {"minimum": 5, "x-a": 1}}`, `[1, 6, 7]`, []string{"/1 1", "/2 1"}},
		{"dynamic reference", `{"$dynamicRef": "#d", "$defs": {"d": {"$dynamicAnchor": "d", "x-a": 1}}}`, `5`, []string{" 1"}},
		{"invalid places say nothing, others do", `{"x-a": 0, "items": {"x-a": 1, "minimum": 5}}`, `[1, 6]`, []string{"/1 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, a := range compile(t, test.schema, schema.Neutral).Annotations(parse(t, test.instance), "x-a") {
				got = append(got, fmt.Sprintf("%s %v", a.Instance, a.Value))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestExamineIsValidateAndAnnotationsAtOnce holds the one pass against the
// passes it stands for.
func TestExamineIsValidateAndAnnotationsAtOnce(t *testing.T) {
	t.Parallel()
	const text = `{"x-a": 0, "properties": {"p": {"x-a": 1, "x-b": 2, "minimum": 5}, "q": {"anyOf": [{"type": "string", "x-b": 3}, {"maximum": 9, "x-a": 4}]}}, "required": ["p"]}`
	c := compile(t, text, schema.Response)
	for _, instance := range []string{`{"p": 6, "q": 1}`, `{"p": 1, "q": 1}`, `{"q": "x"}`, `{"p": 5, "q": 10}`, `7`} {
		v := parse(t, instance)
		got := c.Examine(v, "x-a", "x-b")
		if diff := cmp.Diff(c.Validate(v), got.Violations); diff != "" {
			t.Error(instance, diff)
		}
		for _, keyword := range []string{"x-a", "x-b"} {
			if diff := cmp.Diff(c.Annotations(v, keyword), got.Annotations(keyword)); diff != "" {
				t.Error(instance, keyword, diff)
			}
		}
		if len(got.Annotations("minimum")) != 0 {
			t.Error("nobody asked for minimum")
		}
	}
}

func TestEachVisitsWhatInstancesAreHeldAgainst(t *testing.T) {
	t.Parallel()
	c := compile(t, `{"x": 0, "properties": {"id": {"x": 1, "readOnly": true}, "p": {"$ref": "#/$defs/d"}, "q": {"items": {"x": 2}, "not": {"x": 3}}},
		"if": {"x": 4}, "then": {"x": 5}, "anyOf": [{"x": 6}], "$defs": {"d": {"x": 7, "properties": {"p": {"$ref": "#/$defs/d"}}}, "unused": {"x": 8}}}`, schema.Request)
	var got []string
	c.Each(func(at string, keywords map[string]any) {
		if x, ok := keywords["x"]; ok {
			got = append(got, fmt.Sprint(x, " ", at[strings.Index(at, "#")+1:]))
		}
	})
	want := []string{"0 ", "6 /anyOf/0", "5 /then", "7 /$defs/d", "2 /properties/q/items"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
