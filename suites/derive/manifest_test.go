package derive

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the manifest of the abstract test suite anew")

// The committed manifest is what the documents derive today: a change of a
// document shows in it as the lines of the tests it touches.
func TestManifestIsCurrent(t *testing.T) {
	t.Parallel()
	_, s := whole()
	got, err := Manifest(s)
	require.NoError(t, err)
	devices, err := Manifest(links())
	require.NoError(t, err)
	for name, text := range devices {
		got["device-"+name] = text
	}
	dir := filepath.Join("..", "ats", "ucis", "1.0")
	if *update {
		require.NoError(t, os.RemoveAll(dir))
		require.NoError(t, os.MkdirAll(dir, 0o755))
		for name, text := range got {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name+".tsv"), []byte(text), 0o644))
		}
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, files, len(got), "a manifest for each part")
	for name, text := range got {
		want, err := os.ReadFile(filepath.Join(dir, name+".tsv"))
		require.NoError(t, err, "run: go test ./suites/derive -run TestManifest -update")
		if text != string(want) {
			t.Errorf("%s.tsv is not what the documents derive; run: go test ./suites/derive -run TestManifest -update", name)
		}
	}
}
