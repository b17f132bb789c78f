package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/workbook"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// XLSX writes the report as a workbook for the desk of an evaluator: the
// decision, the classes, the deviations, the technical deviation table in the
// columns of a tender, and every requirement.
func XLSX(w io.Writer, r *reports.Report, o Options) error {
	l := o.lang()
	p := newPage(r, l)
	all := []workbook.Sheet{decisionSheet(p, l), classSheet(p, l), deviationSheet(p, l), tableSheet(p, l)}
	if p.T != nil {
		all = append(all, starSheet(p, l))
		if len(p.T.Scored) > 0 {
			all = append(all, scoredSheet(p, l))
		}
	}
	return workbook.Write(w, append(all, requirementSheet(r, l), glossarySheet(p, l)))
}

// sheetName is a section of the report as the name of a sheet.
func (l Lang) sheetName(section string) string {
	t := catalogue[section]
	if l == English {
		return workbook.SheetName(t.EN)
	}
	return workbook.SheetName(t.ZH)
}

func decisionSheet(p *page, l Lang) workbook.Sheet {
	r := p.R
	rate := l.say("one.no-rate")
	if scope := scopeOf(r); scope.Rate != nil {
		rate = scope.Rate.Text
	}
	s := workbook.Sheet{Name: l.sheetName("section.decision"), Widths: []int{24, 110}, Marks: map[int]workbook.Mark{0: workbook.Title}}
	pair := func(key, value string) { s.Rows = append(s.Rows, []any{l.say(key), line(value)}) }
	pair("page.title", r.ID)
	pair("one.product", r.ICS.Vendor+" "+r.ICS.Product+" "+r.ICS.Version+" "+r.ICS.Build)
	pair("one.role", l.text(r.ICS.RoleTitle))
	pair("one.standard", r.Standard.ID+" "+r.Standard.Version+" "+r.Standard.Digest)
	pair("one.suite", r.Suite.Version+" "+r.Suite.Digest)
	if deciding(r).Decision != reports.GatePass {
		s.Marks[len(s.Rows)] = workbook.Grave
	}
	pair("one.gate", l.say("gate."+string(deciding(r).Decision))+" — "+l.text(gateOf(r)))
	pair("one.rate", rate+" — "+tally(scopeOf(r).Counts, l))
	pair("one.score", l.text(scoreOf(r)))
	said := statements(r)
	for _, id := range deciding(r).Failed {
		pair("verdict.fail", id+" "+l.text(said[id]))
	}
	for _, id := range deciding(r).Open {
		pair("one.legend-open", id+" "+l.text(said[id]))
	}
	for _, q := range p.Manual {
		pair("open.manual", q.ID+" "+l.text(q.Statement))
	}
	pair("one.trust", l.say("one.trust-"+r.Assurance))
	pair("one.run", l.say("one.run-text", when(r.Stamp.Started), seconds(r.Stamp.ElapsedMS), r.Target.BaseURL))
	pair("one.coverage", l.say("one.coverage-text", r.Coverage.Tested, r.Coverage.Total))
	pair("one.limits", l.text(p.Limits))
	pair("method.command", r.Laboratory.Command)
	pair("section.method", l.say("method.rule"))
	pair("section.method", l.say("method.counting"))
	pair("section.method", l.say("one.disclaimer"))
	return s
}

// tally writes every count with its sign and word.
func tally(c reports.Counts, l Lang) string {
	var words []string
	for _, p := range parts(c) {
		words = append(words, fmt.Sprintf("%s %s %d", glyphs[p.Verdict], l.say("verdict."+string(p.Verdict)), p.N))
	}
	return strings.Join(words, ", ")
}

func classSheet(p *page, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("section.matrix"), Widths: []int{14, 36, 12, 12, 10},
		Head: []string{l.say("word.class"), l.say("word.title"), l.say("word.rollout-level"), l.say("matrix.must")}, Marks: map[int]workbook.Mark{}}
	for _, v := range p.Verdicts {
		s.Head = append(s.Head, glyphs[v]+" "+l.say("verdict."+string(v)))
	}
	for _, c := range p.R.Classes {
		row := []any{c.ID, l.text(c.Title), c.Level, fmt.Sprintf("%d/%d", c.Must.Passed, c.Must.Of)}
		if !c.Claimed {
			row[3] = l.say("matrix.unclaimed")
			s.Marks[len(s.Rows)] = workbook.Absent
		}
		for _, part := range parts(c.Counts) {
			row = append(row, part.N)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func deviationSheet(p *page, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("section.deviations"), Widths: []int{10, 14, 10, 60, 30, 40, 40, 12, 50},
		Head: []string{l.say("word.evidence"), l.say("word.requirement"), l.say("word.level"), l.say("word.statement"), l.say("word.place"),
			l.say("word.expected"), l.say("word.observed"), l.say("word.cases"), l.say("word.reproduce")}}
	said := statements(p.R)
	for _, d := range p.R.Deviations {
		var sentences []string
		for _, id := range d.Requirements {
			sentences = append(sentences, l.text(said[id]))
		}
		s.Rows = append(s.Rows, []any{d.ID, strings.Join(d.Requirements, " "), l.say("level." + string(d.Level)), strings.Join(sentences, "\n"),
			line(strings.TrimSpace(d.Operation + " " + d.Example.At)), l.text(d.Example.Expected), l.text(d.Example.Observed), len(d.Cases), line(d.Example.Replay)})
	}
	return s
}

func statements(r *reports.Report) map[string]specs.Text {
	out := map[string]specs.Text{}
	for i := range r.Requirements {
		out[r.Requirements[i].ID] = r.Requirements[i].Statement
	}
	return out
}

func requirementSheet(r *reports.Report, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("section.requirements"), Widths: []int{14, 14, 10, 70, 14, 12, 12, 12, 50}, Marks: map[int]workbook.Mark{},
		Head: []string{l.say("word.requirement"), l.say("word.class"), l.say("word.level"), l.say("word.statement"), l.say("word.verdict"),
			l.say("word.assertions"), l.say("verdict.fail"), l.say("word.cases"), l.say("word.reason")}}
	for i := range r.Requirements {
		q := &r.Requirements[i]
		switch q.Verdict {
		case suites.Fail:
			s.Marks[i] = workbook.Grave
		case suites.NotApplicable:
			s.Marks[i] = workbook.Absent
		}
		s.Rows = append(s.Rows, []any{q.ID, q.Class, l.say("level." + string(q.Level)), l.text(q.Statement),
			glyphs[q.Verdict] + " " + l.say("verdict."+string(q.Verdict)), q.Executed, q.Failed, len(q.Cases), l.text(q.Reason)})
	}
	return s
}

func glossarySheet(p *page, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("section.glossary"), Widths: []int{20, 110}}
	for _, v := range p.Verdicts {
		s.Rows = append(s.Rows, []any{glyphs[v] + " " + l.say("verdict."+string(v)), l.say("glossary." + string(v))})
	}
	s.Rows = append(s.Rows, []any{l.say("word.level"), l.say("glossary.levels")})
	return s
}
