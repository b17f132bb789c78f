package render_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// underTerms reads a run under the rules of the sample's buyer.
func underTerms(t *testing.T, run func() (*suites.Result, *specs.Standard), change func(*reports.Report, *reports.Terms)) *reports.Report {
	t.Helper()
	r, terms := reportOf(t, run), sample.Terms()
	terms.Waivers[0].Scope = r.ICS.Product
	if change != nil {
		change(r, &terms)
	}
	out, err := reports.Evaluate(r, terms)
	require.NoError(t, err)
	return out
}

// flawless is the sample when everything passed and every demand is met.
func flawless() (*suites.Result, *specs.Standard) {
	result, std := sample.Run()
	for i := range result.Verdicts {
		v := &result.Verdicts[i]
		v.Verdict, v.Reason, v.BlockedBy = suites.Pass, specs.Text{}, ""
	}
	for _, c := range std.Classes {
		result.Suite.Classes = append(result.Suite.Classes, c.ID)
	}
	return result, std
}

func met(r *reports.Report, t *reports.Terms) {
	r.Assurance, r.Limits = "A1", reports.Limits{Repetitions: 3}
	r.Target.Simulator = false
	t.Waivers = nil
}

func section(t *testing.T, page, id string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `<section id="`+id+`"`)
	require.True(t, ok, id)
	out, _, ok := strings.Cut(rest, "</section>")
	require.True(t, ok, id)
	return out
}

func TestPageOneUnderAProfile(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, nil)
	one := section(t, rendered(t, r, render.HTML, render.Options{Lang: render.Chinese}), "decision")
	e := r.Evaluation
	assert.Equal(t, reports.GateFail, e.Gate.Decision)
	for _, want := range []string{`g-FAIL`, "方案 XC-2026-07", "<b>" + e.Score.Total + "</b> / 100", "仅供参考", "★EVT-03", "◇", "招标范围", "声明范围：" + r.OwnClaim.Rate.Text,
		"计入豁免后", "证据等级要求“A1 及以上”，实际为“A0”", "重复次数要求“3”，实际为“1”", "至 2027-05-19"} {
		assert.Contains(t, one, want)
	}
	fraction, _, _ := strings.Cut(e.Scope.Rate.Text, " ")
	assert.Contains(t, one, "<b>"+fraction+"</b>")
	for _, k := range e.Score.Classes {
		assert.Contains(t, one, k.Class+" <b>"+k.Points+"</b>")
	}
	assert.Less(t, strings.Index(one, `class="gate`), strings.Index(one, e.Score.Total), "a score never stands before its gate")
}

func TestReasonsNameEveryClassThatIsNotOfferedFirst(t *testing.T) {
	t.Parallel()
	r := underTerms(t, flawless, func(r *reports.Report, t *reports.Terms) {
		met(r, t)
		r.OwnClaim.Classes = []string{"core"}
	})
	one := section(t, rendered(t, r, render.HTML, render.Options{Lang: render.Chinese}), "decision")
	var shown []string
	for _, m := range regexp.MustCompile(`href="#r-([A-Z0-9-]+)">★`).FindAllStringSubmatch(one, -1) {
		shown = append(shown, m[1])
	}
	require.Greater(t, len(shown), 3)
	assert.Equal(t, []string{"EVT-01", "SEC-01", "LGT-020", "EVT-02"}, shown[:4], "one of each class, then the others")
}

func TestScoreIsGreyUnlessTheGatePassedAndEveryDemandIsMet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		run    func() (*suites.Result, *specs.Standard)
		change func(*reports.Report, *reports.Terms)
		void   bool
	}{
		"flawless":                   {flawless, met, false},
		"flawless but unsigned":      {flawless, func(r *reports.Report, t *reports.Terms) { met(r, t); r.Assurance = "A0" }, true},
		"flawless against simulator": {flawless, func(r *reports.Report, t *reports.Terms) { met(r, t); r.Target.Simulator = true }, true},
		"failed":                     {sample.Run, met, true},
	} {
		r := underTerms(t, c.run, c.change)
		one := section(t, rendered(t, r, render.HTML, render.Options{Lang: render.Chinese}), "decision")
		assert.Equal(t, c.void, strings.Contains(one, `class="panel void"`), name)
		assert.Equal(t, c.void, strings.Contains(one, `void-word`), name)
		for _, f := range []func(io.Writer, *reports.Report, render.Options) error{render.Terminal, render.Markdown} {
			assert.Equal(t, c.void, strings.Contains(rendered(t, r, f, render.Options{Lang: render.Chinese}), r.Evaluation.Score.Total+" / 100，仅供参考"), name)
		}
	}
}

func TestTablesOfATender(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, nil)
	tables := section(t, rendered(t, r, render.HTML, render.Options{Lang: render.Chinese}), "table")
	row := regexp.MustCompile(`(?s)<tr id="t-([A-Z0-9-]+)">(.*?)</tr>`)
	words := map[reports.Departure]string{reports.DepartsNot: "无偏离", reports.DepartsBelow: "负偏离", reports.DepartsUnknown: "未证实"}
	seen := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(tables, -1) {
		seen[m[1]] = m[2]
	}
	require.Len(t, seen, len(r.Evaluation.Items))
	for _, it := range r.Evaluation.Items {
		for d, word := range words {
			assert.Equal(t, it.Departure == d, strings.Contains(seen[it.Requirement], ">"+word), "%s %s", it.Requirement, word)
		}
		assert.Equal(t, it.Standing == reports.NotOffered, strings.Contains(seen[it.Requirement], "<td>未提供</td>"), it.Requirement)
		assert.Contains(t, seen[it.Requirement], strings.Join(it.Symbols, "")+it.Requirement+"<")
	}
	assert.Contains(t, seen["EVT-03"], "已由 W-1 豁免，判定不变。")
	for _, want := range []string{"符合性审查导航表", "审核内容原文", "须查验的资料", "证据编号", "评标导航表", "评标项目", "分项", "分值", "评分标准原文", "自查"} {
		assert.Contains(t, tables, want)
	}
	assert.Contains(t, tables, `<td class="n">41/3</td>`, "20.5 points, two of three shares")
}

func TestAllRenderingsTellTheSameNumbers(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, nil)
	e := r.Evaluation
	for name, f := range map[string]func(io.Writer, *reports.Report, render.Options) error{"terminal": render.Terminal, "markdown": render.Markdown, "html": render.HTML} {
		text := rendered(t, r, f, render.Options{Lang: render.Chinese, Width: 200})
		for _, want := range []string{e.Score.Total, "不通过", "★ "} {
			assert.Contains(t, text, want, name)
		}
	}
	fraction, _, _ := strings.Cut(e.Scope.Rate.Text, " ")
	for name, f := range map[string]func(io.Writer, *reports.Report, render.Options) error{"terminal": render.Terminal, "markdown": render.Markdown, "badge": render.BadgeJSON, "html": render.HTML} {
		assert.Contains(t, rendered(t, r, f, render.Options{Lang: render.English}), fraction, name)
	}
}

func TestMethodTellsTheTerms(t *testing.T) {
	t.Parallel()
	r := underTerms(t, sample.Run, func(r *reports.Report, t *reports.Terms) {
		e := reports.Errata{ID: "ERRATA-1", Entries: []reports.Erratum{{Requirement: "CORE-01", Reason: specs.Text{EN: "x", ZH: "表述有歧义"}, Date: "2026-11-01"}}}.Seal()
		r.Errata = &e
		r.Requirements[1].Unstable, r.Requirements[1].Repetitions = true, []suites.Verdict{suites.Fail, suites.Pass}
	})
	r.Contradictions = []suites.Contradiction{{Class: "prk-read", Operation: "listLots", Method: "GET", Path: "/prk/lots", Status: 200}}
	page := rendered(t, r, render.HTML, render.Options{Lang: render.Chinese})
	assert.Contains(t, section(t, page, "static"), "<b>prk-read</b> <code>GET /prk/lots</code> → 200")
	method := section(t, page, "method")
	for _, want := range []string{r.Evaluation.Profile.Digest, "W-1", "EVT-03", "采购人", "有效，至 2027-01-31", "ERRATA-1", "表述有歧义", "未满足"} {
		assert.Contains(t, method, want)
	}
	assert.Contains(t, page, "✗✓")
	assert.Contains(t, page, "不稳定")
}

func TestTermsOfOthersAreEscaped(t *testing.T) {
	t.Parallel()
	evil := `<script>alert(1)</script>`
	r := underTerms(t, sample.Run, func(_ *reports.Report, t *reports.Terms) {
		t.Waivers[0].Reason, t.Waivers[0].Name, t.Profile.ID = evil, evil, evil
		t.Profile.Symbols[0].Mark = evil
	})
	page := rendered(t, r, render.HTML, render.Options{})
	assert.Equal(t, 1, strings.Count(page, "<script"), "the filter's own")
	assert.Contains(t, page, "&lt;script&gt;")
	var md bytes.Buffer
	require.NoError(t, render.Markdown(&md, r, render.Options{}))
	assert.NotContains(t, md.String(), "<script")
}

// TestNotesStandBesideTheNumbers: what a vendor documents and what is disputed
// is shown, in the language of the page, and changes no number of page one.
func TestNotesStandBesideTheNumbers(t *testing.T) {
	t.Parallel()
	plain := underTerms(t, sample.Run, nil)
	failed := plain.Gate.Failed[0]
	r := underTerms(t, sample.Run, func(_ *reports.Report, terms *reports.Terms) {
		terms.Known = []reports.Known{{Requirement: failed, Reason: "<b>将于 4.3 版修复</b>", Expires: "2099-01-01"}}
		terms.Disputes = []reports.Dispute{{ID: "D-7", Requirement: failed, Reason: specs.Text{EN: "too strict", ZH: "过严"}, Raised: "2026-01-01", Lapses: "2099-01-01"}}
	})
	for l, want := range map[render.Lang][]string{
		render.Chinese: {"供方说明（不影响判定）：&lt;b&gt;将于 4.3 版修复", "不计争议项时：一票否决", "过严", "与所述一致，仍不通过"},
		render.English: {"Note of the vendor, without effect on the verdict: &lt;b&gt;", "Without what is in dispute: gate ", "too strict", "fails as documented"},
	} {
		page := rendered(t, r, render.HTML, render.Options{Lang: l})
		for _, w := range want {
			assert.Contains(t, page, w, l)
		}
		bare := rendered(t, plain, render.HTML, render.Options{Lang: l})
		for _, w := range want {
			assert.NotContains(t, bare, w, l)
		}
		panels := regexp.MustCompile(`(?s)<div class="panels">.*?<h2 class="line">`)
		assert.Equal(t, panels.FindString(bare), panels.FindString(page), "gate, rate and score are the same")
	}
}
