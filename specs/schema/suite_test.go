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

// suiteFloors are what the engine reached in the official suite, by draft.
// Fewer passes are a regression. The folder of draft 2020-12 must be there; the
// others are measured where the corpus holds them. What is missing of the
// optional tests is the content of strings, which draft 7 leaves to
// applications, and a number type that JSON does not have.
var suiteFloors = []struct {
	folder  string
	dialect schema.Dialect
	floor   suiteFigures
}{
	{"draft2020-12", schema.Draft202012, suiteFigures{figure{1299, 1299}, figure{162, 162}, figure{764, 764}}},
	{"draft2019-09", schema.Draft201909, suiteFigures{figure{1259, 1259}, figure{158, 158}, figure{757, 757}}},
	{"draft7", schema.Draft07, suiteFigures{figure{927, 927}, figure{114, 118}, figure{676, 676}}},
	{"draft6", schema.Draft06, suiteFigures{figure{839, 839}, figure{106, 106}, figure{325, 325}}},
	{"draft4", schema.Draft04, suiteFigures{figure{618, 618}, figure{99, 100}, figure{219, 219}}},
}

// TestOfficialSuite prints the figures of the official suite and fails where
// they are worse than they were.
func TestOfficialSuite(t *testing.T) {
	t.Parallel()
	root := filepath.Join(corpus(t), "json-schema-test-suite")
	for _, draft := range suiteFloors {
		t.Run(draft.folder, func(t *testing.T) {
			t.Parallel()
			if _, err := os.Stat(filepath.Join(root, "tests", draft.folder)); err != nil && draft.dialect != schema.Draft202012 {
				t.Skip("the corpus does not hold this draft")
			}
			got, failures := runSuite(t, root, draft.folder, draft.dialect)
			fmt.Printf("%-34s %s\n", "official suite, "+draft.folder, got)
			for _, failure := range failures {
				t.Log(failure)
			}
			require.True(t, got.required.atLeast(draft.floor.required), "required: %s", got)
			require.True(t, got.optional.atLeast(draft.floor.optional), "optional: %s", got)
			require.True(t, got.format.atLeast(draft.floor.format), "format: %s", got)
		})
	}
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
	return fmt.Sprintf("required %d/%d, optional %d/%d, format %d/%d",
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

func runSuite(t *testing.T, root, folder string, dialect schema.Dialect) (got suiteFigures, failures []string) {
	remotes := readRemotes(t, os.DirFS(filepath.Join(root, "remotes")))
	tests := os.DirFS(filepath.Join(root, "tests", folder))
	for _, file := range jsonFiles(t, tests) {
		count := got.of(file)
		for _, group := range readJSON(t, tests, file).([]any) {
			passed, total, failed := runGroup(group.(map[string]any), remotes, dialect, strings.Contains(file, "optional/"))
			count.passed, count.total = count.passed+passed, count.total+total
			for _, name := range failed {
				failures = append(failures, file+": "+name)
			}
		}
	}
	return got, failures
}

const groupURI = "https://suite.test/schema"

func runGroup(group map[string]any, remotes map[string]any, dialect schema.Dialect, assertFormat bool) (passed, total int, failed []string) {
	docs := map[string]any{groupURI: group["schema"]}
	for uri, doc := range remotes {
		docs[uri] = doc
	}
	opts := []schema.Option{schema.WithDialect(dialect)}
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
