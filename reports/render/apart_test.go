package render_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/chromium"
	"github.com/cityconf/cityconf/reports/render"
)

// apart writes a page with its style and script beside it.
func apart(t *testing.T, dir, name, text string) []render.Asset {
	t.Helper()
	rest, beside, err := render.Apart([]byte(text), name)
	require.NoError(t, err)
	for _, f := range append(beside, render.Asset{Name: name + ".html", Content: rest}) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, f.Name), f.Content, 0o600))
	}
	return beside
}

func TestStyleAndScriptCanStandBesideAPage(t *testing.T) {
	t.Parallel()
	for name, text := range everyPage(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			beside := apart(t, dir, "page", text)
			rest, err := os.ReadFile(filepath.Join(dir, "page.html"))
			require.NoError(t, err)
			assert.NotContains(t, string(rest), "<style")
			assert.NotRegexp(t, `<script>|style="`, string(rest))
			assert.Contains(t, string(rest), `href="page.css"`)
			assert.NotContains(t, string(rest), "sha256-", "the policy allows the files, not the digest of what has gone")
			whole := len(rest)
			for _, f := range beside {
				assert.NotEmpty(t, f.Content, f.Name)
				assert.Contains(t, text, string(f.Content))
				whole += len(f.Content)
			}
			assert.InDelta(t, len(text), whole, 200, "nothing else was taken out")
		})
	}
	_, _, err := render.Apart([]byte("<p>no page of ours</p>"), "page")
	assert.ErrorContains(t, err, "page.html: it has none")
}

// TestBrowserReadsAPageUnderTheServersPolicy serves the report as Jenkins does,
// whose policy forbids style inside of a page and any script, and as a server
// that allows files of its own.
func TestBrowserReadsAPageUnderTheServersPolicy(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b := chromium.New(t)
	dir := t.TempDir()
	text := rendered(t, sampleReport(t), render.HTML, render.Options{Lang: render.Chinese})
	apart(t, dir, "report", text)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "inline.html"), []byte(text), 0o600))
	files := http.FileServer(http.Dir(dir))
	serve := func(policy string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			files.ServeHTTP(w, r)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	jenkins := serve("sandbox; default-src 'none'; img-src 'self'; style-src 'self';")
	_, console := b.Tree(t, jenkins+"/inline.html")
	assert.Regexp(t, `(?i)inline style`, console, "the policy is in force")
	tree, console := b.Tree(t, jenkins+"/report.html")
	assert.NotRegexp(t, `(?i)style`, console)
	assert.Contains(t, tree, `<form class="filter" id="filter" hidden`, "without script the filter is not offered")

	for name, page := range map[string]string{"served": serve("default-src 'self'") + "/report.html", "a file": filepath.Join(dir, "report.html")} {
		tree, console := b.Tree(t, page)
		assert.Empty(t, console, name)
		assert.NotRegexp(t, `<form class="filter" id="filter" hidden`, tree, "%s: the script ran", name)
	}
	assert.Empty(t, b.Leaving())
}
