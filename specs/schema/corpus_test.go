package schema_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

// TestPublishedOpenAPI30 compiles every schema of a large published document.
func TestPublishedOpenAPI30(t *testing.T) {
	t.Parallel()
	const file = "talq-data-model-2-7-1-online.json"
	doc := readJSON(t, os.DirFS(filepath.Join(corpus(t), "talq-2.7.1", "oas")), file)
	set := schema.NewSet(map[string]any{file: doc})
	all, err := set.Lookup(file + "#/components/schemas")
	require.NoError(t, err)
	require.Greater(t, len(all.(map[string]any)), 200)
	within(t, func() {
		for name := range all.(map[string]any) {
			_, err := set.Compile(file+"#/components/schemas/"+name, schema.Response)
			assert.NoError(t, err)
		}
	})
}

// TestPublishedDraft07 judges published feeds by published draft-07 schemas.
func TestPublishedDraft07(t *testing.T) {
	t.Parallel()
	root := filepath.Join(corpus(t), "gbfs-3.0")
	schemas, feeds := os.DirFS(filepath.Join(root, "v3.0")), os.DirFS(filepath.Join(root, "testFixtures", "v3.0"))
	for _, file := range jsonFiles(t, feeds) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			set := schema.NewSet(map[string]any{file: readJSON(t, schemas, file)})
			c, err := set.Compile(file, schema.Response)
			require.NoError(t, err)
			assert.Empty(t, c.Validate(readJSON(t, feeds, file)))
			assert.NotEmpty(t, c.Validate(map[string]any{}))
		})
	}
}
