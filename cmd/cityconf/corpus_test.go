package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/suites/derive"
)

// begins tells an OpenAPI document from the files that it draws in.
var begins = regexp.MustCompile(`(?m)^\s*["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]\.`)

// openAPIDocuments finds the OpenAPI documents of the corpus, with the folder of their
// publication.
func openAPIDocuments(t *testing.T, corpus string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".json", ".yaml", ".yml"}, filepath.Ext(path)) {
			return err
		}
		data, err := os.ReadFile(path)
		if begins.Match(data[:min(len(data), 4096)]) {
			rel, _ := filepath.Rel(corpus, path)
			found[path] = filepath.Join(corpus, strings.Split(rel, string(filepath.Separator))[0])
		}
		return err
	}))
	return found
}

// TestPublishedDocuments reads every OpenAPI document of the corpus: each can be
// tested, or is refused because of what stands in it.
func TestPublishedDocuments(t *testing.T) {
	corpus := os.Getenv("CITYCONF_CORPUS")
	if corpus == "" {
		t.Skip("CITYCONF_CORPUS names no folder of published documents")
	}
	documents := openAPIDocuments(t, corpus)
	require.NotEmpty(t, documents)
	sayFigure("published document", "%9s %9s %10s %6s %6s %10s", "tested", "untested", "quarantine", "cases", "gaps", "time")
	loaded := 0
	for _, file := range slices.Sorted(maps.Keys(documents)) {
		started := time.Now()
		svc, _, err := openDocument(file, documents[file], nil, nil)
		if err != nil {
			sayFigure(filepath.Base(file), "refused: %v", strings.TrimPrefix(err.Error(), corpus))
			assert.Contains(t, err.Error(), "the document has no operation that can be tested", "a document with operations can be tested")
			continue
		}
		suite, err := derive.Derive(svc.Standard, derive.Options{Role: foreign.Role, Classes: claimable(svc.Standard, foreign.Role), Seed: 1})
		require.NoError(t, err, file)
		loaded++
		sayFigure(filepath.Base(file), "%9d %9d %10d %6d %6d %10v", len(svc.Standard.Operations), len(svc.Standard.Classes)-len(svc.Standard.Operations),
			len(svc.Quarantined), len(suite.Cases), len(suite.Gaps), time.Since(started).Round(time.Millisecond))
		for _, p := range svc.Quarantined {
			assert.NotEmpty(t, p.Message)
			assert.NotEmpty(t, p.Path)
		}
	}
	sayFigure("published documents loaded", "%d/%d", loaded, len(documents))
}
