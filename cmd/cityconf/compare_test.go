package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
)

// handed are bundles as vendors hand them in: short runs against the reference
// city, whose IUT files name another vendor each.
func handed(t *testing.T, vendors ...string) []string {
	t.Helper()
	b := newBench(t, city.Options{})
	dir := t.TempDir()
	path, err := writeAccess(dir, b.city.Access())
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var out []string
	for i, vendor := range vendors {
		iut := filepath.Join(dir, fmt.Sprintf("iut-%d.yaml", i))
		require.NoError(t, os.WriteFile(iut, []byte(ofVendor(string(text), vendor)), 0o600))
		run := filepath.Join(dir, fmt.Sprint("run-", i))
		p := asProcess(t, "run", "--iut", iut, "--rate", "5000", "--format", "json", "--out", run, "CORE-001")
		require.Equal(t, exitIncomplete, p.wait(t), p.said.String())
		out = append(out, filepath.Join(run, bundleFile))
	}
	return out
}

// ofVendor is an IUT file under the name of a vendor.
func ofVendor(text, vendor string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(strings.TrimSpace(l), "vendor:") {
			lines[i] = l[:strings.Index(l, "vendor:")] + fmt.Sprintf("vendor: %q", vendor)
		}
	}
	return strings.Join(lines, "\n")
}

func TestCompareReadsBundlesAndRefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a city and several processes")
	}
	all := handed(t, "Zeta", "=cmd|'/C calc'!A0<script>")
	dir := t.TempDir()
	whole, err := os.ReadFile(all[0])
	require.NoError(t, err)
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, data, 0o644))
		return path
	}
	edited := bytes.Clone(whole)
	edited[len(edited)/2] ^= 1
	profile := filepath.Join("..", "..", "fixtures", "profiles", "pilot-lighting.yaml")
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"two vendors":   {append([]string{"--format", "html,xlsx", "--profile", profile}, all...), exitOK, "comparison.xlsx"},
		"a folder":      {[]string{filepath.Dir(all[0]), all[1]}, exitOK, "comparison.html"},
		"one":           {all[:1], exitUsage, "at least 2 bundles"},
		"one run twice": {[]string{all[0], file("again.zip", whole)}, exitUsage, "are bundles of one run"},
		"edited":        {[]string{all[1], file("edited.zip", edited)}, exitUnverified, "was changed"},
		"truncated":     {[]string{all[1], file("cut.zip", whole[:len(whole)-9])}, exitUsage, "is no whole zip archive"},
		"text":          {[]string{all[1], file("text.zip", []byte("hello"))}, exitUsage, "is no whole zip archive"},
		"no file":       {[]string{all[1], filepath.Join(dir, "none.zip")}, exitUsage, "no such file"},
		"no format":     {append([]string{"--format", "pptx"}, all...), exitUsage, "known are html, xlsx"},
		"two products":  {append([]string{"--trend"}, all...), exitUsage, "a trend is of one product"},
		"no profile":    {append([]string{"--profile", "none.yaml"}, all...), exitUsage, "read the profile"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "out")
			p := asProcess(t, append([]string{"compare", "--lang", "en", "--out", out}, c.args...)...)
			assert.Equal(t, c.code, p.wait(t), p.said.String())
			assert.Contains(t, p.said.String(), c.want)
			assert.LessOrEqual(t, strings.Count(p.said.String(), "cityconf: "), 1, "one clear line")
			if c.code != exitOK {
				assert.NoDirExists(t, out, "nothing half done is left")
				return
			}
			text, err := os.ReadFile(filepath.Join(out, "comparison.html"))
			require.NoError(t, err)
			assert.Contains(t, string(text), "Zeta")
			assert.NotContains(t, string(text), "<script>")
		})
	}
	t.Run("in any order", func(t *testing.T) {
		one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
		for out, args := range map[string][]string{one: all, two: {all[1], all[0]}} {
			p := asProcess(t, append([]string{"compare", "--out", out}, args...)...)
			require.Equal(t, exitOK, p.wait(t), p.said.String())
		}
		a, err := os.ReadFile(filepath.Join(one, "comparison.html"))
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(two, "comparison.html"))
		require.NoError(t, err)
		assert.Equal(t, string(a), string(b))
	})
}
