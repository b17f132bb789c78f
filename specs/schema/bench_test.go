package schema_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cityconf/cityconf/specs/schema"
)

const pageSchema = `{"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": {"$ref": "#/$defs/lamp"}}}, "unevaluatedProperties": false,
	"$defs": {
		"resource": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "pattern": "^urn:ucis:[a-z]+:[A-Z0-9]{1,36}$", "readOnly": true}, "modifiedAt": {"type": "string", "format": "date-time"}}},
		"measured": {"type": "object", "required": ["value", "unit"], "properties": {"value": {"type": "number"}, "unit": {"enum": ["%", "W", "lx"]}}},
		"lamp": {"allOf": [{"$ref": "#/$defs/resource"}], "properties": {"level": {"$ref": "#/$defs/measured"}, "state": {"oneOf": [{"const": "on"}, {"const": "off"}]}}, "patternProperties": {"^x_[a-z]+_": true}, "unevaluatedProperties": false}}}`

func page(items int) any {
	var list []any
	for i := range items {
		list = append(list, map[string]any{
			"id": fmt.Sprintf("urn:ucis:lamp:%d", i), "modifiedAt": "2026-01-02T03:04:05Z", "state": "off", "x_acme_note": "灯",
			"level": map[string]any{"value": json.Number("12.5"), "unit": "%"},
		})
	}
	return map[string]any{"items": list}
}

func BenchmarkValidate(b *testing.B) {
	c, instance := compile(b, pageSchema, schema.Response), page(100)
	b.ReportAllocs()
	for b.Loop() {
		if got := c.Validate(instance); len(got) > 0 {
			b.Fatal(got)
		}
	}
}

// BenchmarkLibraryValidate is the yardstick: the library's own evaluator,
// without views, annotations, formats and root causes.
func BenchmarkLibraryValidate(b *testing.B) {
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:///a.json", parse(b, pageSchema)); err != nil {
		b.Fatal(err)
	}
	lib, err := c.Compile("mem:///a.json")
	if err != nil {
		b.Fatal(err)
	}
	instance := page(100)
	b.ReportAllocs()
	for b.Loop() {
		if err := lib.Validate(instance); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnnotations(b *testing.B) {
	c, instance := compile(b, pageSchema, schema.Response), page(100)
	b.ReportAllocs()
	for b.Loop() {
		if got := c.Annotations(instance, "format"); len(got) != 100 {
			b.Fatal(len(got))
		}
	}
}

// BenchmarkExamine is to be held against BenchmarkValidate: what the notes cost.
func BenchmarkExamine(b *testing.B) {
	c, instance := compile(b, pageSchema, schema.Response), page(100)
	b.ReportAllocs()
	for b.Loop() {
		if x := c.Examine(instance, "format", "readOnly", "x-none"); len(x.Violations) > 0 || len(x.Annotations("format")) != 100 {
			b.Fatal(x)
		}
	}
}

func BenchmarkMatchPattern(b *testing.B) {
	for name, pattern := range map[string]string{"linear": `^urn:ucis:[a-z]+:\w{1,36}$`, "backtracking": `^(?!x)urn:ucis:[a-z]+:\w{1,36}$`} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if ok, err := schema.MatchPattern(pattern, "urn:ucis:lamp:0042"); !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
	}
}
