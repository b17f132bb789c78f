package compare

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/cityconf/cityconf/reports"
)

// group puts the bids together that may stand in one table. A bid that is not
// comparable even with itself stands alone.
func (c *Comparison) group() {
	for _, b := range c.Bids {
		if own := reports.Compare(b.Report, b.Report); own.Grade == reports.ReferenceOnly {
			b.Grade, b.Whys = own.Grade, own.Differences
			c.Alone = append(c.Alone, b)
			c.note(own)
			continue
		}
		c.place(b)
	}
	for i := range c.Groups {
		c.Groups[i].grade()
		for _, b := range c.Groups[i].Bids {
			b.Grade = c.Groups[i].Grade
		}
	}
	slices.SortStableFunc(c.Groups, func(a, b Group) int { return cmp.Compare(len(b.Bids), len(a.Bids)) })
	for i, a := range c.Bids {
		for _, b := range c.Bids[i+1:] {
			c.note(reports.Compare(a.Report, b.Report))
		}
	}
}

// place puts a bid into the first group with every member of which it can be
// compared.
func (c *Comparison) place(b *Bid) {
	for i := range c.Groups {
		if !slices.ContainsFunc(c.Groups[i].Bids, func(o *Bid) bool {
			return reports.Compare(o.Report, b.Report).Grade == reports.ReferenceOnly
		}) {
			c.Groups[i].Bids = append(c.Groups[i].Bids, b)
			return
		}
	}
	c.Groups = append(c.Groups, Group{Bids: []*Bid{b}})
}

func (g *Group) grade() {
	g.Grade = reports.Comparable
	for i, a := range g.Bids {
		for _, b := range g.Bids[i+1:] {
			got := reports.Compare(a.Report, b.Report)
			g.Grade = max(g.Grade, got.Grade)
			g.Whys = more(g.Whys, got.Differences)
		}
	}
}

// note keeps the worst grade and each kind of reason once.
func (c *Comparison) note(got reports.Comparability) {
	c.Grade = max(c.Grade, got.Grade)
	c.Whys = more(c.Whys, got.Differences)
}

func more(have, news []reports.Difference) []reports.Difference {
	for _, d := range news {
		if !slices.ContainsFunc(have, func(h reports.Difference) bool { return h.Kind == d.Kind }) {
			have = append(have, d)
		}
	}
	return have
}

// ranks orders the bids of each group by score. Only who passes the gate and
// meets the demands of the profile has a rank, and only beside another; ties
// stay ties.
func (c *Comparison) ranks() {
	for _, g := range c.Groups {
		if len(g.Bids) < 2 {
			continue
		}
		for _, b := range g.Bids {
			if !ranked(b) {
				continue
			}
			b.Rank = 1
			for _, o := range g.Bids {
				if ranked(o) && points(o).Cmp(points(b)) > 0 {
					b.Rank++
				}
			}
		}
	}
}

func ranked(b *Bid) bool { return b.Score != nil && !b.Void() }

// points reads a printed total; it is what a reader's calculator works with.
func points(b *Bid) *big.Rat {
	if p, ok := new(big.Rat).SetString(b.Score.Total); ok {
		return p
	}
	return new(big.Rat)
}
