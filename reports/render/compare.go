package render

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Comparison writes a comparison as one HTML file that needs nothing else: it
// can be filtered without script, asks no host for anything, and prints on A4.
func Comparison(w io.Writer, c *compare.Comparison, o Options) error {
	return laid(w, "compare.html", o, func(l Lang, f frame) any {
		p := newComparisonPage(c, f)
		p.Links = l.linksOf(o.Links)
		return p
	})
}

// frame is what every page of several reports begins with.
type frame struct {
	Lang   string
	Both   bool
	Style  template.CSS
	Policy string
}

// laid executes a page with the style of the report and one of its own.
func laid(w io.Writer, page string, o Options, of func(Lang, frame) any) error {
	var style strings.Builder
	for _, name := range []string{"style.css", "several/compare.css"} {
		text, err := templates.ReadFile("templates/" + name)
		if err != nil {
			return fmt.Errorf("render %s: %w", page, err)
		}
		style.Write(text)
	}
	l := o.lang()
	t, err := template.New(page).Funcs(l.funcs()).Funcs(l.comparing()).ParseFS(templates, "templates/several/"+page, "templates/several/parts.html")
	if err != nil {
		return fmt.Errorf("render %s: %w", page, err)
	}
	f := frame{Lang: "zh-CN", Both: l == Both, Style: template.CSS(strings.NewReplacer("{{id}}", "", "{{end}}", "").Replace(style.String()))}
	if l == English {
		f.Lang = "en"
	}
	f.Policy = policy(string(f.Style), "")
	if err := t.Execute(w, of(l, f)); err != nil {
		return fmt.Errorf("render %s: %w", page, err)
	}
	return nil
}

// comparing are what only these templates call.
func (l Lang) comparing() template.FuncMap {
	return template.FuncMap{
		"name":    bidName,
		"subject": func(a compare.Ask) template.HTML { return l.markup(subject(a)) },
		"ask":     func(a compare.Ask) template.HTML { return l.markup(question(a)) },
		"plot":    func(k compare.Class, bids []*compare.Bid) template.HTML { return dotPlot(k, bids, l) },
		"points":  func(b *compare.Bid, class string) string { return pointsOf(b, class) },
		"cut":     func(n int, t specs.Text) specs.Text { return specs.Text{EN: clip(t.EN, n), ZH: clip(t.ZH, n)} },
		"waived": func(r *reports.Report) string {
			if r.Evaluation == nil || r.Evaluation.Waived == nil {
				return ""
			}
			return string(r.Evaluation.Waived.Decision)
		},
		"valid": func(r *reports.Report) string {
			if r.Evaluation == nil {
				return ""
			}
			return r.Evaluation.ValidUntil
		},
		"frac":   func(c reports.Counts) string { return fmt.Sprintf("%d/%d", c.Pass, c.Applicable) },
		"cell":   l.cellOf,
		"values": func(d reports.Difference) template.HTML { return l.markup(valuesOf(d)) },
		"value":  func(d reports.Difference) template.HTML { return l.markup(valueOf(d, 0)) },
	}
}

// comparisonPage is what the template sees.
type comparisonPage struct {
	frame
	C        *compare.Comparison
	Star     string
	Scored   bool
	Evidence []sides
	More     int                // rows whose evidence is left out
	Legend   []reports.Standing // that the matrix uses
	Links    []template.HTML
}

func newComparisonPage(c *compare.Comparison, f frame) *comparisonPage {
	p := &comparisonPage{frame: f, C: c, Star: starOf(c.Bids[0].Report)}
	if p.Star == "" {
		p.Star = "★"
	}
	for _, b := range c.Bids {
		p.Scored = p.Scored || b.Score != nil
	}
	p.beside()
	p.legend()
	return p
}

// legend lists the standings that the matrix uses, in one order.
func (p *comparisonPage) legend() {
	for _, v := range slices.Concat(verdictOrder, []suites.Verdict{suites.Verdict(reports.NotOffered), suites.Verdict(reports.Informed)}) {
		if slices.ContainsFunc(p.C.Rows, func(r compare.Row) bool { return r.Any(reports.Standing(v)) }) {
			p.Legend = append(p.Legend, reports.Standing(v))
		}
	}
}

// verdictOrder is the order in which verdicts are listed.
var verdictOrder = []suites.Verdict{suites.Pass, suites.Fail, suites.Unclear, suites.Blocked, suites.NotTested, suites.NotApplicable, suites.SuiteGap, suites.Suspended}

// named is how a vendor's product is called in a column.
type named struct{ Vendor, Product, Version string }

// bidName keeps names to what a cell holds, whatever their length.
func bidName(b *compare.Bid) named {
	i := &b.Report.ICS
	return named{line(clip(i.Vendor, 40)), line(clip(i.Product, 60)), line(clip(i.Version, 24))}
}

func pointsOf(b *compare.Bid, class string) string {
	if b.Score != nil {
		for _, p := range b.Score.Classes {
			if p.Class == class {
				return p.Points
			}
		}
	}
	return ""
}

// valuesOf says what two bundles have where they should have the same.
func valuesOf(d reports.Difference) specs.Text {
	a, b := valueOf(d, 0), valueOf(d, 1)
	if a == b {
		return a
	}
	return specs.Text{EN: a.EN + " ≠ " + b.EN, ZH: a.ZH + " ≠ " + b.ZH}
}

// valueOf is what one of the two has.
func valueOf(d reports.Difference, i int) specs.Text {
	if w := d.Words[i]; w != (specs.Text{}) {
		return specs.Text{EN: clip(w.EN, 160), ZH: clip(w.ZH, 160)}
	}
	v := clip([2]string{d.A, d.B}[i], 60)
	return specs.Text{EN: v, ZH: v}
}

// cellOf is a cell of the matrix: the glyph, and its word for who does not see
// it.
func (l Lang) cellOf(c compare.Cell) template.HTML {
	v := string(c.Standing)
	return template.HTML(fmt.Sprintf(`<span class="chip v-%s"><span aria-hidden="true">%s</span><span class="hidden">%s</span></span>`,
		template.HTMLEscapeString(v), glyphs[verdictOf(c.Standing)], l.first(message("verdict."+v))))
}
