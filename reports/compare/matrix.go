package compare

import (
	"slices"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Row is one requirement with where each bid stands.
type Row struct {
	Requirement *reports.Requirement // of the first bid
	Symbols     []string             // marks of the profile
	Gate        bool                 // decides alone
	Cells       []Cell               // by bid
	Differs     bool
}

// Cell is one requirement of one bid.
type Cell struct {
	Standing  reports.Standing
	Deviation *reports.Deviation // the first on which a failure rests, nil without
}

// Any tells whether some bid has one of the standings.
func (r *Row) Any(wanted ...reports.Standing) bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return slices.Contains(wanted, c.Standing) })
}

// Failed tells whether some bid failed the requirement or does not offer it.
func (r *Row) Failed() bool { return r.Any(reports.Standing(suites.Fail), reports.NotOffered) }

// Class is one conformance class with the count of each bid.
type Class struct {
	ID     string
	Title  specs.Text
	Weight string                // of the profile, "" when not scored
	Counts []reports.Counts      // by bid
	Points []reports.ClassPoints // by bid; empty where nothing is scored
}

// rows lists what may be compared: the requirements whose sentence and tests
// are the same in all bundles, those that decide first.
func (c *Comparison) rows() {
	same := c.unchanged()
	looks := make([]*look, len(c.Bids))
	for i, b := range c.Bids {
		looks[i] = lookInto(b.Report)
	}
	for i := range c.Bids[0].Report.Requirements {
		q := &c.Bids[0].Report.Requirements[i]
		if !looks[0].in(q.ID) {
			continue
		}
		if !same[q.ID] {
			c.LeftOut++
			continue
		}
		c.add(q, looks)
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int { return order(b.Gate) - order(a.Gate) })
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

func (c *Comparison) add(q *reports.Requirement, looks []*look) {
	row := Row{Requirement: q, Gate: looks[0].gate(q.ID)}
	if it := looks[0].items[q.ID]; it != nil {
		row.Symbols = it.Symbols
	}
	for _, l := range looks {
		cell := l.cell(q.ID)
		row.Differs = row.Differs || len(row.Cells) > 0 && cell.Standing != row.Cells[0].Standing
		row.Cells = append(row.Cells, cell)
	}
	if row.Differs {
		c.Differ++
	}
	c.Rows = append(c.Rows, row)
}

// unchanged are the requirements that read and are tested alike in all.
func (c *Comparison) unchanged() map[string]bool {
	count := map[string]int{}
	for _, b := range c.Bids[1:] {
		for _, id := range reports.Compare(c.Bids[0].Report, b.Report).Unchanged {
			count[id]++
		}
	}
	out := map[string]bool{}
	for id, n := range count {
		out[id] = n == len(c.Bids)-1
	}
	return out
}

// look finds things in one report.
type look struct {
	report *reports.Report
	at     map[string]*reports.Requirement
	items  map[string]*reports.Item // nil without evaluation
	found  map[string]*reports.Deviation
}

func lookInto(r *reports.Report) *look {
	l := &look{report: r, at: map[string]*reports.Requirement{}, found: map[string]*reports.Deviation{}}
	for i := range r.Requirements {
		l.at[r.Requirements[i].ID] = &r.Requirements[i]
	}
	for i := range r.Deviations {
		l.found[r.Deviations[i].ID] = &r.Deviations[i]
	}
	if r.Evaluation != nil {
		l.items = map[string]*reports.Item{}
		for i := range r.Evaluation.Items {
			l.items[r.Evaluation.Items[i].Requirement] = &r.Evaluation.Items[i]
		}
	}
	return l
}

func (l *look) in(id string) bool { return l.items == nil || l.items[id] != nil }

// gate tells whether a requirement decides alone: marked by the profile, else
// every MUST.
func (l *look) gate(id string) bool {
	if l.items != nil {
		return l.items[id] != nil && l.items[id].Gate
	}
	return l.at[id].Level == specs.Must
}

func (l *look) cell(id string) Cell {
	q := l.at[id]
	if q == nil {
		return Cell{Standing: reports.Standing(suites.NotApplicable)}
	}
	c := Cell{Standing: reports.Standing(q.Verdict)}
	if it := l.items[id]; it != nil {
		c.Standing = it.Standing
	}
	if q.Verdict == suites.Fail && len(q.Evidence) > 0 {
		c.Deviation = l.found[q.Evidence[0]]
	}
	return c
}

// classes counts each class of the profile, or each that somebody claims.
func (c *Comparison) classes() {
	for _, k := range c.Bids[0].Report.Classes {
		row := Class{ID: k.ID, Title: k.Title}
		in := c.Profile == nil
		if c.Profile != nil {
			if i := slices.IndexFunc(c.Profile.Classes, func(p reports.ProfileClass) bool { return p.Class == k.ID }); i >= 0 {
				in = true
				row.Weight = c.Profile.Classes[i].Weight
			}
		}
		some := false
		for _, b := range c.Bids {
			n, p := countOf(b, k.ID)
			some = some || n.Applicable > 0
			row.Counts, row.Points = append(row.Counts, n), append(row.Points, p)
		}
		if in && some {
			c.Classes = append(c.Classes, row)
		}
	}
}

func countOf(b *Bid, class string) (n reports.Counts, p reports.ClassPoints) {
	if e := b.Report.Evaluation; e != nil {
		n = reports.CountItems(e.Items, class)
	} else if i := slices.IndexFunc(b.Report.Classes, func(k reports.Class) bool { return k.ID == class }); i >= 0 {
		n = b.Report.Classes[i].Counts
	}
	if b.Score != nil {
		if i := slices.IndexFunc(b.Score.Classes, func(x reports.ClassPoints) bool { return x.Class == class }); i >= 0 {
			p = b.Score.Classes[i]
		}
	}
	return n, p
}
