package render_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/suites"
)

// cellsOf writes what the cells of the workbook say, a line each row.
func cellsOf(w io.Writer, r *reports.Report, o render.Options) error {
	var b bytes.Buffer
	if err := render.XLSX(&b, r, o); err != nil {
		return err
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		return err
	}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			return err
		}
		for _, row := range rows {
			io.WriteString(w, strings.Join(row, "\t")+"\n")
		}
	}
	return nil
}

func TestTheWorkbookHasEveryRequirementAndTheTenderTable(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	var b bytes.Buffer
	require.NoError(t, render.XLSX(&b, r, render.Options{Lang: render.Chinese}))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	assert.Equal(t, []string{"结论", "分类矩阵", "偏离与证据", "技术偏离表", "全部要求项", "术语"}, f.GetSheetList())
	rows, err := f.GetRows("全部要求项")
	require.NoError(t, err)
	require.Len(t, rows, len(r.Requirements)+1)
	for i, q := range r.Requirements {
		assert.Equal(t, q.ID, rows[i+1][0])
	}
	table, err := f.GetRows("技术偏离表")
	require.NoError(t, err)
	assert.Equal(t, []string{"序号", "参数项", "招标要求", "投标响应", "偏离情况", "依据/证据", "备注"}, table[0])
	for _, row := range table[1:] {
		for _, q := range r.Requirements {
			if q.ID == row[1] && q.Verdict != suites.Pass {
				assert.NotEqual(t, "无偏离", row[4], "%s is %s", q.ID, q.Verdict)
			}
		}
	}
}

// finished is the sample run as if it had been against a product and whole.
func finished(t *testing.T, decide func(*suites.Result)) *reports.Report {
	t.Helper()
	result, std := sample.Run()
	if decide != nil {
		decide(result)
	}
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	return r
}

func allPass(result *suites.Result) {
	result.Cases = nil
	for i := range result.Verdicts {
		v := &result.Verdicts[i]
		if v.Verdict != suites.NotApplicable {
			*v = suites.RequirementVerdict{Requirement: v.Requirement, Verdict: suites.Pass, Executed: 1, Passed: 1}
		}
	}
}

func TestADeclarationNeedsAWholeRunAgainstAProduct(t *testing.T) {
	t.Parallel()
	const conforms, void = "符合 UCIS", "不能作为声明依据"
	for _, tt := range []struct {
		name     string
		report   *reports.Report
		want     string
		unwanted string
	}{
		{"filtered", sampleReport(t), void, conforms},
		{"with shortfalls", finished(t, nil), "不作符合性声明，其中所列要求项未通过", void},
		{"all passed", finished(t, allPass), conforms, "不作符合性声明"},
		{"simulator", finished(t, func(r *suites.Result) { allPass(r); r.IUT.IXIT.Simulator = true }), void, conforms},
		{"interrupted", finished(t, func(r *suites.Result) { allPass(r); r.Partial = "interrupted" }), void, conforms},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := rendered(t, tt.report, render.Declaration, render.Options{Lang: render.Chinese})
			assert.Contains(t, text, tt.want)
			assert.NotContains(t, text, tt.unwanted)
			assert.Contains(t, text, tt.report.Digest)
		})
	}
}

func TestADeclarationNamesEveryRequirementThatDidNotPass(t *testing.T) {
	t.Parallel()
	r := finished(t, nil)
	text := rendered(t, r, render.Declaration, render.Options{Lang: render.English})
	for _, id := range append(append([]string{}, r.Gate.Failed...), r.Gate.Open...) {
		assert.Contains(t, text, id)
	}
}

func TestABadgeNeverHidesTheFractionOrASimulator(t *testing.T) {
	t.Parallel()
	r := finished(t, func(r *suites.Result) { allPass(r); r.IUT.IXIT.Simulator = true })
	var got struct {
		SchemaVersion  int
		Label, Message string
	}
	require.NoError(t, json.Unmarshal([]byte(rendered(t, r, render.BadgeJSON, render.Options{Lang: render.English})), &got))
	assert.Equal(t, 1, got.SchemaVersion)
	assert.Equal(t, "PASS "+strings.Fields(r.OwnClaim.Rate.Text)[0]+" · simulator", got.Message)
	d := xml.NewDecoder(strings.NewReader(rendered(t, r, render.BadgeSVG, render.Options{})))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
}

func TestAnnotationsAreOneAClassAndOneLineEach(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	for i := range std.Requirements {
		std.Requirements[i].Statement.EN = "100%: it MUST,\n::error::not break out"
	}
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(rendered(t, r, render.GitHub, render.Options{Lang: render.English})), "\n")
	assert.LessOrEqual(t, len(lines), len(r.OwnClaim.Classes))
	for _, l := range lines {
		assert.Regexp(t, `^::(error|warning) title=[^:\n]+::[^\r\n]+$`, l)
		assert.Contains(t, l, "100%25")
	}
	assert.Regexp(t, `^::notice title=[^:\n]+::PASS \d+/\d+%0A[^\n]+\n$`, rendered(t, finished(t, allPass), render.GitHub, render.Options{Lang: render.English}))
}
