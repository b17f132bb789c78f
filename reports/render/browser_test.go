package render_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/chromium"
	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// TestBrowser opens the page in Chromium: no console message, no request
// leaves the page, and page one prints on one sheet. With CI=true a missing
// program is a failure. CITYCONF_CHROMIUM names another browser.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	pdftotext := chromium.Program(t, "pdftotext")
	t.Run("a bad page is noticed", func(t *testing.T) {
		t.Parallel()
		newBrowser(t, pdftotext).noticesABadPage(t)
	})
	t.Run("the script runs", func(t *testing.T) {
		t.Parallel()
		newBrowser(t, pdftotext).runsTheScript(t)
	})
	for name, run := range map[string]func() (*suites.Result, *specs.Standard){"sample": sample.Run, "crowded": crowded} {
		for _, l := range languages {
			t.Run(name+" "+string(l), func(t *testing.T) {
				t.Parallel()
				newBrowser(t, pdftotext).prints(t, reportOf(t, run), l)
			})
			t.Run(name+" under a profile "+string(l), func(t *testing.T) {
				t.Parallel()
				newBrowser(t, pdftotext).prints(t, underTerms(t, run, wordy), l)
			})
		}
	}
}

// browser is a Chromium and a reader of what it prints.
type browser struct {
	*chromium.Browser
	pdftotext string
}

func newBrowser(t *testing.T, pdftotext string) *browser {
	t.Helper()
	return &browser{chromium.New(t), pdftotext}
}

// noticesABadPage proves that the checks below can fail.
func (b *browser) noticesABadPage(t *testing.T) {
	page := filepath.Join(t.TempDir(), "bad.html")
	bad := `<!DOCTYPE html><img src="http://outside.example/x.png"><script>console.error("trouble")</script>`
	require.NoError(t, os.WriteFile(page, []byte(bad), 0o644))
	_, console := b.Tree(t, page)
	assert.Contains(t, console, "trouble")
	assert.Equal(t, []string{"GET http://outside.example/x.png"}, b.Leaving())
}

func (b *browser) runsTheScript(t *testing.T) {
	dom, console := b.Tree(t, written(t, sampleReport(t), render.Both))
	assert.Empty(t, console)
	require.Contains(t, dom, `id="filter"`)
	assert.NotRegexp(t, `<form[^>]* hidden`, dom)
	assert.Empty(t, b.Leaving())
}

func (b *browser) prints(t *testing.T, r *reports.Report, l render.Lang) {
	pdf := filepath.Join(t.TempDir(), "report.pdf")
	console := b.Print(t, written(t, r, l), pdf)
	assert.Empty(t, console)
	assert.Empty(t, b.Leaving())
	one, two := b.text(t, pdf, 1), b.text(t, pdf, 2)
	assert.Contains(t, one, "CMA/CNAS", "the end of page one is on the first sheet")
	assert.Regexp(t, `^2\s*(分类矩阵|Class matrix)`, strings.TrimSpace(two), "the second sheet begins with section 2")
	b.printsAlone(t, r, l)
}

// printsAlone prints the decision page: it is one sheet by itself.
func (b *browser) printsAlone(t *testing.T, r *reports.Report, l render.Lang) {
	dir := t.TempDir()
	page, pdf := filepath.Join(dir, "decision.html"), filepath.Join(dir, "decision.pdf")
	require.NoError(t, os.WriteFile(page, []byte(rendered(t, r, render.Decision, render.Options{Lang: l})), 0o644))
	console := b.Print(t, page, pdf)
	assert.Empty(t, console)
	out, err := exec.Command(b.pdftotext, pdf, "-").Output()
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(string(out), "\f"), "one sheet")
}

func written(t *testing.T, r *reports.Report, l render.Lang) string {
	t.Helper()
	page := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(page, []byte(rendered(t, r, render.HTML, render.Options{Lang: l})), 0o644))
	return page
}

// text is the text of one sheet.
func (b *browser) text(t *testing.T, pdf string, sheet int) string {
	t.Helper()
	n := fmt.Sprint(sheet)
	out, err := exec.Command(b.pdftotext, "-f", n, "-l", n, pdf, "-").Output()
	require.NoError(t, err)
	return string(out)
}

// wordy makes a buyer's rules say as much on page one as they can.
func wordy(_ *reports.Report, t *reports.Terms) {
	t.Profile.ID = strings.Repeat("XC-2026-07-", 8)
	for i := range 6 {
		t.Profile.Answers = append(t.Profile.Answers, reports.PinnedAnswer{Question: fmt.Sprintf("a.question.with.a.long.name.%d", i), Answer: strings.Repeat("yes ", 30)})
	}
}

// crowded is a run whose page one has as much to say as it can: long names,
// long sentences, many classes, every limit.
func crowded() (*suites.Result, *specs.Standard) {
	result, std := sample.Run()
	ics := &result.IUT.ICS
	ics.Vendor, ics.Product = strings.Repeat("某市智慧照明有限公司", 12), strings.Repeat("城市照明综合管理与运维平台", 12)
	ics.Build, ics.Version = strings.Repeat("9c1e77ab", 12), strings.Repeat("4.2.1-rc", 12)
	result.IUT.IXIT.BaseURL = "https://" + strings.Repeat("very-long-host-name.", 10) + "example"
	result.IUT.IXIT.Simulator, result.Partial = true, "interrupted"
	for i := range std.Requirements {
		s := &std.Requirements[i].Statement
		s.EN, s.ZH = strings.Repeat(s.EN+" ", 6), strings.Repeat(s.ZH, 6)
	}
	for i := range result.Verdicts {
		v := &result.Verdicts[i]
		if v.Verdict == suites.Pass && i%2 == 0 {
			v.Verdict, v.Reason = suites.Unclear, specs.Text{EN: strings.Repeat("Nothing was observed. ", 20), ZH: strings.Repeat("未观察到任何消息。", 20)}
		}
		if v.Verdict == suites.Pass && i%3 == 0 {
			v.Verdict = suites.SuiteGap
		}
	}
	for i := range 30 {
		id := fmt.Sprintf("class-with-a-long-name-%02d", i)
		std.Classes = append(std.Classes, specs.Class{ID: id, Title: specs.Text{EN: "A class with a long title", ZH: "名称很长的符合性类"}})
		std.Requirements = append(std.Requirements, specs.Requirement{ID: fmt.Sprintf("ZZZ-%02d", i), Class: id, Level: specs.Must})
		result.Verdicts = append(result.Verdicts, suites.RequirementVerdict{Requirement: fmt.Sprintf("ZZZ-%02d", i), Verdict: suites.SuiteGap})
		result.Suite.Classes = append(result.Suite.Classes, id)
	}
	return result, std
}
