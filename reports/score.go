package reports

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/cityconf/cityconf/suites"
)

// score gives every class of the profile its points:
// W_c · Σ w_r·s_r / Σ w_r over the scored requirements of the class, exact, then
// truncated to 0.01. The total is the sum of the printed points, so that a
// reader's calculator agrees. It is nil when the profile weighs nothing.
func (e *evaluator) score(items []Item) (*Score, error) {
	s := &Score{Of: "0", Classes: []ClassPoints{}}
	total, of := new(big.Int), new(big.Rat)
	for _, c := range e.profile.Classes {
		weight, err := decimal(c.Weight)
		if err != nil {
			return nil, fmt.Errorf("weight of class %s: %w", c.Class, err)
		}
		if weight.Sign() == 0 {
			continue
		}
		points, err := e.class(c.Class, weight, items)
		if err != nil {
			return nil, err
		}
		cents := truncated(points)
		total.Add(total, cents)
		of.Add(of, weight)
		s.Classes = append(s.Classes, ClassPoints{Class: c.Class, Weight: plainRat(weight), Exact: points.RatString(), Points: hundredths(cents)})
	}
	if len(s.Classes) == 0 {
		return nil, nil
	}
	s.Total, s.Of = hundredths(total), plainRat(of)
	return s, nil
}

// share is one scored requirement while its class is summed.
type share struct {
	item          *Item
	weight, value *big.Rat
}

// class sums the shares of one class and writes into the items what each
// earned.
func (e *evaluator) class(id string, weight *big.Rat, items []Item) (*big.Rat, error) {
	var shares []share
	whole := new(big.Rat)
	for i := range items {
		if items[i].Class != id {
			continue
		}
		s, err := e.share(&items[i])
		if err != nil {
			return nil, fmt.Errorf("score of %s: %w", items[i].Requirement, err)
		}
		if s != nil {
			shares = append(shares, *s)
			whole.Add(whole, s.weight)
		}
	}
	points := new(big.Rat)
	for _, s := range shares {
		if whole.Sign() > 0 {
			most := new(big.Rat).Quo(new(big.Rat).Mul(weight, s.weight), whole)
			got := new(big.Rat).Mul(most, s.value)
			s.item.Most, s.item.Points = most.RatString(), got.RatString()
			points.Add(points, got)
		}
		s.item.Weight, s.item.Value = plainRat(s.weight), s.value.RatString()
	}
	return points, nil
}

// share is nil for what is not scored or left out: suspended for everybody, or
// not applicable where the profile says that this excuses.
func (e *evaluator) share(it *Item) (*share, error) {
	i := slices.IndexFunc(e.profile.Scores, func(s ProfileScore) bool { return s.Requirement == it.Requirement })
	if i < 0 || it.Standing == Standing(suites.Suspended) ||
		it.Standing == Standing(suites.NotApplicable) && slices.Contains(e.profile.Excused, it.Requirement) {
		return nil, nil
	}
	p := &e.profile.Scores[i]
	w, err := decimal(p.Weight)
	if err != nil {
		return nil, err
	}
	v, err := e.value(p, it)
	return &share{it, w, v}, err
}

// value is 0 or 1, or what the band of the measured value gives. Only a pass
// earns anything: an informative MAY counts as its verdict.
func (e *evaluator) value(p *ProfileScore, it *Item) (*big.Rat, error) {
	passed := it.Standing == Standing(suites.Pass) || it.Standing == Informed && e.at[it.Requirement].Verdict == suites.Pass
	if !passed {
		return new(big.Rat), nil
	}
	if p.Measure == "" {
		return big.NewRat(1, 1), nil
	}
	i := slices.IndexFunc(e.report.Measurements, func(m Measurement) bool { return m.ID == p.Measure })
	if i < 0 {
		return new(big.Rat), nil
	}
	m := e.report.Measurements[i]
	it.Measured = &m
	above, err := better(&m, p.Wanted)
	if err == nil && above {
		it.Departure = DepartsAbove
	}
	if err != nil {
		return nil, err
	}
	return banded(p.Bands, m.Value)
}

// better tells whether a measurement surpasses what is wanted, in its own
// direction.
func better(m *Measurement, wanted string) (bool, error) {
	if wanted == "" {
		return false, nil
	}
	want, err := decimal(wanted)
	if err != nil {
		return false, err
	}
	have, err := decimal(m.Value)
	if err != nil {
		return false, err
	}
	if m.Better == "lower" {
		want, have = have, want
	}
	return have.Cmp(want) > 0, nil
}

// banded finds the band of a value; a value outside of all earns nothing.
func banded(bands []Band, value string) (*big.Rat, error) {
	v, err := decimal(value)
	if err != nil {
		return nil, err
	}
	for _, b := range bands {
		in, err := b.contains(v)
		if err != nil {
			return nil, err
		}
		if in {
			return decimal(b.Value)
		}
	}
	return new(big.Rat), nil
}

func (b Band) contains(v *big.Rat) (bool, error) {
	for _, bound := range []struct {
		text    string
		outside func(int) bool
	}{{b.From, func(c int) bool { return c < 0 }}, {b.To, func(c int) bool { return c >= 0 }}} {
		if bound.text == "" {
			continue
		}
		limit, err := decimal(bound.text)
		if err != nil {
			return false, err
		}
		if bound.outside(v.Cmp(limit)) {
			return false, nil
		}
	}
	return true, nil
}
