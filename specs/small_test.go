package specs

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// small is a whole standard in a few lines, clean by every rule; tests break
// it at one place.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	require.NoError(t, fsysCopy(fsys, "testdata/small"))
	return fsys
}

func fsysCopy(into fstest.MapFS, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := dir + "/" + e.Name()
		if e.IsDir() {
			if err := fsysCopy(into, name); err != nil {
				return err
			}
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		into[strings.TrimPrefix(name, "testdata/")] = &fstest.MapFile{Data: data}
	}
	return nil
}

// change replaces text of one file, which must be there.
func change(t testing.TB, fsys fstest.MapFS, file, old, new string) {
	t.Helper()
	name := "small/" + file
	if old == "" {
		fsys[name] = &fstest.MapFile{Data: []byte(new)}
		return
	}
	require.Contains(t, fsys, name)
	text := string(fsys[name].Data)
	require.Contains(t, text, old)
	fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
}
