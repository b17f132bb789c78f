package synth_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// load reads the documents below a folder: path → tree. Files that cannot be
// read are reported and left out.
func load(t testing.TB, root string) map[string]any {
	t.Helper()
	out := map[string]any{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		ext := filepath.Ext(path)
		if err != nil || d.IsDir() || (ext != ".yaml" && ext != ".yml" && ext != ".json") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		doc, err := document.Parse(name, data)
		if err != nil {
			t.Logf("left out: %v", err)
			return nil
		}
		out[filepath.ToSlash(name)] = doc.Root
		return nil
	})
	require.NoError(t, err)
	return out
}

// schemasOf lists the references of the schemas that the documents name.
func schemasOf(docs map[string]any) []string {
	var out []string
	for name, tree := range docs {
		root, _ := tree.(map[string]any)
		_, openapi := root["openapi"]
		_, asyncapi := root["asyncapi"]
		components, _ := root["components"].(map[string]any)
		for key := range section(components, "schemas") {
			out = append(out, name+"#/components/schemas/"+escaped(key))
		}
		for key := range section(root, "$defs") {
			out = append(out, name+"#/$defs/"+escaped(key))
		}
		if !openapi && !asyncapi && (root["type"] != nil || root["properties"] != nil || root["oneOf"] != nil) {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	if only := os.Getenv("CITYCONF_ONLY"); only != "" {
		out = slices.DeleteFunc(out, func(r string) bool { return !strings.Contains(r, only) })
	}
	return out
}

func section(n map[string]any, key string) map[string]any {
	m, _ := n[key].(map[string]any)
	return m
}

func escaped(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

// tally counts what came of many schemas.
type tally struct {
	schemas, uncompiled, unmade int
	good, bad, labelled         int
	heard, disputed             int // by the second validator
	gaps                        map[string]int
	slowest                     time.Duration
	slow                        string
}

func (c *tally) String() string {
	return fmt.Sprintf("%d schemas (%d do not compile, %d have no instance), %d valid all accepted, %d invalid all refused (%d with a label), "+
		"second validator heard %d, disputes %d, gaps %v, slowest %s %s",
		c.schemas, c.uncompiled, c.unmade, c.good, c.bad, c.labelled, c.heard, c.disputed, c.gaps, c.slow, c.slowest)
}

// exercise makes both sides of every schema and checks them again.
func exercise(t testing.TB, set *schema.Set, refs []string, view schema.View, second *jsonschema.Compiler) *tally {
	t.Helper()
	c := &tally{gaps: map[string]int{}}
	for _, r := range refs {
		c.schemas++
		compiled, err := set.Compile(r, view)
		if err != nil {
			c.uncompiled++
			continue
		}
		start := time.Now()
		o := synth.Options{View: view}
		good, gaps, err := synth.Valid(set, r, o)
		if err != nil {
			c.unmade++
			t.Logf("%v", err)
			continue
		}
		bad, more, err := synth.Invalid(set, r, o)
		require.NoError(t, err)
		if took := time.Since(start); took > c.slowest {
			c.slowest, c.slow = took, r
		}
		for _, in := range good {
			require.Empty(t, compiled.Validate(in.Value), "%s %s", r, in.Name)
		}
		for _, in := range bad {
			require.NotEmpty(t, compiled.Validate(in.Value), "%s %s", r, in.Name)
			if strings.Contains(in.Name[strings.LastIndex(in.Name, "/")+1:], "+") {
				c.labelled++
			}
		}
		c.ask(t, second, r, append(good, bad...))
		c.good += len(good)
		c.bad += len(bad)
		for _, g := range append(gaps, more...) {
			c.gaps[g.Keyword]++
			if os.Getenv("CITYCONF_GAPS") != "" {
				t.Logf("gap %s %s %s %s", r, g.Pointer, g.Keyword, g.ReasonEN)
			}
		}
	}
	return c
}

// ask has the second validator judge the instances; without one, or where it
// cannot compile the schema, nothing is asked.
func (c *tally) ask(t testing.TB, second *jsonschema.Compiler, r string, list []synth.Instance) {
	t.Helper()
	if second == nil {
		return
	}
	if !strings.Contains(r, "#") {
		r += "#"
	}
	s, err := second.Compile("mem:///" + r)
	if err != nil {
		return
	}
	for _, in := range list {
		c.heard++
		if (s.Validate(plain(t, in.Value)) == nil) != (in.Side == synth.SideValid) {
			c.disputed++
			t.Logf("disputed: %s %s %s", r, in.Name, written(t, in.Value))
		}
	}
}

// secondOf gives the documents to the second validator; nil for OpenAPI 3.0,
// whose schemas it does not read.
func secondOf(t testing.TB, docs map[string]any) *jsonschema.Compiler {
	t.Helper()
	c := newSecond()
	for name, tree := range docs {
		root, _ := tree.(map[string]any)
		if version, _ := root["openapi"].(string); strings.HasPrefix(version, "3.0") {
			return nil
		}
		require.NoError(t, c.AddResource("mem:///"+name, tree))
	}
	return c
}

func TestPublishedSchemas(t *testing.T) {
	corpus := os.Getenv("CITYCONF_CORPUS")
	if corpus == "" {
		t.Skip("CITYCONF_CORPUS names no folder")
	}
	for _, folder := range []string{"gbfs-3.0/v3.0", "mds-2.0", "ngsi-ld", "ocpi-2.2.1", "openadr-3.0.1", "talq-2.6.3", "talq-2.7.1", "tomp-2.0"} {
		t.Run(folder, func(t *testing.T) {
			docs := load(t, filepath.Join(corpus, folder))
			refs := schemasOf(docs)
			require.NotEmpty(t, refs)
			set := schema.NewSet(docs)
			c := exercise(t, set, refs, schema.Neutral, secondOf(t, docs))
			t.Log(c)
			require.Positive(t, c.good)
			require.Positive(t, c.bad)
			require.Zero(t, c.disputed)
		})
	}
}

func TestTheStandardsOwnSchemas(t *testing.T) {
	const folder = "../../specs/ucis/1.0"
	if _, err := os.Stat(filepath.Join(folder, "lgt/openapi.yaml")); err != nil {
		t.Skip("the lighting document is not there")
	}
	docs := load(t, folder)
	refs := schemasOf(docs)
	require.NotEmpty(t, refs)
	set := schema.NewSet(docs)
	second := map[schema.View]*jsonschema.Compiler{schema.Neutral: secondOf(t, docs)} // it knows no views
	for _, view := range []schema.View{schema.Request, schema.Neutral} {
		c := exercise(t, set, refs, view, second[view])
		t.Logf("view %d: %s", view, c)
		require.Positive(t, c.good)
		require.Zero(t, c.unmade)
		require.Zero(t, c.disputed)
	}
}
