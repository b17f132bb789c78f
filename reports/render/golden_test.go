package render_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func sampleReport(t *testing.T) *reports.Report {
	t.Helper()
	return reportOf(t, sample.Run)
}

func reportOf(t *testing.T, run func() (*suites.Result, *specs.Standard)) *reports.Report {
	t.Helper()
	result, std := run()
	r, err := reports.New(result, std, reports.Options{Filters: []string{"--class evt"},
		Laboratory: reports.Laboratory{Operator: "测试员", Place: "测试室", Command: "cityconf run --class evt"}})
	require.NoError(t, err)
	return r
}

func rendered(t *testing.T, r *reports.Report, f func(io.Writer, *reports.Report, render.Options) error, o render.Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f(&b, r, o))
	return b.String()
}

// TestGolden shows a change of any rendering in review. Run with -update to
// accept it.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		render func(io.Writer, *reports.Report, render.Options) error
		o      render.Options
	}{
		"summary.zh-CN.txt": {render.Terminal, render.Options{Lang: render.Chinese}},
		"summary.en.txt":    {render.Terminal, render.Options{Lang: render.English}},
		"summary.both.txt":  {render.Terminal, render.Options{Width: 100}},
		"summary.color.txt": {render.Terminal, render.Options{Lang: render.Chinese, Width: 60, Color: true}},
		"report.zh-CN.html": {render.HTML, render.Options{Lang: render.Chinese}},
		"report.en.html":    {render.HTML, render.Options{Lang: render.English}},
		"report.both.html":  {render.HTML, render.Options{}},
		"junit.xml":         {render.JUnit, render.Options{Lang: render.English}},
		"summary.md":        {render.Markdown, render.Options{}},
		"report.csv":        {render.CSV, render.Options{Lang: render.Chinese}},
		"report.json":       {render.JSON, render.Options{}},
		"annotations.txt":   {render.GitHub, render.Options{Lang: render.English}},
		"badge.json":        {render.BadgeJSON, render.Options{Lang: render.English}},
		"badge.svg":         {render.BadgeSVG, render.Options{}},
		"declaration.html":  {render.Declaration, render.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := rendered(t, sampleReport(t), c.render, c.o)
			file := filepath.Join("testdata", name)
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "run go test -update")
			assert.Empty(t, cmp.Diff(string(want), got))
		})
	}
}
