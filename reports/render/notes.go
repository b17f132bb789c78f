package render

import (
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
)

// notesOf are the failures that the vendor documents, by requirement.
func notesOf(r *reports.Report) map[string][]reports.KnownUse {
	out := map[string][]reports.KnownUse{}
	if r.Evaluation != nil {
		for _, k := range r.Evaluation.Known {
			out[k.Requirement] = append(out[k.Requirement], k)
		}
	}
	return out
}

// disputesOf names what is in dispute, and the numbers without it; it is empty
// when nothing is.
func disputesOf(r *reports.Report) specs.Text {
	if r.Evaluation == nil || r.Evaluation.Disputed == nil || len(r.Evaluation.Disputed.InForce) == 0 {
		return specs.Text{}
	}
	d := r.Evaluation.Disputed
	var named []string
	for _, x := range d.Disputes {
		for _, id := range d.InForce {
			if id == x.ID {
				named = append(named, x.Requirement+" ("+clip(x.ID, 20)+")")
			}
		}
	}
	rate := message("one.no-rate")
	if d.Scope.Rate != nil {
		rate = specs.Text{EN: d.Scope.Rate.Text, ZH: d.Scope.Rate.Text}
	}
	what := clip(strings.Join(named, ", "), 60)
	gate := message("gate." + string(d.Gate.Decision))
	if d.Score != nil {
		return message("one.disputed-scored", what, gate, rate, d.Score.Total, d.Score.Of)
	}
	return message("one.disputed-text", what, gate, rate)
}
