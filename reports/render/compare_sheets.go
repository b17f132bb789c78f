package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/workbook"
	"github.com/cityconf/cityconf/suites"
)

// ComparisonXLSX writes a comparison as a workbook: summary, gate, score,
// differences, a deviation table for each vendor in the columns of a tender, the
// requests for clarification, and how to read it.
func ComparisonXLSX(w io.Writer, c *compare.Comparison, o Options) error {
	l := o.lang()
	all := []workbook.Sheet{summarySheet(c, l), gateSheet(c, l)}
	if s := scoreSheet(c, l); len(s.Rows) > 0 {
		all = append(all, s)
	}
	all = append(all, differenceSheet(c, l))
	for _, b := range c.Bids {
		all = append(all, bidSheet(b, l))
	}
	return workbook.Write(w, append(all, askSheet(c, l), readingSheet(c, l)))
}

// head names the columns of a sheet.
func (l Lang) head(keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = l.say(k)
	}
	return out
}

func summarySheet(c *compare.Comparison, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("cmp.section.decision"), Widths: []int{6, 28, 36, 10, 14, 12, 18, 18, 14, 10, 12, 10, 14, 10, 50}, Marks: map[int]workbook.Mark{},
		Head: l.head("cmp.key", "cmp.vendor", "one.product", "cmp.section.grade", "cmp.gate", "cmp.must", "cmp.rate", "cmp.rate.own", "cmp.score",
			"cmp.rank", "cmp.coverage", "cmp.assurance", "cmp.valid", "cmp.asks", "cmp.because")}
	for i, b := range c.Bids {
		if b.Gate.Decision == reports.GateFail {
			s.Marks[i] = workbook.Grave
		}
		n := bidName(b)
		s.Rows = append(s.Rows, []any{b.Key, n.Vendor, n.Product + " " + n.Version, string(b.Grade) + " " + l.say("grade."+string(b.Grade)),
			l.say("gate." + string(b.Gate.Decision)), fmt.Sprintf("%d/%d", b.Gate.Passed, b.Gate.Required), l.rate(b.Scope.Rate), l.rate(b.Report.OwnClaim.Rate),
			l.total(b), l.rank(b), fmt.Sprintf("%d/%d", b.Report.Coverage.Tested, b.Report.Coverage.Total), b.Report.Assurance, l.validity(b), len(b.Asks), l.whys(b.Whys)})
	}
	return s
}

func (l Lang) rate(r *reports.Rate) string {
	if r == nil {
		return l.say("one.no-rate")
	}
	return r.Text
}

// total is the score as it may stand beside others: none for a bid that can be
// compared with nothing.
func (l Lang) total(b *compare.Bid) string {
	switch {
	case b.Score == nil || b.Grade == reports.ReferenceOnly:
		return "–"
	case b.Void():
		return b.Score.Total + "/" + b.Score.Of + " " + l.say("one.void")
	}
	return b.Score.Total + "/" + b.Score.Of
}

func (l Lang) rank(b *compare.Bid) any {
	if b.Rank == 0 {
		return l.say("cmp.unranked")
	}
	return b.Rank
}

func (l Lang) validity(b *compare.Bid) string {
	if e := b.Report.Evaluation; e != nil && e.ValidUntil != "" {
		return e.ValidUntil
	}
	return l.say("cmp.valid.none")
}

func (l Lang) whys(all []reports.Difference) string {
	var out []string
	for _, d := range all {
		out = append(out, l.text(d.Name)+": "+l.text(valueOf(d, 0)))
	}
	return strings.Join(out, "\n")
}

// grid begins a sheet of requirements with one column a vendor.
func grid(c *compare.Comparison, l Lang, section string) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName(section), Widths: []int{14, 14, 10, 60}, Marks: map[int]workbook.Mark{},
		Head: l.head("word.requirement", "word.class", "word.level", "word.statement")}
	for _, b := range c.Bids {
		s.Widths = append(s.Widths, 16)
		s.Head = append(s.Head, b.Key+" "+bidName(b).Vendor)
	}
	return s
}

func gridRow(r *compare.Row, l Lang) []any {
	q := r.Requirement
	row := []any{strings.Join(r.Symbols, "") + q.ID, q.Class, l.say("level." + string(q.Level)), clip(line(l.text(q.Statement)), 1000)}
	for _, cell := range r.Cells {
		row = append(row, glyphs[verdictOf(cell.Standing)]+" "+l.say("verdict."+string(cell.Standing)))
	}
	return row
}

func gateSheet(c *compare.Comparison, l Lang) workbook.Sheet {
	return rowsOf(c, l, "cmp.section.gate", func(r *compare.Row) bool { return r.Gate })
}

func differenceSheet(c *compare.Comparison, l Lang) workbook.Sheet {
	return rowsOf(c, l, "cmp.section.matrix", func(r *compare.Row) bool { return r.Differs })
}

func rowsOf(c *compare.Comparison, l Lang, section string, wanted func(*compare.Row) bool) workbook.Sheet {
	s := grid(c, l, section)
	for i := range c.Rows {
		if r := &c.Rows[i]; wanted(r) {
			if r.Failed() {
				s.Marks[len(s.Rows)] = workbook.Grave
			}
			s.Rows = append(s.Rows, gridRow(r, l))
		}
	}
	return s
}

// scoreSheet has the points of each class; bids that can be compared with
// nothing have none beside the others.
func scoreSheet(c *compare.Comparison, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("cmp.section.score"), Widths: []int{16, 40, 12}, Head: l.head("word.class", "word.title", "points.weight")}
	var bids []*compare.Bid
	for _, b := range c.Bids {
		if b.Score != nil && b.Grade != reports.ReferenceOnly {
			bids = append(bids, b)
			s.Head = append(s.Head, b.Key+" "+bidName(b).Vendor)
		}
	}
	if len(bids) == 0 {
		return s
	}
	for _, k := range c.Classes {
		row, some := []any{k.ID, l.text(k.Title), k.Weight}, false
		for _, b := range bids {
			p := pointsOf(b, k.ID)
			some = some || p != ""
			row = append(row, p)
		}
		if some {
			s.Rows = append(s.Rows, row)
		}
	}
	row := []any{l.say("cmp.score"), "", bids[0].Score.Of}
	for _, b := range bids {
		row = append(row, l.total(b))
	}
	s.Marks = map[int]workbook.Mark{len(s.Rows): workbook.Title}
	s.Rows = append(s.Rows, row)
	return s
}

// bidSheet is the technical deviation table of one vendor.
func bidSheet(b *compare.Bid, l Lang) workbook.Sheet {
	p := newPage(b.Report, l)
	s := tableSheet(p, l)
	s.Name = workbook.SheetName(l.first(message("cmp.sheet.table", b.Key)))
	return s
}

func askSheet(c *compare.Comparison, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("cmp.section.asks"), Widths: []int{8, 24, 8, 70, 70, 40},
		Head: l.head("cmp.key", "ask.vendor", "ask.no", "ask.about", "ask.what", "ask.answer")}
	for _, b := range c.Bids {
		for i, a := range b.Asks {
			s.Rows = append(s.Rows, []any{b.Key, bidName(b).Vendor, i + 1, line(l.text(subject(a))), line(l.text(question(a))), nil})
		}
	}
	return s
}

func readingSheet(c *compare.Comparison, l Lang) workbook.Sheet {
	s := workbook.Sheet{Name: l.sheetName("cmp.section.method"), Widths: []int{28, 110}, Marks: map[int]workbook.Mark{0: workbook.Title}}
	s.Rows = append(s.Rows, []any{l.say("cmp.section.grade"), string(c.Grade) + " " + l.say("grade."+string(c.Grade)) + " — " + l.say("why."+string(c.Grade))})
	for _, d := range c.Whys {
		s.Rows = append(s.Rows, []any{l.text(d.Name), l.text(valuesOf(d))})
	}
	if c.Profile != nil {
		s.Rows = append(s.Rows, []any{l.say("method.profile"), c.Profile.ID + " " + c.Profile.Digest})
	}
	if c.LeftOut > 0 {
		s.Rows = append(s.Rows, []any{l.say("cmp.section.matrix"), l.say("cmp.left-out", c.LeftOut)})
	}
	for _, b := range c.Bids {
		s.Rows = append(s.Rows, []any{b.Key + " " + bidName(b).Vendor, clip(line(b.File), 80) + " · " + b.Report.ID + " · " + b.Report.Digest + " · " + b.Report.Suite.Version})
	}
	for _, key := range []string{"cmp.method.rank", "cmp.method.rate", "cmp.method.score", "one.disclaimer"} {
		s.Rows = append(s.Rows, []any{l.say("cmp.section.method"), l.say(key)})
	}
	for _, v := range append(verdictOrder[:len(verdictOrder):len(verdictOrder)], suites.Verdict(reports.NotOffered), suites.Verdict(reports.Informed)) {
		s.Rows = append(s.Rows, []any{glyphs[v] + " " + l.say("verdict."+string(v)), l.say("glossary." + string(v))})
	}
	return s
}
