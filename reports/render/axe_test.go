package render_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/chromium"
	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
)

// chromiumFolder is where npm puts axe-core.
const chromiumFolder = "../../fixtures/chromium"

// TestBrowserAccessibility holds every page that people read against axe-core,
// in light and in dark colours.
func TestBrowserAccessibility(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	judge := chromium.Axe(t, chromiumFolder)
	for name, text := range everyPage(t) {
		for _, scheme := range chromium.Schemes {
			t.Run(name+" "+string(scheme), func(t *testing.T) {
				t.Parallel()
				page := filepath.Join(t.TempDir(), "page.html")
				require.NoError(t, os.WriteFile(page, []byte(text), 0o600))
				assert.Empty(t, chromium.New(t).Violations(t, judge, page, scheme))
			})
		}
	}
	t.Run("a page without language and contrast is noticed", func(t *testing.T) {
		t.Parallel()
		page := filepath.Join(t.TempDir(), "page.html")
		require.NoError(t, os.WriteFile(page, []byte(`<!DOCTYPE html><html><head><style>p{color:#bbb;background:#fff}</style></head><body><p>pale</p></body></html>`), 0o600))
		got := chromium.New(t).Violations(t, judge, page, chromium.Light)
		assert.Contains(t, strings.Join(got, "\n"), "html-has-lang")
		assert.Contains(t, strings.Join(got, "\n"), "color-contrast")
	})
}

// everyPage is each kind of page, in the language that differs most.
func everyPage(t *testing.T) map[string]string {
	t.Helper()
	r := underTerms(t, sample.Run, nil)
	pages := severalPages(t, render.Both)
	pages["review"] = page(t, func(w io.Writer) error {
		return render.ReviewForm(w, render.Review{Action: "/", Token: "t", Profile: "XC-1", Problem: render.Refusal("few"), Detail: "one", Most: 20, MostMB: 100}, render.Options{})
	})
	for name, one := range map[string]struct {
		f func(io.Writer, *reports.Report, render.Options) error
		l render.Lang
	}{
		"report":      {render.HTML, render.Both},
		"declaration": {render.Declaration, render.Both},
	} {
		pages[name] = rendered(t, r, one.f, render.Options{Lang: one.l})
	}
	return pages
}
