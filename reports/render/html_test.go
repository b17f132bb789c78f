package render_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/sample"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

var languages = []render.Lang{render.Chinese, render.English, render.Both}

// nodes walks a document.
func nodes(t *testing.T, page string, visit func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		visit(n)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestHTMLNeedsNothingElse(t *testing.T) {
	t.Parallel()
	for _, l := range languages {
		page := rendered(t, sampleReport(t), render.HTML, render.Options{Lang: l})
		nodes(t, page, func(n *html.Node) {
			assert.NotContains(t, []string{"link", "img", "iframe", "object", "embed", "base"}, n.Data)
			for _, a := range n.Attr {
				switch a.Key {
				case "href":
					assert.True(t, strings.HasPrefix(a.Val, "#"), a.Val)
				case "src", "style", "onclick", "onload":
					assert.Fail(t, "attribute "+a.Key+" asks for more than the policy allows")
				}
			}
		})
	}
}

func TestHTMLLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	page := rendered(t, sampleReport(t), render.HTML, render.Options{})
	ids, links := map[string]bool{}, map[string]bool{}
	nodes(t, page, func(n *html.Node) {
		if id := attribute(n, "id"); id != "" {
			assert.False(t, ids[id], "id %s twice", id)
			ids[id] = true
		}
		if n.Data == "a" {
			links[strings.TrimPrefix(attribute(n, "href"), "#")] = true
		}
	})
	require.NotEmpty(t, links)
	for l := range links {
		assert.True(t, ids[l], "nothing has the id %q", l)
	}
}

// TestHostileAnswersStayText: what the system says never becomes markup, and
// what nobody would see is shown.
func TestHostileAnswersStayText(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	hostile := "<script>alert(1)</script>\u202e\u0000'\"</style>{{.}}"
	result.IUT.ICS.Product, result.IUT.ICS.Vendor, result.IUT.IXIT.BaseURL = hostile, hostile, hostile
	result.IUT.ICS.Answers[hostile] = hostile
	for i := range result.Cases {
		result.Cases[i].Case.Purpose = specs.Text{EN: hostile, ZH: hostile}
		result.Cases[i].Judgements[0].Findings[0].Got = hostile
		result.Cases[i].Judgements[0].Findings[0].Message = specs.Text{EN: hostile, ZH: hostile}
	}
	r, err := reports.New(result, std, reports.Options{Filters: []string{hostile}, Laboratory: reports.Laboratory{Operator: hostile, Command: hostile}})
	require.NoError(t, err)
	for _, l := range languages {
		page := rendered(t, r, render.HTML, render.Options{Lang: l})
		scripts := 0
		nodes(t, page, func(n *html.Node) {
			if n.Type == html.ElementNode && n.Data == "script" {
				scripts++
			}
		})
		assert.Equal(t, 1, scripts)
		assert.NotContains(t, page, "\u202e")
		assert.Contains(t, page, "[U+202E]")
	}
}

// TestTenMegabytesOnOneLineStaySmall: what a forged statement says at length
// fills no page.
func TestTenMegabytesOnOneLineStaySmall(t *testing.T) {
	t.Parallel()
	result, std := sample.Run()
	long := strings.Repeat("x", 10<<20)
	ics := &result.IUT.ICS
	ics.Vendor, ics.Product, ics.Version, ics.Build = long, long, long, long
	r, err := reports.New(result, std, reports.Options{})
	require.NoError(t, err)
	for _, f := range render.Formats() {
		if f.Name == "json" {
			continue // holds everything
		}
		var short, grown bytes.Buffer
		require.NoError(t, f.Func(&short, sampleReport(t), render.Options{}))
		require.NoError(t, f.Func(&grown, r, render.Options{}))
		assert.Less(t, grown.Len()-short.Len(), 40_000, f.Name)
		assert.Greater(t, grown.Len(), short.Len()/2, f.Name)
	}
}

var (
	han      = regexp.MustCompile(`\p{Han}`)
	sentence = regexp.MustCompile(`[A-Za-z]{2,}(?: [A-Za-z]{2,}){3,}`) // four English words in a row
)

// texts gives the visible text runs of a page outside of code.
func texts(t *testing.T, page string) []string {
	var out []string
	nodes(t, page, func(n *html.Node) {
		if n.Type != html.TextNode || strings.TrimSpace(n.Data) == "" {
			return
		}
		for p := n.Parent; p != nil; p = p.Parent {
			switch p.Data {
			case "script", "style", "code", "pre", "title":
				return
			}
		}
		out = append(out, strings.TrimSpace(n.Data))
	})
	require.NotEmpty(t, out)
	return out
}

func TestChinesePageHasNoEnglishSentence(t *testing.T) {
	t.Parallel()
	for _, s := range texts(t, rendered(t, sampleReport(t), render.HTML, render.Options{Lang: render.Chinese})) {
		assert.NotRegexp(t, sentence, s)
	}
}

// TestEnglishPageHasChineseOnlyInTheStandard: the normative sentence stands
// beside its translation; nothing else is Chinese but what the vendor wrote.
func TestEnglishPageHasChineseOnlyInTheStandard(t *testing.T) {
	t.Parallel()
	page := rendered(t, sampleReport(t), render.HTML, render.Options{Lang: render.English})
	vendor := []string{"路灯管理平台 Lumen", "甲公司", "测试员", "测试室"}
	nodes(t, page, func(n *html.Node) {
		if n.Type != html.TextNode || !han.MatchString(n.Data) || attribute(n.Parent, "lang") == "zh-CN" {
			return
		}
		switch n.Parent.Data {
		case "style", "pre", "title":
			return
		}
		assert.Contains(t, vendor, strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(n.Data), "· Role Domain platform")))
	})
}

func TestEveryRequirementIsOnThePage(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	page := rendered(t, r, render.HTML, render.Options{})
	require.NotEmpty(t, r.Requirements)
	for _, q := range r.Requirements {
		assert.Contains(t, page, `id="r-`+q.ID+`"`)
		assert.Contains(t, page, q.Statement.ZH)
	}
	assert.Contains(t, page, "本报告不是 CMA/CNAS 检测报告")
}

// TestNotProvenIsNeverNoDeviation looks at the table that goes into a bid.
func TestNotProvenIsNeverNoDeviation(t *testing.T) {
	t.Parallel()
	r := sampleReport(t)
	page := rendered(t, r, render.HTML, render.Options{Lang: render.Chinese})
	table := page[strings.Index(page, `<section id="table"`):strings.Index(page, `<section id="requirements"`)]
	words := map[suites.Verdict]string{suites.Pass: "无偏离", suites.Fail: "负偏离", suites.Suspended: "暂停判定"}
	for _, q := range r.Requirements {
		row := regexp.MustCompile(`<th scope="row">` + q.ID + `<br>.*</tr>`).FindString(table)
		if q.Verdict == suites.NotApplicable {
			assert.Empty(t, row, q.ID)
			continue
		}
		want, ok := words[q.Verdict]
		if !ok {
			want = "未证实"
		}
		assert.Contains(t, row, ">"+want+"<", q.ID)
	}
}

// TestTheGateIsNeverAlone: empty and whole results make a page as well.
func TestUnusualResults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*suites.Result)
		says   []string
	}{
		"all passed":         {func(r *suites.Result) { setAll(r, suites.Pass) }, []string{"✓</span> 通过", "未发现偏离", "所有适用的要求项均已判定"}},
		"nothing applicable": {func(r *suites.Result) { setAll(r, suites.NotApplicable) }, []string{"未完成", "无适用项", "没有可据以作出结论的已判定要求项"}},
		"nothing tested":     {func(r *suites.Result) { setAll(r, suites.NotTested) }, []string{"未完成", "(0.0%)"}},
		"simulator":          {func(r *suites.Result) { r.IUT.IXIT.Simulator = true }, []string{"测试对象为模拟器而非产品"}},
		"interrupted":        {func(r *suites.Result) { r.Partial = "interrupted" }, []string{"测试运行被中断"}},
		"no class":           {func(r *suites.Result) { r.Suite.Classes = nil; setAll(r, suites.NotApplicable) }, []string{"无适用项"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, std := sample.Run()
			c.change(result)
			r, err := reports.New(result, std, reports.Options{})
			require.NoError(t, err)
			for _, f := range render.Formats() {
				require.NotEmpty(t, rendered(t, r, f.Func, render.Options{}), f.Name)
			}
			require.NotEmpty(t, rendered(t, r, render.Terminal, render.Options{}))
			page := rendered(t, r, render.HTML, render.Options{Lang: render.Chinese})
			for _, s := range c.says {
				assert.Contains(t, page, s)
			}
		})
	}
}

func setAll(r *suites.Result, v suites.Verdict) {
	r.Cases, r.Residue = nil, nil
	for i := range r.Verdicts {
		r.Verdicts[i] = suites.RequirementVerdict{Requirement: r.Verdicts[i].Requirement, Verdict: v}
	}
}

func TestHTMLStaysSmall(t *testing.T) {
	t.Parallel()
	r := reportOf(t, func() (*suites.Result, *specs.Standard) { return sample.Large(300, 12_000) })
	require.Len(t, r.Cases, 12_000)
	require.NotEmpty(t, r.Deviations)
	assert.LessOrEqual(t, len(rendered(t, r, render.HTML, render.Options{})), 2<<20)
	assert.LessOrEqual(t, len(rendered(t, r, render.Markdown, render.Options{})), 64<<10)
}
