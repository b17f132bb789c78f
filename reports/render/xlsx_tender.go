package render

import (
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/workbook"
	"github.com/cityconf/cityconf/suites"
)

// tableSheet is the technical deviation table: of the tender scope under a
// profile, else of the vendor's own claim.
func tableSheet(p *page, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("section.table"), Widths: []int{8, 14, 70, 16, 14, 24, 50}, Marks: map[int]workbook.Mark{},
		Head: l.head("table.no", "table.item", "table.demand", "table.response", "table.deviation", "table.basis", "table.remark")}
	if p.T != nil {
		for _, row := range p.T.Rows {
			markFailed(&s, row.Deviation)
			s.Rows = append(s.Rows, []any{row.No, row.Mark + row.Requirement, l.text(row.Q.Statement), l.say(response(row.Item)), l.say(row.Deviation), l.basis(&row.Q), l.remark(row)})
		}
		return s
	}
	for _, row := range p.Table {
		q := row.Requirement
		markFailed(&s, row.Deviation)
		s.Rows = append(s.Rows, []any{row.No, q.ID, l.text(q.Statement), l.say("table.claims"), l.say(row.Deviation), l.basis(&q), l.text(q.Reason)})
	}
	return s
}

// response is what the bidder says to a requirement.
func response(it reports.Item) string {
	if it.Standing == reports.NotOffered {
		return "table.refused"
	}
	return "table.claims"
}

// basis names the evidence for a row: deviations, else how much was asserted.
func (l Lang) basis(q *reports.Requirement) string {
	if len(q.Evidence) == 0 && q.Executed > 0 {
		return l.say("table.basis-pass", q.Executed, len(q.Cases))
	}
	return strings.Join(q.Evidence, ", ")
}

func (l Lang) remark(row tenderRow) string {
	var all []string
	for _, t := range row.Remark {
		all = append(all, l.text(t))
	}
	return strings.Join(all, "\n")
}

// starSheet leads to the evidence of what decides alone.
func starSheet(p *page, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("nav.stars"), Widths: []int{8, 80, 40, 16, 24}, Marks: map[int]workbook.Mark{},
		Head: l.head("table.no", "nav.text", "nav.material", "word.verdict", "nav.number")}
	for _, row := range p.T.Stars {
		material, verdict := l.say("nav.tested", len(row.Q.Cases), row.Q.Executed), l.standing(row.Standing)
		if row.Manual {
			material, verdict = l.say("nav.papers"), l.say("deviation.manual")
		}
		markFailed(&s, row.Deviation)
		s.Rows = append(s.Rows, []any{row.No, row.Mark + row.Requirement + " " + l.text(row.Q.Statement), material, verdict, l.basis(&row.Q)})
	}
	return s
}

// scoredSheet leads to the evidence of what earns points.
func scoredSheet(p *page, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("nav.scored"), Widths: []int{16, 16, 14, 70, 14, 16, 24},
		Head: l.head("nav.project", "nav.part", "nav.points", "nav.criterion", "nav.self", "word.verdict", "nav.number")}
	for _, row := range p.T.Scored {
		most := row.Most
		if most == "" {
			most = l.say("nav.out")
		}
		s.Rows = append(s.Rows, []any{row.Class, row.Mark + row.Requirement, most, l.text(row.Q.Statement), row.Points, l.standing(row.Standing), l.basis(&row.Q)})
	}
	if p.T.Score == nil {
		return s
	}
	s.Marks = map[int]workbook.Mark{}
	for _, k := range p.T.Score.Classes {
		s.Rows = append(s.Rows, []any{k.Class, l.say("points.got"), k.Weight, nil, k.Points})
	}
	s.Marks[len(s.Rows)] = workbook.Title
	s.Rows = append(s.Rows, []any{l.say("one.score"), nil, p.T.Score.Of, l.text(scoreOf(p.R)), p.T.Score.Total})
	return s
}

// standing is a verdict with its glyph.
func (l Lang) standing(v reports.Standing) string {
	return glyphs[suites.Verdict(v)] + " " + l.say("verdict."+string(v))
}

// markFailed marks the row that is about to be added when it departs.
func markFailed(s *workbook.Sheet, deviation string) {
	if deviation == "deviation.negative" {
		s.Marks[len(s.Rows)] = workbook.Grave
	}
}
