package reports

import (
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// counter names the count a verdict goes to, and whether it is applicable.
var counters = map[suites.Verdict]struct {
	of         func(*Counts) *int
	applicable bool
}{
	suites.Pass:          {func(c *Counts) *int { return &c.Pass }, true},
	suites.Fail:          {func(c *Counts) *int { return &c.Fail }, true},
	suites.Unclear:       {func(c *Counts) *int { return &c.Inconclusive }, true},
	suites.Blocked:       {func(c *Counts) *int { return &c.Blocked }, true},
	suites.NotTested:     {func(c *Counts) *int { return &c.NotTested }, true},
	suites.NotApplicable: {func(c *Counts) *int { return &c.NotApplicable }, false},
	suites.SuiteGap:      {func(c *Counts) *int { return &c.SuiteGap }, false},
	suites.Suspended:     {func(c *Counts) *int { return &c.Suspended }, false},
}

func knownVerdict(v suites.Verdict) bool {
	_, ok := counters[v]
	return ok
}

// applicable tells whether a requirement is in the denominator. A MAY is
// informative only: in the numbers it would reward the easy options and punish
// honest claims.
func applicable(r *Requirement) bool { return counters[r.Verdict].applicable && r.Level != specs.May }

// count is the only place where requirements become numbers.
func count(all []Requirement) Counts {
	var c Counts
	for i := range all {
		r := &all[i]
		k := counters[r.Verdict]
		c.Total++
		switch {
		case !k.applicable:
			*k.of(&c)++
		case r.Level == specs.May:
			c.Informative++
		default:
			c.Applicable++
			*k.of(&c)++
		}
	}
	return c
}

// ownClaim counts over the claimed classes. The requirements of the other
// classes appear in it as not applicable, so that the total never moves.
func ownClaim(claimed []string, all []Requirement) Scope {
	c := count(all)
	return Scope{Classes: sorted(claimed), Counts: c, Rate: rate(c)}
}

// fewest is the number of applicable requirements below which a percentage
// says more than is known.
const fewest = 10

// rate is P/A. The percentage is truncated, never rounded: 99.96 % is not
// 100 %. It is nil when nothing is applicable.
func rate(c Counts) *Rate {
	if c.Applicable == 0 {
		return nil
	}
	r := &Rate{Passed: c.Pass, Applicable: c.Applicable, Text: fmt.Sprintf("%d/%d", c.Pass, c.Applicable)}
	switch {
	case c.Applicable < fewest:
		return r
	case c.Pass == c.Applicable:
		r.Percent = "100"
	default:
		tenths := c.Pass * 1000 / c.Applicable
		r.Percent = fmt.Sprintf("%d.%d", tenths/10, tenths%10)
	}
	r.Text += " (" + r.Percent + "%)"
	return r
}

// classesOf gives every class of the standard its row.
func classesOf(std *specs.Standard, claimed []string, all []Requirement) []Class {
	members := map[string][]Requirement{}
	for _, r := range all {
		members[r.Class] = append(members[r.Class], r)
	}
	out := make([]Class, 0, len(std.Classes))
	for i := range std.Classes {
		k := &std.Classes[i]
		g := gate(claimed, members[k.ID])
		out = append(out, Class{ID: k.ID, Domain: k.Domain, Title: k.Title, Level: k.Level,
			Claimed: slices.Contains(claimed, k.ID), Must: Tally{Passed: g.Passed, Of: g.Required},
			Counts: count(members[k.ID])})
	}
	return out
}

// coverage counts the requirements that some test can judge: by assertion
// keys, or by a scenario that names them. It looks at the standard alone, so
// that it is equal for all vendors.
func coverage(std *specs.Standard) Coverage {
	scripted := map[string]bool{}
	for i := range std.Scenarios {
		for _, id := range std.Scenarios[i].Requirements {
			scripted[id] = true
		}
	}
	c := Coverage{Total: len(std.Requirements)}
	for i := range std.Requirements {
		if r := &std.Requirements[i]; len(r.Test.By) > 0 || scripted[r.ID] {
			c.Tested++
		}
	}
	return c
}
