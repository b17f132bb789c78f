package render

import (
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// sides is the evidence of one requirement, vendor beside vendor.
type sides struct {
	compare.Row
	Of []side
}

// side is what one vendor's system was sent and answered.
type side struct {
	Bid                *compare.Bid
	ID                 string // of the deviation in the vendor's report
	Expected, Observed specs.Text
	Sent, Received     string // of the judged exchange; "" in a copy that leaves it out
}

// mostSides is how many requirements are shown with evidence.
const mostSides = 120

// beside gathers the evidence of the rows that differ and that somebody failed.
func (p *comparisonPage) beside() {
	for _, row := range p.C.Rows {
		s := sides{Row: row}
		for i, c := range row.Cells {
			if c.Deviation != nil {
				s.Of = append(s.Of, sideOf(p.C.Bids[i], c.Deviation))
			}
		}
		switch {
		case !row.Differs || len(s.Of) == 0:
		case len(p.Evidence) == mostSides:
			p.More++
		default:
			p.Evidence = append(p.Evidence, s)
		}
	}
}

func sideOf(b *compare.Bid, d *reports.Deviation) side {
	s := side{Bid: b, ID: d.ID, Expected: d.Example.Expected, Observed: d.Example.Observed}
	for _, x := range d.Example.Transcript {
		if x.Judged || s.Sent == "" {
			s.Sent, s.Received = sentOf(x), receivedOf(x)
		}
	}
	return s
}

// bodyShown is how many columns of a body are shown.
const bodyShown = 400

func sentOf(x reports.Exchange) string {
	return strings.TrimSpace(x.Method + " " + clip(x.URL+x.Topic, 200) + "\n" + clip(x.Body.Text, bodyShown))
}

func receivedOf(x reports.Exchange) string {
	for i, m := range x.Received {
		if m.Judged || i == 0 && len(x.Received) == 1 {
			head := clip(m.Topic, 200)
			if m.Status != 0 {
				head = fmt.Sprint(m.Status)
			}
			return strings.TrimSpace(head + "\n" + clip(m.Body.Text, bodyShown))
		}
	}
	return ""
}

// verdictOf is a standing in the vocabulary of the glyphs.
func verdictOf(s reports.Standing) suites.Verdict { return suites.Verdict(s) }
