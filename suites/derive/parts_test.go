package derive

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/synth"
)

func value(t *testing.T, text string) any {
	t.Helper()
	v, err := schema.Parse([]byte(text))
	require.NoError(t, err)
	return v
}

func TestSubstitute(t *testing.T) {
	t.Parallel()
	values := map[string]any{"create": "createLamp", "body": value(t, `{"a":[1]}`), "id": "id", "optional": "note"}
	got := substitute(value(t, `{"operation":"$(create)","body":"$(body)","parameters":{"$(id)":"${objId}"},"that":"!('$(optional)' in body)","kept":"$(unknown)"}`), values)
	want := value(t, `{"operation":"createLamp","body":{"a":[1]},"parameters":{"id":"${objId}"},"that":"!('note' in body)","kept":"$(unknown)"}`)
	assert.True(t, schema.Equal(want, got), "%v", got)
}

func TestFinishMarksTestData(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	d := &deriver{std: std, refers: map[string][]reference{}}
	r := std.Resource("Luminaire")
	f := finisher{d: d, ref: r.NewSchema, unique: r.Unique}
	body, err := synth.Canonical(std.Schemas, r.NewSchema, d.synthOptions(std.Operation(r.Create)))
	require.NoError(t, err)
	got, ok := f.finish(body, "").(map[string]any)
	require.True(t, ok)
	assert.Contains(t, got["serialNumber"], "${unique(", "unique in every run")
	assert.Contains(t, got["name"].(map[string]any)["en"], "${run}", "recognisable as test data")
	assert.Contains(t, got["location"].(map[string]any)["coordinates"].([]any)[0], "${lon(", "inside the city that is tested")
	assert.Equal(t, "${refCabinet0Id}", got["cabinet"], "refers to what exists")

	kept := f.finish(body, "/serialNumber").(map[string]any)
	assert.Equal(t, body.(map[string]any)["name"].(map[string]any)["zh"], kept["name"].(map[string]any)["zh"])
	assert.NotEqual(t, body.(map[string]any)["name"].(map[string]any)["en"], kept["name"].(map[string]any)["en"], "the mark is no part of what is varied")
}

func TestFinishLeavesItsInputAlone(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	d := &deriver{std: std, refers: map[string][]reference{}}
	r := std.Resource("Luminaire")
	body, err := synth.Canonical(std.Schemas, r.NewSchema, d.synthOptions(std.Operation(r.Create)))
	require.NoError(t, err)
	before, err := json.Marshal(body)
	require.NoError(t, err)
	finisher{d: d, ref: r.NewSchema, unique: r.Unique}.finish(body, "")
	after, err := json.Marshal(body)
	require.NoError(t, err)
	assert.JSONEq(t, string(before), string(after))
}

func TestExpand(t *testing.T) {
	t.Parallel()
	v := value(t, `{"entries":[{"program":"p"},{"from":"x"},{"program":"q"}],"cabinet":"c"}`)
	assert.Equal(t, []string{"/entries/0/program", "/entries/2/program"}, expand(v, "/entries/*/program"))
	assert.Equal(t, []string{"/cabinet"}, expand(v, "/cabinet"))
	assert.Empty(t, expand(v, "/missing/*"))
}

func TestSpoiltBodiesAreSpoilt(t *testing.T) {
	t.Parallel()
	good := `{"name":"x","n":1}`
	for _, b := range broken {
		bad := b.spoil(good)
		_, err := schema.Parse([]byte(bad))
		assert.Error(t, err, "%s: %s", b.name, bad)
	}
}

func TestWhatAQueryCannotTellIsNotSent(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	d := &deriver{std: std}
	list := std.Operation("listLuminaires")
	var limit openapi.Parameter
	for _, p := range list.Parameters {
		if p.Name == "limit" {
			limit = p
		}
	}
	assert.True(t, d.validOnWire("60", limit), "a number in quotes is a number in a query")
	assert.False(t, d.validOnWire("cityconf", limit))
	assert.False(t, d.validOnWire("0", limit))
}

func TestSelectedKeepsTheWrongTypesThatParsersConvert(t *testing.T) {
	t.Parallel()
	all := []synth.Instance{
		{Name: "reject/type/a=string", Keyword: "type", Pointer: "/a", Side: "invalid"},
		{Name: "reject/type/a=array", Keyword: "type", Pointer: "/a", Side: "invalid"},
		{Name: "reject/type/a=null", Keyword: "type", Pointer: "/a", Side: "invalid"},
		{Name: "reject/maximum/a", Keyword: "maximum", Pointer: "/a", Side: "invalid"},
		{Name: "reject/maximum/b", Keyword: "maximum", Pointer: "/b", Side: "invalid"},
	}
	names := func(is []synth.Instance) (out []string) {
		for _, i := range is {
			out = append(out, i.Name)
		}
		return out
	}
	assert.Equal(t, []string{"reject/type/a=string", "reject/type/a=null", "reject/maximum/a", "reject/maximum/b"}, names(selected(all, false)))
	assert.Equal(t, []string{"reject/type/a=string", "reject/maximum/a"}, names(selected(all, true)))
}

func TestAsPatch(t *testing.T) {
	t.Parallel()
	p, ok := asPatch(synth.Instance{Keyword: "maximum", Pointer: "/a/b", Value: value(t, `{"a":{"b":1},"c":2}`)})
	assert.True(t, ok)
	assert.True(t, schema.Equal(value(t, `{"a":{"b":1}}`), p))
	_, ok = asPatch(synth.Instance{Keyword: "required", Pointer: "/a", Value: value(t, `{"c":2}`)})
	assert.False(t, ok, "a merge patch cannot say that a member is missing")
	_, ok = asPatch(synth.Instance{Keyword: "type", Pointer: "/a", Value: value(t, `{"a":null}`)})
	assert.False(t, ok, "null removes")
}

// TestAScenarioAcrossDomainsNeedsBoth leaves out what a system that claims one
// domain cannot show.
func TestAScenarioAcrossDomainsNeedsBoth(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	for _, tt := range []struct {
		name    string
		classes []string
		want    bool
	}{
		{"analytics alone", []string{"ana-query", "sec-1"}, false},
		{"with lighting to read", []string{"ana-query", "lgt-read"}, false},
		{"with lighting to write", []string{"ana-query", "lgt-write"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := Derive(std, Options{Role: "domain-platform", Classes: tt.classes, Seed: 1})
			require.NoError(t, err)
			assert.Equal(t, tt.want, slices.ContainsFunc(s.Cases, func(c *suites.TestCase) bool { return c.ID == "scenario/ana/aggregates" }))
			assert.True(t, slices.ContainsFunc(s.Cases, func(c *suites.TestCase) bool { return c.ID == "scenario/ana/refused" }))
		})
	}
}
