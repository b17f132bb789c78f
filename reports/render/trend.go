package render

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/workbook"
)

// Trend writes one product over time as an HTML file that needs nothing else.
func Trend(w io.Writer, t *compare.Trend, o Options) error {
	return laid(w, "trend.html", o, func(l Lang, f frame) any {
		return &trendPage{frame: f, T: t, Last: &t.Runs[len(t.Runs)-1].Bid, Lines: stepLines(t, l)}
	})
}

// trendPage is what the template sees.
type trendPage struct {
	frame
	T     *compare.Trend
	Last  *compare.Bid
	Lines template.HTML
}

// Measures of the step lines, in units of their view box.
const (
	stepsWidth, stepsHeight = 900, 240
	stepsLeft, stepsBottom  = 48, 210
	stepsTop                = 20
)

// steps places numbers in the picture.
type steps struct {
	most int // applicable requirements of the run that has most
	wide int // units a run takes
}

func (s steps) x(run int) int { return stepsLeft + run*s.wide }
func (s steps) y(n int) int   { return stepsBottom - n*(stepsBottom-stepsTop)/s.most }

// stepLines draws passed and applicable requirements as steps, one step a run.
// A line goes on only between runs that may be compared.
func stepLines(t *compare.Trend, l Lang) template.HTML {
	s := steps{1, (stepsWidth - stepsLeft - 10) / len(t.Runs)}
	for i := range t.Runs {
		s.most = max(s.most, t.Runs[i].Scope.Counts.Applicable)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="steps" viewBox="0 0 %d %d" role="img" aria-label="%s">`, stepsWidth, stepsHeight,
		template.HTMLEscapeString(l.first(message("trend.line", len(t.Runs)))))
	for _, n := range []int{0, s.most / 2, s.most} {
		fmt.Fprintf(&b, `<line class="tick" x1="%d" y1="%d" x2="%d" y2="%d"/><text x="%d" y="%d" text-anchor="end">%d</text>`,
			stepsLeft, s.y(n), stepsWidth-10, s.y(n), stepsLeft-8, s.y(n)+4, n)
	}
	for i := range t.Runs {
		r := &t.Runs[i]
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">%s</text>`, s.x(i)+s.wide/2, stepsHeight-8, r.Key)
		if i > 0 && !r.Joined {
			fmt.Fprintf(&b, `<line class="gap" x1="%d" y1="%d" x2="%d" y2="%d"/><text x="%d" y="%d">%s</text>`, s.x(i), stepsTop-8, s.x(i), stepsBottom,
				s.x(i)+4, stepsTop-6, template.HTMLEscapeString(l.first(message("trend.break"))))
		}
	}
	b.WriteString(s.path("applies", t, func(r *compare.Run) int { return r.Scope.Counts.Applicable }))
	b.WriteString(s.path("pass", t, func(r *compare.Run) int { return r.Scope.Counts.Pass }))
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// path is one step line with its breaks.
func (s steps) path(class string, t *compare.Trend, of func(*compare.Run) int) string {
	var d strings.Builder
	for i := range t.Runs {
		r := &t.Runs[i]
		from := s.x(i)
		switch {
		case i > 0 && r.Joined:
			fmt.Fprintf(&d, "L%d %d", from, s.y(of(r)))
		default:
			if i > 0 {
				from += breakWidth
			}
			fmt.Fprintf(&d, "M%d %d", from, s.y(of(r)))
		}
		to := s.x(i + 1)
		if i+1 < len(t.Runs) && !t.Runs[i+1].Joined {
			to -= breakWidth
		}
		fmt.Fprintf(&d, "H%d", to)
	}
	return fmt.Sprintf(`<path class="%s" d="%s"/>`, class, d.String())
}

// breakWidth is how far a line keeps away from a break.
const breakWidth = 6

// TrendXLSX writes one product over time as a workbook: the runs, and what
// moved between them.
func TrendXLSX(w io.Writer, t *compare.Trend, o Options) error {
	l := o.lang()
	return workbook.Write(w, []workbook.Sheet{runSheet(t, l), moveSheet(t, l)})
}

func runSheet(t *compare.Trend, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("trend.runs"), Widths: []int{8, 24, 26, 14, 12, 18, 12, 10, 10, 50},
		Head: l.head("trend.runs", "trend.versions", "cmp.started", "cmp.gate", "cmp.must", "cmp.rate", "cmp.suite", "trend.worse", "trend.better", "trend.before")}
	for i := range t.Runs {
		r := &t.Runs[i]
		s.Rows = append(s.Rows, []any{r.Key, bidName(&r.Bid).Version, when(r.Report.Stamp.Started), l.say("gate." + string(r.Gate.Decision)),
			fmt.Sprintf("%d/%d", r.Gate.Passed, r.Gate.Required), l.rate(r.Scope.Rate), clip(r.Report.Suite.Version, 24), len(r.Worse), len(r.Better), l.against(i, r)})
	}
	return s
}

// against says how a run relates to the one before.
func (l Lang) against(i int, r *compare.Run) string {
	switch {
	case i == 0:
		return l.say("trend.first")
	case r.Joined:
		return l.say("trend.joined")
	}
	return l.say("trend.broken", l.whys(r.Breaks))
}

func moveSheet(t *compare.Trend, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("trend.section"), Widths: []int{8, 14, 14, 10, 60, 16, 16}, Marks: map[int]workbook.Mark{},
		Head: l.head("trend.runs", "trend.section", "word.requirement", "word.level", "word.statement", "trend.then", "trend.now")}
	for i := range t.Runs {
		r := &t.Runs[i]
		for _, kind := range []struct {
			key string
			all []compare.Change
		}{{"trend.worse", r.Worse}, {"trend.better", r.Better}} {
			for _, c := range kind.all {
				if kind.key == "trend.worse" {
					s.Marks[len(s.Rows)] = workbook.Grave
				}
				q := c.Requirement
				s.Rows = append(s.Rows, []any{r.Key, l.say(kind.key), q.ID, l.say("level." + string(q.Level)), clip(line(l.text(q.Statement)), 1000), l.standing(c.Before), l.standing(c.Now)})
			}
		}
	}
	return s
}
