package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
)

// TestReportFigures prints the sizes and times that are promised for reports
// and comparisons, and fails where a promise is broken.
func TestReportFigures(t *testing.T) {
	if !*figures {
		t.Skip("measures; -figures asks for it")
	}
	result, std := sample.Large(300, 12_000)
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	html, all := renderedAll(t, r)
	sayFigure("HTML, 300 requirements, 12,000 cases", "%.2f MB (≤ 2)", mega(len(html)))
	assert.LessOrEqual(t, len(html), 2<<20)
	sayFigure("all formats of it", "%v (≤ 5 s)", all.Round(time.Millisecond))
	assert.LessOrEqual(t, all, 5*time.Second)
	interactive(t, html)

	result, std = sample.Large(300, 50_000)
	r, err = reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	var large bytes.Buffer
	require.NoError(t, render.HTML(&large, r, render.Options{}))
	sayFigure("HTML, 50,000 cases", "%.2f MB (≤ 10)", mega(large.Len()))
	assert.LessOrEqual(t, large.Len(), 10<<20)
	comparisonFigures(t)
}

func mega(n int) float64 { return float64(n) / (1 << 20) }

func renderedAll(t *testing.T, r *reports.Report) (html []byte, all time.Duration) {
	t.Helper()
	started := time.Now()
	for _, f := range render.Formats() {
		var b bytes.Buffer
		require.NoError(t, f.Func(&b, r, render.Options{}), f.Name)
		if f.Name == "html" {
			html = b.Bytes()
		}
	}
	return html, time.Since(started)
}

var readyAfter = regexp.MustCompile(`data-interactive="(\d+)"`)

// interactive has Chromium tell how long after the start of the navigation the
// page can be used: parsed, styled, and its script run.
func interactive(t *testing.T, html []byte) {
	t.Helper()
	p, err := pdfFormat(os.Getenv)
	require.NoError(t, err, "the figure needs a browser")
	require.NotNil(t, p.Func)
	chromium := ""
	for _, name := range append([]string{os.Getenv("CITYCONF_CHROMIUM")}, browsers...) {
		if path, err := exec.LookPath(name); err == nil {
			chromium = path
			break
		}
	}
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	probe := `<script>addEventListener("load",function(){document.body.offsetHeight;document.documentElement.setAttribute("data-interactive",Math.round(performance.now()))})</script></body>`
	text := bytes.Replace(policy.ReplaceAll(html, nil), []byte("</body>"), []byte(probe), 1)
	page := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(page, text, 0o600))
	out, err := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-dev-shm-usage", "--user-data-dir="+t.TempDir(), "--dump-dom", "file://"+page).Output()
	require.NoError(t, err)
	m := readyAfter.FindSubmatch(out)
	require.NotNil(t, m, "the page says when it was ready")
	ms, err := strconv.Atoi(string(m[1]))
	require.NoError(t, err)
	sayFigure("interactive in Chromium", "%d ms (< 1,000)", ms)
	assert.Less(t, ms, 1000)
}

// comparisonFigures compares ten vendors of 300 requirements.
func comparisonFigures(t *testing.T) {
	t.Helper()
	bids, p, err := sample.Bids(10, 300, 12_000)
	require.NoError(t, err)
	var in []compare.Entry
	for i, r := range bids {
		in = append(in, compare.Entry{File: fmt.Sprint(i), Run: fmt.Sprint(i), Report: r})
	}
	started := time.Now()
	c, err := compare.New(in, p)
	require.NoError(t, err)
	var html bytes.Buffer
	require.NoError(t, render.Comparison(&html, c, render.Options{}))
	require.NoError(t, render.ComparisonXLSX(io.Discard, c, render.Options{}))
	took := time.Since(started)
	sayFigure("10 vendors × 300 requirements", "%v, HTML %.2f MB (< 3 s)", took.Round(time.Millisecond), mega(html.Len()))
	assert.Less(t, took, 3*time.Second)
}
