package render_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
)

// quoted is what a Chinese text takes over as it is: commands, and code.
var quoted = regexp.MustCompile("`[^`]*`" + `|cityconf (?:run|replay)[^\n]*`)

// TestNoChineseRenderingHasAnEnglishSentence reads every format as a Chinese
// reader does, with and without a buyer's rules: what a cell, a line or a
// paragraph says in English words alone is found.
func TestNoChineseRenderingHasAnEnglishSentence(t *testing.T) {
	t.Parallel()
	o := render.Options{Lang: render.Chinese}
	for name, r := range map[string]*reports.Report{"own claim": sampleReport(t), "tender": underTerms(t, sample.Run, nil)} {
		for format, passages := range map[string][]string{
			"html":        texts(t, rendered(t, r, render.HTML, o)),
			"decision":    texts(t, rendered(t, r, render.Decision, o)),
			"declaration": texts(t, rendered(t, r, render.Declaration, o)),
			"xlsx":        cells(t, page(t, func(w io.Writer) error { return render.XLSX(w, r, o) })),
			"csv":         fields(t, rendered(t, r, render.CSV, o)),
			"md":          lines(rendered(t, r, render.Markdown, o)),
			"github":      lines(rendered(t, r, render.GitHub, o)),
			"terminal":    lines(rendered(t, r, render.Terminal, o)),
			"svg":         texts(t, rendered(t, r, render.BadgeSVG, o)),
		} {
			require.NotEmpty(t, passages, format)
			chinese := 0
			for _, s := range passages {
				assert.NotRegexp(t, sentence, quoted.ReplaceAllString(s, ""), "%s of %s", format, name)
				if han.MatchString(s) {
					chinese++
				}
			}
			assert.Positive(t, chinese, "%s speaks Chinese at all", format)
		}
	}
	books := map[string]string{
		"comparison": page(t, func(w io.Writer) error { return render.ComparisonXLSX(w, offered(t, 3, nil), o) }),
		"trend":      page(t, func(w io.Writer) error { return render.TrendXLSX(w, overTime(t), o) }),
	}
	for name, book := range books {
		for _, s := range cells(t, book) {
			assert.NotRegexp(t, sentence, quoted.ReplaceAllString(s, ""), name)
		}
	}
	form := page(t, func(w io.Writer) error {
		return render.ReviewForm(w, render.Review{Action: "/", Problem: render.Refusal("twice")}, o)
	})
	for _, s := range texts(t, form) {
		assert.NotRegexp(t, sentence, s)
	}
	english := render.Options{Lang: render.English}
	assert.Regexp(t, sentence, rendered(t, sampleReport(t), render.Terminal, english), "an English sentence would be found")
}

// cells are the texts of a workbook, with the names of its sheets.
func cells(t *testing.T, book string) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader([]byte(book)))
	require.NoError(t, err)
	out := f.GetSheetList()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for _, row := range rows {
			out = append(out, row...)
		}
	}
	return out
}

func fields(t *testing.T, text string) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	require.NoError(t, err)
	var out []string
	for _, row := range rows {
		out = append(out, row...)
	}
	return out
}

func lines(text string) []string { return strings.Split(text, "\n") }
