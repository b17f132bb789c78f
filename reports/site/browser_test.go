package site_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/chromium"
)

// TestBrowser opens pages in Chromium: no console message, no request leaves
// the page, the script runs. With CI=true a missing program is a failure.
// CITYCONF_CHROMIUM names another browser.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b := chromium.New(t)
	dir := t.TempDir()
	for name, content := range pages() {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	bad := filepath.Join(dir, "bad.html")
	require.NoError(t, os.WriteFile(bad, []byte(`<!DOCTYPE html><img src="http://outside.example/x.png"><script>console.error("trouble")</script>`), 0o644))

	_, console := b.Tree(t, bad)
	assert.Contains(t, console, "trouble", "a bad page is noticed")
	assert.Equal(t, []string{"GET http://outside.example/x.png"}, b.Leaving())

	for page, want := range map[string]string{
		"index.html":                     `href="zh/index.html"`,
		"zh/index.html":                  "统一城市接口标准",
		"zh/requirements.html":           `<form id="filter" class="filter">`,
		"en/class-lgt-ctrl.html#LGT-002": `/zh/class-lgt-ctrl.html#LGT-002"`,
		"en/part-lgt.html#op-getGroup":   `id="op-getGroup"`,
		"zh/class-lgt-ctrl.html#sc-scenario-lgt-override-expires": `<details id="sc-scenario-lgt-override-expires" open="">`,
	} {
		dom, console := b.Tree(t, filepath.Join(dir, filepath.FromSlash(page)))
		assert.Empty(t, console, page)
		assert.Contains(t, dom, want, page)
		assert.Empty(t, b.Leaving(), page)
	}
}

// TestBrowserAccessibility holds a page of each kind against axe-core, in light
// and in dark colours.
func TestBrowserAccessibility(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	judge := chromium.Axe(t, "../../fixtures/chromium")
	dir := t.TempDir()
	for name, content := range pages() {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	for _, page := range []string{"zh/coverage.html", "zh/part-lgt.html", "en/class-lgt-ctrl.html"} {
		for _, scheme := range chromium.Schemes {
			t.Run(page+" "+string(scheme), func(t *testing.T) {
				t.Parallel()
				assert.Empty(t, chromium.New(t).Violations(t, judge, filepath.Join(dir, filepath.FromSlash(page)), scheme))
			})
		}
	}
}
