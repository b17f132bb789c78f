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
// mark, and no cell that a spreadsheet would take for a formula.
func CSV(w io.Writer, r *reports.Report, o Options) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	l := o.lang()
	c := csv.NewWriter(w)
	c.UseCRLF = true
	rows := [][]string{cells(l.say("word.requirement"), "URI", l.say("word.class"), l.say("word.level"), l.say("word.statement"),
		l.say("word.verdict"), l.say("word.reason"), l.say("table.deviation"), l.say("word.assertions"), l.say("verdict.pass"),
		l.say("verdict.fail"), l.say("word.cases"), l.say("word.evidence"), l.say("page.title"))}
	for i := range r.Requirements {
		q := &r.Requirements[i]
		rows = append(rows, cells(q.ID, q.URI, q.Class, l.say("level."+string(q.Level)), l.text(q.Statement),
			glyphs[q.Verdict]+" "+l.say("verdict."+string(q.Verdict)), l.text(q.Reason), l.say(deviationOf(q.Verdict)),
			strconv.Itoa(q.Executed), strconv.Itoa(q.Passed), strconv.Itoa(q.Failed), strconv.Itoa(len(q.Cases)),
			strings.Join(q.Evidence, " "), r.ID))
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
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
