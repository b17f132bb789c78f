package main

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// parts lists the parts of the suite by which faults are looked for, one after
// the other: of the cases of the requirements that they name in one domain
// some of each kind, then all of these, the whole domain, what judges these
// requirements in other domains, and everything.
func (p *prover) parts(planted []faults.Fault) []*suites.Suite {
	if p.options.full {
		return []*suites.Suite{p.suite}
	}
	var near, relevant, domain []selector
	for _, f := range planted {
		judges, here := judging(p.suite.Standard, f), nearby(p.suite.Standard, f)
		both := func(c *suites.TestCase) bool { return here(c) && judges(c) }
		if !slices.ContainsFunc(p.suite.Cases, both) {
			both = judges
		}
		near, relevant, domain = append(near, both), append(relevant, judges), append(domain, here)
	}
	here, around := excerpt(p.suite, anyOf(near)), slices.Concat(near, domain)
	var parts []*suites.Suite
	for _, part := range []*suites.Suite{excerpt(here, glance(here, planted)), here, excerpt(p.suite, anyOf(around)),
		excerpt(p.suite, anyOf(append(around, relevant...))), p.suite} {
		if n := len(part.Cases); n > 0 && (len(parts) == 0 || n > len(parts[len(parts)-1].Cases)) {
			parts = append(parts, part)
		}
	}
	return parts
}

// selector tells the cases that belong to a part.
type selector = func(*suites.TestCase) bool

// ofAKind is how many cases of one kind a first glance takes, and few how many
// of a requirement are not worth choosing from.
const (
	ofAKind = 2
	few     = 12
)

// glance selects some cases of each kind, and all of requirements with few.
func glance(s *suites.Suite, planted []faults.Fault) selector {
	count, kinds, taken := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, c := range s.Cases {
		for _, id := range c.Requirements() {
			count[id]++
		}
		if k := kindOf(c); kinds[k] < ofAKind {
			kinds[k]++
			taken[c.ID] = true
		}
	}
	rare := func(id string) bool {
		return count[id] <= few && slices.ContainsFunc(planted, func(f faults.Fault) bool { return slices.Contains(f.Requirements, id) })
	}
	return func(c *suites.TestCase) bool {
		return taken[c.ID] || slices.ContainsFunc(c.Requirements(), rare)
	}
}

// kindOf is the rule of a case and what it varies: "reject maximum".
func kindOf(c *suites.TestCase) string {
	words := strings.Split(c.ID, "/")
	if len(words) < 4 {
		return c.Rule
	}
	return c.Rule + " " + words[3]
}

func anyOf(all []selector) selector {
	return func(c *suites.TestCase) bool {
		return slices.ContainsFunc(all, func(one func(*suites.TestCase) bool) bool { return one(c) })
	}
}

// excerpt is a suite of some of the cases and of those that they depend on.
func excerpt(whole *suites.Suite, wanted selector) *suites.Suite {
	part, twins := *whole, map[string]bool{}
	for _, c := range whole.Cases {
		if c.Twin != "" && wanted(c) {
			twins[c.Twin] = true
		}
	}
	part.Cases = nil
	for _, c := range whole.Cases {
		if twins[c.ID] || wanted(c) {
			part.Cases = append(part.Cases, c)
		}
	}
	return &part
}

// judging selects the cases that judge the requirements of a fault. For what
// is judged on every exchange or message, a sample of cases makes exchanges of
// every kind.
func judging(std *specs.Standard, f faults.Fault) selector {
	var always, messages bool
	for _, id := range f.Requirements {
		r := std.Requirement(id)
		if r == nil {
			continue
		}
		always = always || slices.ContainsFunc(r.Test.By, func(k string) bool { return slices.Contains(check.StandingKeys(), k) })
		messages = messages || slices.ContainsFunc(r.Test.By, func(k string) bool { return strings.HasPrefix(k, "mqtt") })
	}
	return func(c *suites.TestCase) bool {
		return slices.ContainsFunc(c.Requirements(), func(id string) bool { return slices.Contains(f.Requirements, id) }) ||
			always && ofEveryKind(c) || (messages || always) && strings.HasPrefix(c.Rule, "channel/") || messages && listens(c)
	}
}

// ofEveryKind tells cases that together make every kind of exchange.
func ofEveryKind(c *suites.TestCase) bool {
	return strings.HasPrefix(c.Rule, "law/") || strings.HasSuffix(c.ID, "/plain") || strings.HasSuffix(c.ID, "/minimal") ||
		c.Rule == "auth" || c.Rule == "identifier" || c.Rule == "scenario" || c.Rule == "syntax"
}

// listens tells cases that wait for one message after another: by their end a
// device has said something twice.
func listens(c *suites.TestCase) bool {
	return slices.ContainsFunc(c.Steps, func(s suites.Step) bool { return s.Await != nil && s.Await.Count > 1 })
}

// nearby selects the cases of the domains that a fault speaks of; for what
// holds in every domain alike, one stands for all.
func nearby(std *specs.Standard, f faults.Fault) selector {
	domains, everywhere := map[string]bool{}, false
	for _, id := range f.Requirements {
		if r := std.Requirement(id); r != nil && std.Class(r.Class).Domain != "" {
			domains[std.Class(r.Class).Domain] = true
		} else {
			everywhere = true
		}
	}
	if len(domains) == 0 {
		domains[demoDomain] = true
	}
	known := map[string]bool{}
	for _, d := range std.Domains {
		known[d.ID] = true
	}
	return func(c *suites.TestCase) bool {
		d := domainOf(c)
		return domains[d] || everywhere && !known[d]
	}
}

// domainOf is the first word of the id of a case, of a scenario the second.
func domainOf(c *suites.TestCase) string {
	first, rest, _ := strings.Cut(c.ID, "/")
	if first == "scenario" || first == "channel" {
		first, _, _ = strings.Cut(rest, "/")
	}
	return first
}
