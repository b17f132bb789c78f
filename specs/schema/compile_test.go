package schema_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, doc, ref, want string }{
		{"unknown document", `{}`, "b.json", "b.json is not a document of the set"},
		{"unknown place", `{}`, "a.json#/$defs/x", `no member "$defs"`},
		{"unknown anchor", `{}`, "a.json#x", `no anchor "x"`},
		{"reference outside of the set", `{"$ref": "c.json"}`, "a.json", "c.json is not a document of the set"},
		{"reference to a file", `{"$ref": "file:///etc/passwd"}`, "a.json", "file:///etc/passwd is not a document of the set"},
		{"reference to the network", `{"$ref": "https://example.org/x"}`, "a.json", "https://example.org/x is not a document of the set"},
		{"reference to nowhere", `{"$ref": "#/$defs/x"}`, "a.json", "not found"},
		{"unknown type", `{"type": "strin"}`, "a.json", "metaschema"},
		{"broken pattern", `{"pattern": "(a"}`, "a.json", "pattern"},
		{"itself at once", `{"$ref": "#"}`, "a.json", "refers to itself"},
		{"itself through branches", `{"anyOf": [{"type": "string"}, {"allOf": [{"$ref": "#"}]}]}`, "a.json", "refers to itself"},
		{"itself by way of another", `{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"not": {"$ref": "#/$defs/a"}}}}`, "a.json#/$defs/a", "refers to itself"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			set := schema.NewSet(map[string]any{"a.json": parse(t, test.doc)})
			for range 2 { // a cached failure stays one
				_, err := set.Compile(test.ref, schema.Neutral)
				require.ErrorContains(t, err, test.want)
				assert.NotContains(t, err.Error(), "set://")
			}
		})
	}
}

func TestOneBrokenSchemaLeavesOthersUsable(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{"api.yaml": parse(t, `{"openapi": "3.1.0", "components": {"schemas": {
		"Broken": {"type": "strin"}, "Uses": {"items": {"$ref": "#/components/schemas/Broken"}}, "Sound": {"type": "string"}}}}`)})
	for _, name := range []string{"Broken", "Uses"} {
		_, err := set.Compile("api.yaml#/components/schemas/"+name, schema.Neutral)
		require.ErrorContains(t, err, "Broken", name)
	}
	_, err := set.Compile("api.yaml#/components/schemas/Sound", schema.Neutral)
	require.NoError(t, err)
}

func TestReferences(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{
		"lgt/openapi.yaml": parse(t, `{"paths": {"/lgt/{id}": {"get": 1}}, "a%2Fb": 2, "s": {"$anchor": "here", "type": "string"}}`),
		"schemas/a b.yaml": parse(t, `{"$id": "https://city.test/schemas/ab", "$defs": {"x": {"type": "null"}}}`),
	})
	t.Run("lookup", func(t *testing.T) {
		t.Parallel()
		for ref, want := range map[string]any{
			"lgt/openapi.yaml#/paths/~1lgt~1{id}/get":     parse(t, "1"),
			"lgt/openapi.yaml#/paths/~1lgt~1%7Bid%7D/get": parse(t, "1"),
			"lgt/openapi.yaml#/a%2Fb":                     parse(t, "2"),
			"lgt/openapi.yaml#here":                       parse(t, `{"$anchor": "here", "type": "string"}`),
			"https://city.test/schemas/ab#/$defs/x":       parse(t, `{"type": "null"}`),
		} {
			got, err := set.Lookup(ref)
			require.NoError(t, err)
			assert.Equal(t, want, got, ref)
		}
	})
	t.Run("resolve", func(t *testing.T) {
		t.Parallel()
		for _, test := range []struct{ base, ref, want string }{
			{"lgt/openapi.yaml#/x", "#/s", "lgt/openapi.yaml#/s"},
			{"lgt/openapi.yaml", "../schemas/a%20b.yaml#/$defs/x", "schemas/a b.yaml#/$defs/x"},
			{"lgt/openapi.yaml", "https://city.test/schemas/ab", "schemas/a b.yaml"},
			{"schemas/a b.yaml", "#/$defs/x", "schemas/a b.yaml#/$defs/x"},
			{"schemas/a b.yaml", "ab#/$defs/x", "schemas/a b.yaml#/$defs/x"},
			{"schemas/a b.yaml", "../lgt/openapi.yaml#/paths/~1lgt~1%7Bid%7D", "lgt/openapi.yaml#/paths/~1lgt~1{id}"},
		} {
			got, err := set.Resolve(test.base, test.ref)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		}
		for _, ref := range []string{"other.yaml", "../../lgt/none.yaml", "https://city.test/x", "%zz"} {
			_, err := set.Resolve("lgt/openapi.yaml", ref)
			assert.Error(t, err, ref)
		}
	})
	t.Run("compile", func(t *testing.T) {
		t.Parallel()
		for _, ref := range []string{"schemas/a b.yaml#/$defs/x", "lgt/openapi.yaml#here", "lgt/openapi.yaml#/s"} {
			c, err := set.Compile(ref, schema.Neutral)
			require.NoError(t, err, ref)
			assert.Len(t, c.Validate(parse(t, "1")), 1, ref)
		}
	})
}

func TestSetIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	set := schema.NewSet(map[string]any{"a.json": parse(t, lamp)})
	instance := parse(t, asStored)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			c, err := set.Compile([]string{"a.json", "a.json#/$defs/stamp", "a.json#/properties/name"}[i%3], schema.View(i%2))
			if assert.NoError(t, err) {
				c.Validate(instance)
				c.Annotations(instance, "type")
			}
		})
	}
	all.Wait()
}
