package schema_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

// corpusVariable names the folder with published documents. The project
// neither needs nor contains it; where it is given, the figures must hold.
const corpusVariable = "CITYCONF_CORPUS"

// suiteFloor is what the engine reached in the official suite for draft
// 2020-12. Fewer passes are a regression.
var suiteFloor = suiteFigures{
	required: figure{1299, 1299},
	optional: figure{162, 162},
	format:   figure{764, 764},
}

func TestOfficialSuite(t *testing.T) {
	t.Parallel()
	root := filepath.Join(corpus(t), "json-schema-test-suite")
	got, failures := runSuite(t, root)
	t.Log(got)
	for _, failure := range failures {
		t.Log(failure)
	}
	require.True(t, got.required.atLeast(suiteFloor.required), "required: %s", got)
	require.True(t, got.optional.atLeast(suiteFloor.optional), "optional: %s", got)
	require.True(t, got.format.atLeast(suiteFloor.format), "format: %s", got)
}

func corpus(t *testing.T) string {
	dir := os.Getenv(corpusVariable)
	if dir == "" {
		t.Skipf("%s is not set: published documents are absent, and allowed to be (CI=%q)", corpusVariable, os.Getenv("CI"))
	}
	return dir
}

// figure counts passed tests of all tests.
type figure struct{ passed, total int }

func (f figure) atLeast(floor figure) bool { return f.passed >= floor.passed && f.total >= floor.total }

type suiteFigures struct{ required, optional, format figure }

// String is the one line in which the figures are published.
func (f suiteFigures) String() string {
	return fmt.Sprintf("schema suite: required %d/%d optional %d/%d format %d/%d",
		f.required.passed, f.required.total, f.optional.passed, f.optional.total, f.format.passed, f.format.total)
}

func (f *suiteFigures) of(file string) *figure {
	switch {
	case strings.Contains(file, "optional/format/"):
		return &f.format
	case strings.Contains(file, "optional/"):
		return &f.optional
	}
	return &f.required
}

func runSuite(t *testing.T, root string) (got suiteFigures, failures []string) {
	remotes := readRemotes(t, os.DirFS(filepath.Join(root, "remotes")))
	tests := os.DirFS(filepath.Join(root, "tests", "draft2020-12"))
	for _, file := range jsonFiles(t, tests) {
		count := got.of(file)
		for _, group := range readJSON(t, tests, file).([]any) {
			passed, total, failed := runGroup(group.(map[string]any), remotes, strings.Contains(file, "optional/"))
			count.passed, count.total = count.passed+passed, count.total+total
			for _, name := range failed {
				failures = append(failures, file+": "+name)
			}
		}
	}
	return got, failures
}

const groupURI = "https://suite.test/schema"

func runGroup(group map[string]any, remotes map[string]any, assertFormat bool) (passed, total int, failed []string) {
	docs := map[string]any{groupURI: group["schema"]}
	for uri, doc := range remotes {
		docs[uri] = doc
	}
	var opts []schema.Option
	if !assertFormat {
		opts = append(opts, schema.WithFormatAnnotation())
	}
	c, err := schema.NewSet(docs, opts...).Compile(groupURI, schema.Neutral)
	for _, one := range group["tests"].([]any) {
		test := one.(map[string]any)
		total++
		if err == nil && (len(c.Validate(test["data"])) == 0) == test["valid"] {
			passed++
			continue
		}
		failed = append(failed, fmt.Sprintf("%s: %s (%v)", group["description"], test["description"], err))
	}
	return passed, total, failed
}

func readRemotes(t *testing.T, fsys fs.FS) map[string]any {
	out := map[string]any{}
	for _, file := range jsonFiles(t, fsys) {
		out["http://localhost:1234/"+file] = readJSON(t, fsys, file)
	}
	return out
}

func jsonFiles(t *testing.T, fsys fs.FS) (files []string) {
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".json" {
			files = append(files, name)
		}
		return err
	}))
	require.NotEmpty(t, files)
	return files
}

func readJSON(t *testing.T, fsys fs.FS, file string) any {
	data, err := fs.ReadFile(fsys, file)
	require.NoError(t, err)
	v, err := schema.Parse(data)
	require.NoError(t, err, file)
	return v
}
