package render_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/suites"
)

func TestJSONIsReadBack(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	got, err := reports.ReadReport(strings.NewReader(rendered(t, r, render.JSON, render.Options{})))
	require.NoError(t, err)
	assert.Equal(t, r, got)
}

type junit struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	Suites   []struct {
		Tests int `xml:"tests,attr"`
		Cases []struct {
			Name    string    `xml:"name,attr"`
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
			Skipped *struct{} `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func TestJUnitSaysWhatTheReportSays(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	text := rendered(t, r, render.JUnit, render.Options{})
	assert.NotContains(t, text, "\x1b")
	var doc junit
	require.NoError(t, xml.Unmarshal([]byte(text), &doc))
	want := map[suites.Verdict]string{suites.Pass: "", suites.Fail: "failure", suites.Unclear: "error", suites.Blocked: "skipped",
		suites.NotTested: "skipped", suites.NotApplicable: "skipped", suites.SuiteGap: "skipped", suites.Suspended: "skipped"}
	got := map[string]string{}
	for _, s := range doc.Suites {
		assert.Equal(t, s.Tests, len(s.Cases))
		for _, c := range s.Cases {
			id, _, _ := strings.Cut(c.Name, " ")
			got[id] = outcome(c.Failure, c.Error, c.Skipped)
		}
	}
	for _, q := range r.Requirements {
		assert.Equal(t, want[q.Verdict], got[q.ID], q.ID)
	}
	assert.Equal(t, len(r.Requirements), doc.Tests)
	assert.Equal(t, r.OwnClaim.Counts.Fail, doc.Failures)
	assert.Equal(t, r.OwnClaim.Counts.Inconclusive, doc.Errors)
}

func outcome(failure, err, skipped *struct{}) string {
	switch {
	case failure != nil:
		return "failure"
	case err != nil:
		return "error"
	case skipped != nil:
		return "skipped"
	}
	return ""
}

func TestJUnitSurvivesHostileText(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	for i := range result.Cases {
		result.Cases[i].Judgements[0].Findings[0].Message.EN = "]]> \x00\x08\x1b\ufffe\uffff <a> & \""
	}
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	d := xml.NewDecoder(strings.NewReader(rendered(t, r, render.JUnit, render.Options{})))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

func TestCSVHasOneRowARequirement(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	text := rendered(t, r, render.CSV, render.Options{Lang: render.Chinese})
	require.True(t, strings.HasPrefix(text, "\ufeff"), "spreadsheets need the mark to read UTF-8")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, len(r.Requirements)+1)
	for i, q := range r.Requirements {
		assert.Equal(t, q.ID, rows[i+1][0])
		for _, c := range rows[i+1] {
			assert.NotRegexp(t, `^[=+@\-]`, c)
		}
	}
}

func TestMarkdownTakesTextLiterally(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	result.IUT.ICS.Product = "<b>x</b> | [a](http://b) `c` @all"
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	text := rendered(t, r, render.Markdown, render.Options{})
	assert.Contains(t, text, "&lt;b&gt;x&lt;/b&gt; \\| \\[a\\](http://b) \\`c\\` &#64;all")
}

func TestTerminalColours(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	assert.NotContains(t, rendered(t, r, render.Terminal, render.Options{}), "\x1b")
	assert.Contains(t, rendered(t, r, render.Terminal, render.Options{Color: true}), "\x1b[1;31m✗")
}

// TestViewsAgree: every format tells the same gate and fraction.
func TestViewsAgree(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	for name, f := range map[string]func(io.Writer, *reports.Report, render.Options) error{
		"terminal": render.Terminal, "html": render.HTML, "markdown": render.Markdown, "json": render.JSON, "xlsx": cellsOf} {
		text := rendered(t, r, f, render.Options{Lang: render.English})
		assert.Contains(t, text, "FAIL", name)
		assert.Contains(t, text, "20/29", name)
		assert.Contains(t, text, "68.9", name)
		assert.Contains(t, text, r.ID, name)
	}
}

func TestParseLang(t *testing.T) {
	t.Parallel()
	for _, l := range languages {
		got, err := render.ParseLang(string(l))
		require.NoError(t, err)
		assert.Equal(t, l, got)
	}
	_, err := render.ParseLang("fr")
	require.ErrorContains(t, err, "zh-CN, en or both")
}

// broken fails after some octets, as a full disk does.
type broken struct{ left int }

var errFull = errors.New("no space left")

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskIsAnError(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	for _, f := range render.Formats() {
		require.ErrorIs(t, f.Func(&broken{left: 20}, r, render.Options{}), errFull, f.Name)
	}
	require.ErrorIs(t, render.Terminal(&broken{left: 100}, r, render.Options{}), errFull)
}

func TestRenderingIsDeterministic(t *testing.T) {
	t.Parallel()
	for _, f := range render.Formats() {
		var one, two bytes.Buffer
		require.NoError(t, f.Func(&one, sampleReport(t), render.Options{}))
		require.NoError(t, f.Func(&two, sampleReport(t), render.Options{}))
		assert.Equal(t, one.String(), two.String(), f.Name)
	}
}
