package site

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// composed are the families of keys whose last part is a word of the standard.
var composed = []string{"part.", "status.", "level.", "severity.", "role.", "kind.", "need.", "nav.", "untouched.", "type."}

func TestCatalogueHasBothLanguages(t *testing.T) {
	t.Parallel()
	for key, text := range catalogue {
		assert.NotEmpty(t, text.EN, key)
		assert.NotEmpty(t, text.ZH, key)
		assert.Equal(t, verbs(text.EN), verbs(text.ZH), key)
	}
}

// verbs counts the arguments of a text.
func verbs(s string) int { return strings.Count(s, "%") }

func TestCatalogueHasNoUnusedEntry(t *testing.T) {
	t.Parallel()
	code := everything(t)
	for key := range catalogue {
		used := strings.Contains(code, `"`+key+`"`)
		for _, family := range composed {
			used = used || strings.HasPrefix(key, family)
		}
		assert.True(t, used, "nothing uses %s", key)
	}
}

// everything is the text of the templates and of the code, less the catalogue.
func everything(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, f := range files {
		if f != "catalogue.go" {
			text, err := os.ReadFile(f)
			require.NoError(t, err)
			b.Write(text)
		}
	}
	pages, err := fs.Glob(templates, "templates/*.html")
	require.NoError(t, err)
	for _, f := range pages {
		text, err := templates.ReadFile(f)
		require.NoError(t, err)
		b.Write(text)
	}
	return b.String()
}
