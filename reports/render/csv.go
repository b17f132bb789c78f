package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/reports"
)

// CSV writes one row a requirement for spreadsheets: UTF-8 with a byte order
// mark, and no cell that a spreadsheet would take for a formula. Under a tender
// profile each row also says where the requirement stands in the tender scope.
func CSV(w io.Writer, r *reports.Report, o Options) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	l := o.lang()
	c := csv.NewWriter(w)
	c.UseCRLF = true
	t, items := tenderOf(r, nil), itemsOf(r)
	rows := [][]string{csvHead(l, t != nil)}
	for i := range r.Requirements {
		rows = append(rows, csvRow(l, r, &r.Requirements[i], t, items))
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func csvHead(l Lang, tender bool) []string {
	head := cells(l.say("word.requirement"), "URI", l.say("word.class"), l.say("word.level"), l.say("word.statement"),
		l.say("word.verdict"), l.say("word.reason"), l.say("table.deviation"), l.say("word.assertions"), l.say("verdict.pass"),
		l.say("verdict.fail"), l.say("word.cases"), l.say("word.evidence"), l.say("page.title"))
	if tender {
		head = append(head, cells(l.say("csv.mark"), l.say("csv.standing"), l.say("csv.deviation"), l.say("points.got"), l.say("points.weight"), l.say("method.profile"))...)
	}
	return head
}

func csvRow(l Lang, r *reports.Report, q *reports.Requirement, t *tender, items map[string]reports.Item) []string {
	row := cells(q.ID, q.URI, q.Class, l.say("level."+string(q.Level)), l.text(q.Statement),
		glyphs[q.Verdict]+" "+l.say("verdict."+string(q.Verdict)), l.text(q.Reason), l.say(deviationOf(q.Verdict)),
		strconv.Itoa(q.Executed), strconv.Itoa(q.Passed), strconv.Itoa(q.Failed), strconv.Itoa(len(q.Cases)),
		strings.Join(q.Evidence, " "), r.ID)
	if t == nil {
		return row
	}
	it, in := items[q.ID]
	if !in {
		return append(row, cells("", l.say("csv.outside"), "", "", "", t.Profile.ID)...)
	}
	return append(row, cells(strings.Join(it.Symbols, ""), l.standing(it.Standing), l.say(departure(it)), it.Points, it.Most, t.Profile.ID)...)
}

// itemsOf are the requirements in the tender scope by id, none without.
func itemsOf(r *reports.Report) map[string]reports.Item {
	out := map[string]reports.Item{}
	if r.Evaluation != nil {
		for _, it := range r.Evaluation.Items {
			out[it.Requirement] = it
		}
	}
	return out
}

func cells(in ...string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = cell(s)
	}
	return out
}

// cell disarms a formula with an apostrophe, also in the full-width forms that
// East Asian spreadsheets accept.
func cell(s string) string {
	s = line(s)
	if s != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
