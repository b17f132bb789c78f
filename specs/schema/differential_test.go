package schema_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

// secondOpinion is the library that compiles our schemas; its evaluator has
// nothing in common with ours.
func secondOpinion(tree any) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:///a.json", tree); err != nil {
		return nil, err
	}
	return c.Compile("mem:///a.json")
}

// pair is one schema, compiled by both; ok is false when one of them refuses
// it: each refuses some that the other lets pass.
type pair struct {
	tree    any
	library *jsonschema.Schema
	ours    *schema.Schema
}

func newPair(tree any) (p pair, ok bool) {
	library, err := secondOpinion(tree)
	if err != nil {
		return p, false
	}
	ours, err := schema.NewSet(map[string]any{oneDocument: tree}, schema.WithFormatAnnotation()).Compile(oneDocument, schema.Neutral)
	return pair{tree, library, ours}, err == nil
}

// requireAgreement returns the verdict on which both agree.
func (p pair) requireAgreement(t testing.TB, instance any) bool {
	t.Helper()
	want := p.library.Validate(instance) == nil
	got := p.ours.Validate(instance)
	if (len(got) == 0) != want {
		tree, _ := json.Marshal(p.tree)
		v, _ := json.Marshal(instance)
		t.Fatalf("schema %s\ninstance %s\nlibrary says valid=%t, violations %v", tree, v, want, brief(got))
	}
	return want
}

func TestAgreesWithLibrary(t *testing.T) {
	t.Parallel()
	random := generator{rand.New(rand.NewPCG(1, 2))}
	count := map[bool]int{}
	for range 1_500 {
		p, ok := newPair(random.root())
		for range 20 {
			if instance := random.value(3); ok {
				count[p.requireAgreement(t, instance)]++
			}
		}
	}
	require.Greater(t, count[true], 5_000, "too few valid instances")
	require.Greater(t, count[false], 5_000, "too few invalid instances")
}

// FuzzCompileAndValidate looks for panics, endless work and disagreement.
func FuzzCompileAndValidate(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"type": "object", "required": ["a"], "properties": {"a": {"minimum": 1}}}`, `{"a": 0}`},
		{`{"oneOf": [{"$ref": "#/$defs/a"}, {"not": {}}], "$defs": {"a": {"const": 1e3}}}`, `1000`},
		{`{"$dynamicRef": "#x", "$dynamicAnchor": "x", "items": {"$ref": "#"}}`, `[[1]]`},
		{`{"unevaluatedProperties": false, "allOf": [{"properties": {"a": {}}}]}`, `{"b": 1e99}`},
		{`{"pattern": "^(?=a)[\\p{L}]+$", "multipleOf": 0.1}`, `"a"`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, schemaText, instanceText string) {
		tree, err := schema.Parse([]byte(schemaText))
		if err != nil {
			return
		}
		instance, err := schema.Parse([]byte(instanceText))
		if err != nil || hugeNumber.MatchString(instanceText+schemaText) {
			return // the library cannot judge huge exponents
		}
		if p, ok := newPair(tree); ok && !strings.Contains(schemaText, "attern") {
			p.requireAgreement(t, instance)
		}
		for _, view := range []schema.View{schema.Request, schema.Response} {
			c, err := schema.NewSet(map[string]any{oneDocument: tree}).Compile(oneDocument, view)
			if err != nil {
				continue
			}
			c.Annotations(instance, "title")
			for _, v := range c.Validate(instance) {
				v.Text()
			}
		}
	})
}

var hugeNumber = regexp.MustCompile(`[0-9][eE][+-]?[0-9]{3}`)

// generator makes small schemas and instances that meet often.
type generator struct{ *rand.Rand }

var names = []string{"a", "b", "c"}

func (g generator) name() string { return names[g.IntN(len(names))] }

func (g generator) value(depth int) any {
	switch n := g.IntN(8); {
	case n < 3 && depth > 0:
		object := map[string]any{}
		for range g.IntN(4) {
			object[g.name()] = g.value(depth - 1)
		}
		return object
	case n == 3 && depth > 0:
		var array = []any{}
		for range g.IntN(4) {
			array = append(array, g.value(depth-1))
		}
		return array
	case n == 4:
		return g.name()
	case n == 5:
		return nil
	case n == 6:
		return g.IntN(2) == 0
	}
	return json.Number([]string{"0", "1", "1.0", "2", "-1", "1.5", "1e1"}[g.IntN(7)])
}

func (g generator) root() any {
	root, ok := g.schema(3).(map[string]any)
	if !ok {
		return true
	}
	root["$defs"] = map[string]any{"0": g.schema(2), "1": g.schema(2)}
	return root
}

func (g generator) schema(depth int) any {
	if depth == 0 || g.IntN(12) == 0 {
		return []any{true, false, map[string]any{}, map[string]any{"type": g.types()}}[g.IntN(4)]
	}
	out := map[string]any{}
	for range 1 + g.IntN(3) {
		g.keyword(out, depth-1)
	}
	return out
}

func (g generator) types() any {
	return []any{"object", "array", "string", "number", "integer", "boolean", "null", []any{"object", "null"}, []any{"integer", "array"}}[g.IntN(9)]
}

func (g generator) list(depth int) []any {
	var out []any
	for range 1 + g.IntN(3) {
		out = append(out, g.schema(depth))
	}
	return out
}

func (g generator) count() json.Number { return json.Number(fmt.Sprint(g.IntN(3))) }

func (g generator) keyword(out map[string]any, depth int) {
	sub := func() any { return g.schema(depth) }
	keywords := []func(){
		func() { out["type"] = g.types() },
		func() { out["enum"] = []any{g.value(1), g.value(1)} },
		func() { out["const"] = g.value(1) },
		func() { out["properties"] = map[string]any{g.name(): sub(), g.name(): sub()} },
		func() { out["properties"] = map[string]any{g.name(): sub()} },
		func() { out["additionalProperties"] = sub() },
		func() { out["patternProperties"] = map[string]any{"[ab]": sub()} },
		func() { out["required"] = []any{g.name()} },
		func() { out["propertyNames"] = map[string]any{"enum": []any{"a", "b"}} },
		func() { out["minProperties"] = g.count() },
		func() { out["maxProperties"] = g.count() },
		func() { out["dependentRequired"] = map[string]any{g.name(): []any{g.name()}} },
		func() { out["dependentSchemas"] = map[string]any{g.name(): sub()} },
		func() { out["items"] = sub() },
		func() { out["prefixItems"] = g.list(depth) },
		func() { out["contains"] = sub() },
		func() { out["minContains"], out["contains"] = g.count(), sub() },
		func() { out["maxContains"], out["contains"] = g.count(), sub() },
		func() { out["uniqueItems"] = true },
		func() { out["minItems"] = g.count() },
		func() { out["maxItems"] = g.count() },
		func() { out["minimum"] = g.count() },
		func() { out["exclusiveMaximum"] = g.count() },
		func() { out["multipleOf"] = json.Number("0.5") },
		func() { out["allOf"] = g.list(depth) },
		func() { out["anyOf"] = g.list(depth) },
		func() { out["oneOf"] = g.list(depth) },
		func() { out["not"] = sub() },
		func() { out["if"], out["then"], out["else"] = sub(), sub(), sub() },
		func() { out["unevaluatedProperties"] = sub() },
		func() { out["unevaluatedItems"] = sub() },
		func() { out["$ref"] = []string{"#/$defs/0", "#/$defs/1", "#"}[g.IntN(3)] },
	}
	keywords[g.IntN(len(keywords))]()
}
