package render

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// tender is what the page shows of a report that is read under a buyer's
// profile.
type tender struct {
	*reports.Evaluation
	Star    string              // mark of what decides alone
	Void    bool                // the score is for reference only
	Unmet   []reports.Condition // demands on the run that it does not meet
	Rows    []tenderRow         // technical deviation table
	Stars   []tenderRow         // navigation: what decides alone
	Scored  []tenderRow         // navigation: what earns points
	Classes []reports.Class     // of the profile, counted in the tender scope
}

// tenderRow is one requirement in the tables of a tender.
type tenderRow struct {
	reports.Item
	No        int
	Q         reports.Requirement
	Mark      string
	Deviation string       // key of the catalogue
	Scoring   *scoring     // nil when it earns no points
	Remark    []specs.Text // waiver, instability, reason
}

// scoring is how a requirement earns its points.
type scoring struct {
	reports.ProfileScore
	Quantity reports.Quantity
}

// deciding is the gate that page one shows: of the buyer's rules when there
// are any, else of the vendor's own claim.
func deciding(r *reports.Report) reports.Gate {
	if r.Evaluation != nil {
		return r.Evaluation.Gate
	}
	return r.Gate
}

// scopeOf is the scope that goes with this gate.
func scopeOf(r *reports.Report) reports.Scope {
	if r.Evaluation != nil {
		return r.Evaluation.Scope
	}
	return r.OwnClaim
}

// standings are where the requirements stand in the scope that decides: the
// verdict, or what a buyer's rules make of it.
func standings(r *reports.Report) map[string]suites.Verdict {
	out := map[string]suites.Verdict{}
	for i := range r.Requirements {
		out[r.Requirements[i].ID] = r.Requirements[i].Verdict
	}
	if r.Evaluation != nil {
		for _, it := range r.Evaluation.Items {
			out[it.Requirement] = suites.Verdict(it.Standing)
		}
	}
	return out
}

// gateOf says of how many requirements the gate is made.
func gateOf(r *reports.Report) specs.Text {
	g := deciding(r)
	if star := starOf(r); star != "" {
		return message("one.star-of", g.Passed, g.Required, star)
	}
	return message("one.gate-of", g.Passed, g.Required)
}

// scoreOf says what page one says of the score: never a number that nobody may
// use without saying so.
func scoreOf(r *reports.Report) specs.Text {
	t := tenderOf(r, nil)
	switch {
	case t == nil:
		return message("term.no-score")
	case t.Score == nil:
		return message("one.unscored")
	case t.Void:
		return message("term.void-score", t.Score.Total, t.Score.Of, message("one.void"))
	}
	return message("term.score", t.Score.Total, t.Score.Of, message("one.profile", t.Profile.ID))
}

// tenderOf is nil without a profile.
func tenderOf(r *reports.Report, at map[string]reports.Requirement) *tender {
	if r.Evaluation == nil || r.Evaluation.Profile == nil {
		return nil
	}
	t := &tender{Evaluation: r.Evaluation, Star: starOf(r)}
	for _, c := range t.Conditions {
		if !c.Met {
			t.Unmet = append(t.Unmet, c)
		}
	}
	t.Void = t.Gate.Decision != reports.GatePass || len(t.Unmet) > 0
	for _, it := range t.Items {
		t.add(it, at[it.Requirement])
	}
	t.count(r)
	return t
}

// starOf is the mark of what decides alone, "" without a profile.
func starOf(r *reports.Report) string {
	if r.Evaluation == nil || r.Evaluation.Profile == nil {
		return ""
	}
	for _, s := range r.Evaluation.Profile.Symbols {
		if s.Means == "gate" {
			return s.Mark
		}
	}
	return "★"
}

func (t *tender) add(it reports.Item, q reports.Requirement) {
	row := tenderRow{Item: it, Q: q, Mark: strings.Join(it.Symbols, ""), Deviation: departure(it), Scoring: t.scoring(it.Requirement), Remark: t.remark(it, q)}
	put := func(list *[]tenderRow) {
		row.No = len(*list) + 1
		*list = append(*list, row)
	}
	put(&t.Rows)
	if it.Gate {
		put(&t.Stars)
	}
	if row.Scoring != nil {
		put(&t.Scored)
	}
}

// departure is the word of the deviation table.
func departure(it reports.Item) string {
	switch {
	case it.Manual:
		return "deviation.manual"
	case it.Departure != "":
		return "deviation." + string(it.Departure)
	}
	return "verdict." + string(it.Standing)
}

func (t *tender) scoring(id string) *scoring {
	i := slices.IndexFunc(t.Profile.Scores, func(s reports.ProfileScore) bool { return s.Requirement == id })
	if i < 0 {
		return nil
	}
	out := &scoring{ProfileScore: t.Profile.Scores[i]}
	for _, q := range reports.Quantities() {
		if q.ID == out.Measure {
			out.Quantity = q
		}
	}
	return out
}

func (t *tender) remark(it reports.Item, q reports.Requirement) []specs.Text {
	var out []specs.Text
	if it.Waiver != "" {
		out = append(out, message("table.waived", it.Waiver))
	}
	if it.Measured != nil {
		out = append(out, message("table.measured", it.Measured.Value, it.Measured.Unit, it.Measured.Samples))
	}
	if it.Manual {
		return append(out, q.Untested)
	}
	if q.Reason != (specs.Text{}) {
		out = append(out, q.Reason)
	}
	return out
}

// count gives the classes of the profile their numbers in the tender scope.
func (t *tender) count(r *reports.Report) {
	for _, k := range t.Profile.Classes {
		i := slices.IndexFunc(r.Classes, func(c reports.Class) bool { return c.ID == k.Class })
		if i < 0 {
			continue
		}
		c := r.Classes[i]
		c.Must, c.Counts = reports.Tally{}, reports.CountItems(t.Items, k.Class)
		for _, it := range t.Items {
			if it.Class == k.Class && it.Gate && (slices.Contains(t.Gate.Failed, it.Requirement) || slices.Contains(t.Gate.Open, it.Requirement) || it.Standing == reports.Standing(suites.Pass)) {
				c.Must.Of++
				if it.Standing == reports.Standing(suites.Pass) {
					c.Must.Passed++
				}
			}
		}
		t.Classes = append(t.Classes, c)
	}
}

// Points are those of one class, empty when it earns none.
func (t *tender) Points(class string) reports.ClassPoints {
	if t.Score != nil {
		for _, p := range t.Score.Classes {
			if p.Class == class {
				return p
			}
		}
	}
	return reports.ClassPoints{}
}
