package synth_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

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
	unheard                     int      // instances of schemas that the second validator cannot compile
	disputes                    []string // instances on which the two validators differ
	pairs, valid, invalid       int      // constraints, and those exercised on each side
	unexplained                 []string // constraints that lack a side without a gap that says why
	took, slowest               time.Duration
	slow                        string
}

// print is the figure of one group of documents.
func (c *tally) print(name string) {
	share := func(n, of int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(max(of, 1))) }
	fmt.Printf("%-34s %d schemas (%d do not compile, %d have no instance): %d valid, %d invalid, %d not heard by the second validator, disputed %d; "+
		"constraints %d, valid side %s, invalid side %s, without a reason %d; %v, slowest %s %v\n", "instances, "+name,
		c.schemas, c.uncompiled, c.unmade, c.good, c.bad, c.unheard, len(c.disputes),
		c.pairs, share(c.valid, c.pairs), share(c.invalid, c.pairs), len(c.unexplained), c.took.Round(100*time.Millisecond), c.slow, c.slowest.Round(time.Millisecond))
}

func (c *tally) add(o *tally) {
	c.schemas, c.uncompiled, c.unmade = c.schemas+o.schemas, c.uncompiled+o.uncompiled, c.unmade+o.unmade
	c.good, c.bad, c.labelled, c.unheard = c.good+o.good, c.bad+o.bad, c.labelled+o.labelled, c.unheard+o.unheard
	c.pairs, c.valid, c.invalid = c.pairs+o.pairs, c.valid+o.valid, c.invalid+o.invalid
	c.disputes, c.unexplained = append(c.disputes, o.disputes...), append(c.unexplained, o.unexplained...)
	if o.slowest > c.slowest {
		c.slowest, c.slow = o.slowest, o.slow
	}
}

// exercise makes both sides of every schema, has both validators judge every
// instance as it is read back from its bytes, and counts what was covered.
func exercise(t testing.TB, set *schema.Set, refs []string, view schema.View, second *jsonschema.Compiler) *tally {
	t.Helper()
	judges := seconds(second, refs)
	started := time.Now()
	results := make([]*tally, len(refs))
	var makers errgroup.Group
	makers.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range refs {
		makers.Go(func() error {
			results[i] = exerciseOne(t, set, r, view, judges[i])
			return nil
		})
	}
	require.NoError(t, makers.Wait())
	all := &tally{}
	for _, r := range results {
		all.add(r)
	}
	all.took = time.Since(started)
	return all
}

func exerciseOne(t testing.TB, set *schema.Set, r string, view schema.View, second *jsonschema.Schema) *tally {
	c := &tally{schemas: 1}
	compiled, err := set.Compile(r, view)
	if err != nil {
		c.uncompiled++
		return c
	}
	started := time.Now()
	o := synth.Options{View: view}
	good, gaps, err := synth.Valid(set, r, o)
	if err != nil {
		c.unmade++
		t.Logf("%v", err)
		return c
	}
	bad, more, err := synth.Invalid(set, r, o)
	assert.NoError(t, err)
	c.slowest, c.slow = time.Since(started), r
	c.good, c.bad = len(good), len(bad)
	for _, in := range append(slices.Clone(good), bad...) {
		value := plain(t, in.Value)
		valid := len(compiled.Validate(value)) == 0
		assert.Equal(t, in.Side == synth.SideValid, valid, "%s %s %s", r, in.Name, written(t, in.Value))
		switch {
		case second == nil:
			c.unheard++
		case (second.Validate(value) == nil) != valid:
			c.disputes = append(c.disputes, fmt.Sprintf("%s %s %s", r, in.Name, written(t, in.Value)))
		}
	}
	covered, err := synth.Coverage(set, r, view, good, bad, append(gaps, more...))
	assert.NoError(t, err)
	c.cover(covered)
	return c
}

func (c *tally) cover(all []synth.Covered) {
	c.pairs = len(all)
	for _, at := range all {
		if at.Valid {
			c.valid++
		}
		if at.Invalid {
			c.invalid++
		}
		if !at.Explained() {
			c.unexplained = append(c.unexplained, fmt.Sprintf("%s %s (valid side %v, invalid side %v)", at.Schema, at.Keyword, at.Valid, at.Invalid))
		}
	}
}

// seconds compiles the schemas for the second validator, whose compiler serves
// one at a time; nil where it cannot.
func seconds(second *jsonschema.Compiler, refs []string) []*jsonschema.Schema {
	out := make([]*jsonschema.Schema, len(refs))
	for i, r := range refs {
		if !strings.Contains(r, "#") {
			r += "#"
		}
		if s, err := second.Compile("mem:///" + r); err == nil {
			out[i] = s
		}
	}
	return out
}

// secondOf gives the documents to the second validator, as one side of an
// interface sees them.
func secondOf(t testing.TB, docs map[string]any, view schema.View) *jsonschema.Compiler {
	t.Helper()
	c := newSecond()
	for name, tree := range forReferee(docs, view) {
		require.NoError(t, c.AddResource("mem:///"+name, tree))
	}
	return c
}

// published are the folders of the corpus with schemas in them, and how many
// constraints the generator passes over there without a reason; more are a
// regression.
var published = []struct {
	folder string
	silent int
}{
	{"gbfs-3.0/v3.0", 6}, {"mds-2.0", 0}, {"ngsi-ld", 0}, {"ocpi-2.2.1", 0}, {"openadr-3.0.1", 1},
	{"talq-2.6.3", 61}, {"talq-2.7.1", 67}, {"tomp-2.0", 250},
}

func TestPublishedSchemas(t *testing.T) {
	corpus := os.Getenv("CITYCONF_CORPUS")
	if corpus == "" {
		t.Skip("CITYCONF_CORPUS names no folder")
	}
	for _, p := range published {
		t.Run(p.folder, func(t *testing.T) {
			docs := load(t, filepath.Join(corpus, p.folder))
			refs := schemasOf(docs)
			require.NotEmpty(t, refs)
			exercise(t, schema.NewSet(docs), refs, schema.Neutral, secondOf(t, docs, schema.Neutral)).check(t, p.folder, p.silent)
		})
	}
}

func TestTheStandardsOwnSchemas(t *testing.T) {
	docs := load(t, "../../specs/ucis/1.0")
	refs := schemasOf(docs)
	require.NotEmpty(t, refs)
	set := schema.NewSet(docs)
	for _, v := range []struct {
		name string
		view schema.View
	}{{"the standard's requests", schema.Request}, {"the standard's schemas", schema.Neutral}} {
		c := exercise(t, set, refs, v.view, secondOf(t, docs, v.view))
		c.check(t, v.name, 0)
		assert.Zero(t, c.uncompiled)
		assert.Zero(t, c.unmade)
		assert.Zero(t, c.unheard)
	}
}

// check prints the figure and holds it against what is promised.
func (c *tally) check(t *testing.T, name string, silent int) {
	t.Helper()
	c.print(name)
	require.Positive(t, c.good)
	require.Positive(t, c.bad)
	for _, d := range c.disputes {
		t.Errorf("disputed: %s", d)
	}
	for _, u := range c.unexplained {
		t.Logf("exercised on one side without a reason: %s", u)
	}
	assert.LessOrEqual(t, len(c.unexplained), silent, "constraints without a reason")
}
