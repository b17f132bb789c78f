package render_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// offered are comparable bids; some of them are changed first.
func offered(t *testing.T, n int, change func(i int, r *reports.Report)) *compare.Comparison {
	t.Helper()
	all, p, err := sample.Bids(n, 60, 120)
	require.NoError(t, err)
	var in []compare.Entry
	for i, r := range all {
		if change != nil {
			change(i, r)
		}
		in = append(in, compare.Entry{File: fmt.Sprintf("bid-%d.zip", i), Run: fmt.Sprint(i), Report: r})
	}
	c, err := compare.New(in, p)
	require.NoError(t, err)
	return c
}

func overTime(t *testing.T) *compare.Trend {
	t.Helper()
	var in []compare.Entry
	for i := range 4 {
		r, err := sample.Bid(0, 60, 120, func(res *suites.Result) {
			if i == 1 {
				res.Verdicts[4].Verdict = suites.Unclear
			}
		})
		require.NoError(t, err)
		r.Stamp.Started = fmt.Sprintf("2026-11-2%dT14:02:00+08:00", i)
		if i == 3 {
			r.Standard.Digest = "sha256:another"
		}
		in = append(in, compare.Entry{File: fmt.Sprintf("run-%d", i), Run: fmt.Sprint(i), Report: r})
	}
	trend, err := compare.Over(in, nil)
	require.NoError(t, err)
	return trend
}

func page(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.String()
}

// severalPages are the pages of several reports in a language.
func severalPages(t *testing.T, l render.Lang) map[string]string {
	t.Helper()
	o := render.Options{Lang: l}
	return map[string]string{
		"comparison": page(t, func(w io.Writer) error {
			return render.Comparison(w, offered(t, 3, func(i int, r *reports.Report) { r.Target.Simulator = i == 2 }), o)
		}),
		"trend": page(t, func(w io.Writer) error { return render.Trend(w, overTime(t), o) }),
	}
}

func TestPagesOfSeveralReportsNeedNothingElse(t *testing.T) {
	t.Parallel()
	for _, l := range languages {
		for name, text := range severalPages(t, l) {
			ids, links := map[string]bool{}, map[string]bool{}
			nodes(t, text, func(n *html.Node) {
				assert.NotContains(t, []string{"script", "link", "img", "iframe", "object", "embed", "base"}, n.Data, name)
				for _, a := range n.Attr {
					assert.NotContains(t, []string{"src", "style", "onclick", "onload"}, a.Key)
				}
				if id := attribute(n, "id"); id != "" {
					assert.False(t, ids[id], "id %s twice", id)
					ids[id] = true
				}
				if n.Data == "a" {
					require.True(t, strings.HasPrefix(attribute(n, "href"), "#"), name)
					links[attribute(n, "href")[1:]] = true
				}
			})
			require.NotEmpty(t, links, name)
			for to := range links {
				assert.True(t, ids[to], "%s: nothing has the id %q", name, to)
			}
		}
	}
}

func TestPagesOfSeveralReportsSpeakOneLanguage(t *testing.T) {
	t.Parallel()
	for name, text := range severalPages(t, render.Chinese) {
		for _, s := range texts(t, text) {
			assert.NotRegexp(t, sentence, s, name)
		}
	}
	for name, text := range severalPages(t, render.English) {
		assert.Contains(t, text, `<html lang="en">`, name)
		assert.NotContains(t, text, "可比", name)
	}
}

// hostile is what a vendor might write into its statement.
const hostile = "=cmd|'/C calc'!A0<script>alert(1)</script>\u202e\x1b[31m\x00</style>{{.}}"

func TestAHostileVendorStaysText(t *testing.T) {
	t.Parallel()
	c := offered(t, 2, func(i int, r *reports.Report) {
		if i == 1 {
			r.ICS.Vendor, r.ICS.Product, r.ICS.Version, r.Suite.Version = hostile, hostile+strings.Repeat("x", 10<<20), hostile, hostile
			r.Standard.Digest = hostile
			for j := range r.Deviations {
				r.Deviations[j].Example.Observed = specs.Text{EN: hostile, ZH: hostile}
			}
		}
	})
	for _, l := range languages {
		text := page(t, func(w io.Writer) error { return render.Comparison(w, c, render.Options{Lang: l}) })
		nodes(t, text, func(n *html.Node) { assert.NotEqual(t, "script", n.Data) })
		assert.NotContains(t, text, "\u202e")
		assert.NotContains(t, text, "\x1b")
		assert.Contains(t, text, "[U+202E]")
		assert.Less(t, len(text), 1<<20, "a long name is cut")
	}
	var b bytes.Buffer
	require.NoError(t, render.ComparisonXLSX(&b, c, render.Options{}))
	assert.Less(t, b.Len(), 1<<20)
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		require.NoError(t, err)
		for i, row := range rows {
			for j, text := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				require.NoError(t, err)
				formula, err := f.GetCellFormula(name, at)
				require.NoError(t, err)
				assert.Empty(t, formula)
				assert.NotContains(t, text, "\x1b")
			}
		}
	}
}

func TestTheWorkbookOfAComparisonHasTheSheetsOfATender(t *testing.T) {
	t.Parallel()
	c := offered(t, 2, nil)
	var b bytes.Buffer
	require.NoError(t, render.ComparisonXLSX(&b, c, render.Options{Lang: render.Chinese}))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	assert.Equal(t, []string{"结论汇总", "一票否决", "评分", "差异矩阵", "偏离表-A", "偏离表-B", "澄清清单", "说明"}, f.GetSheetList())
	rows, err := f.GetRows("差异矩阵")
	require.NoError(t, err)
	assert.Len(t, rows, c.Differ+1)
	rows, err = f.GetRows("结论汇总")
	require.NoError(t, err)
	for i, bid := range c.Bids {
		assert.Equal(t, bid.Key, rows[i+1][0])
		assert.Contains(t, rows[i+1], bid.Scope.Rate.Text)
		assert.Contains(t, strings.Join(rows[i+1], " "), bid.Score.Total+"/"+bid.Score.Of)
	}
	rows, err = f.GetRows("偏离表-A")
	require.NoError(t, err)
	assert.Len(t, rows, len(c.Bids[0].Report.Evaluation.Items)+1, "the tender scope")
}

// TestAScoreNeverStandsBesideWhatCannotBeCompared: nor does a rank.
func TestAScoreNeverStandsBesideWhatCannotBeCompared(t *testing.T) {
	t.Parallel()
	c := offered(t, 3, func(i int, r *reports.Report) { r.Target.Simulator = true })
	text := page(t, func(w io.Writer) error { return render.Comparison(w, c, render.Options{Lang: render.English}) })
	for _, b := range c.Bids {
		assert.NotContains(t, text, b.Score.Total)
	}
	assert.Contains(t, text, "C2 for reference only")
	assert.NotContains(t, text, "<th scope=\"col\" class=\"n\">Rank")
}

func TestADotLiesAtTheShareAndNamesAllWhoHaveIt(t *testing.T) {
	t.Parallel()
	c := offered(t, 3, nil)
	text := page(t, func(w io.Writer) error { return render.Comparison(w, c, render.Options{Lang: render.English}) })
	for _, k := range c.Classes {
		for i, b := range c.Bids {
			assert.Contains(t, text, fmt.Sprintf("%s %d/%d", b.Key, k.Counts[i].Pass, k.Counts[i].Applicable))
		}
	}
	assert.Equal(t, len(c.Classes), strings.Count(text, `<svg class="dots"`))
}

func TestATrendBreaksItsLineWhereTheStandardChanged(t *testing.T) {
	t.Parallel()
	trend := overTime(t)
	text := page(t, func(w io.Writer) error { return render.Trend(w, trend, render.Options{Lang: render.English}) })
	assert.Equal(t, 1, strings.Count(text, `<line class="gap"`))
	assert.Equal(t, 2, strings.Count(text, `M48 `), "each line begins once at the left")
	assert.Contains(t, text, "↓ regressions")
	assert.Contains(t, text, "↑ mended")
	var b bytes.Buffer
	require.NoError(t, render.TrendXLSX(&b, trend, render.Options{Lang: render.Chinese}))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	assert.Equal(t, []string{"历次测试", "退步与改进"}, f.GetSheetList())
}
