package render_test

import (
	"encoding/csv"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/suites"
)

// markupOf is everything that is no text of a page.
var markupOf = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)

// TestAllFormatsCarryEqualNumbers: the decision, the fraction of the tender
// scope, the score and the number of the report are the same wherever somebody
// reads them.
func TestAllFormatsCarryEqualNumbers(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*reports.Report{
		"for reference": underTerms(t, sample.Run, nil),
		"passed":        underTerms(t, flawless, met),
		"own claim":     sampleReport(t),
	} {
		e := r.Evaluation
		gate, rate, score := r.Gate.Decision, r.OwnClaim.Rate.Text, ""
		if e != nil {
			gate, rate, score = e.Gate.Decision, e.Scope.Rate.Text, e.Score.Total
		}
		for format, f := range map[string]func(io.Writer, *reports.Report, render.Options) error{
			"terminal": render.Terminal, "html": render.HTML, "decision": render.Decision, "md": render.Markdown, "xlsx": cellsOf, "json": render.JSON,
			"junit": render.JUnit, "declaration": render.Declaration, "badge": render.BadgeJSON, "svg": render.BadgeSVG, "github": render.GitHub,
		} {
			text := html.UnescapeString(strings.Join(strings.Fields(markupOf.ReplaceAllString(rendered(t, r, f, render.Options{Lang: render.English, Width: 200}), " ")), " "))
			if format == "junit" || format == "svg" {
				text = rendered(t, r, f, render.Options{Lang: render.English})
			}
			short := format == "badge" || format == "svg" || format == "github"
			if format == "github" && gate != reports.GatePass {
				continue // names what failed, and no number
			}
			if format != "declaration" || e != nil {
				assert.Contains(t, text, string(gate), "%s of %s: gate", format, name)
				assert.Contains(t, text, strings.Fields(rate)[0], "%s of %s: fraction", format, name)
			}
			if !short {
				assert.Contains(t, text, r.ID, "%s of %s: number", format, name)
			}
			if !short && format != "declaration" {
				assert.Contains(t, text, score, "%s of %s: score", format, name)
			}
		}
	}
}

// TestCSVTellsTheTenderScope: its rows add up to the numbers of page one.
func TestCSVTellsTheTenderScope(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, nil)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(rendered(t, r, render.CSV, render.Options{Lang: render.English}), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, len(r.Requirements)+1)
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	stands := map[string]int{}
	for _, row := range rows[1:] {
		stands[row[at["Standing in the tender scope"]]]++
	}
	c := r.Evaluation.Scope.Counts
	assert.Equal(t, c.Pass, stands["✓ pass"])
	assert.Equal(t, c.Fail, stands["✗ fail"])
	assert.Equal(t, c.NotOffered, stands["◇ not offered"])
	assert.Equal(t, len(r.Requirements)-c.Total, stands["outside of the tender scope"])
}

func TestTheDeclarationSpeaksOfTheTender(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, nil)
	text := rendered(t, r, render.Declaration, render.Options{Lang: render.English})
	assert.Contains(t, text, "In the scope of tender profile XC-2026-07: gate FAIL")
	for _, id := range r.Evaluation.Gate.Failed {
		assert.Contains(t, text, id)
	}
	assert.NotContains(t, rendered(t, sampleReport(t), render.Declaration, render.Options{Lang: render.English}), "tender profile")
}

func TestTheWorkbookLeadsToTheEvidenceOfATender(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, nil)
	text := rendered(t, r, cellsOf, render.Options{Lang: render.Chinese})
	for _, it := range r.Evaluation.Items {
		assert.Contains(t, text, strings.Join(it.Symbols, "")+it.Requirement)
		if it.Standing == reports.NotOffered {
			assert.Contains(t, text, "未提供")
		}
		if it.Standing == reports.Standing(suites.NotTested) {
			assert.Contains(t, text, "未证实")
		}
	}
	for _, c := range r.Evaluation.Score.Classes {
		assert.Contains(t, text, c.Points)
	}
}
