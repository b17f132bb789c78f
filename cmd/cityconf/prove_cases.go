package main

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/derive"
)

// parts lists the parts of the suite by which faults are looked for, one after
// the other: the cases of the requirements that they name in one domain, those
// in all domains, and everything.
func (p *prover) parts(planted []faults.Fault) []*suites.Suite {
	if p.options.full {
		return []*suites.Suite{p.suite}
	}
	var near, relevant []func(*suites.TestCase) bool
	for _, f := range planted {
		r := judging(p.suite.Standard, f)
		relevant = append(relevant, r)
		here := nearby(p.suite.Standard, f)
		near = append(near, func(c *suites.TestCase) bool { return here(c) && r(c) })
	}
	var parts []*suites.Suite
	for _, part := range []*suites.Suite{excerpt(p.suite, anyOf(near)), excerpt(p.suite, anyOf(relevant)), p.suite} {
		if n := len(part.Cases); n > 0 && (len(parts) == 0 || n > len(parts[len(parts)-1].Cases)) {
			parts = append(parts, part)
		}
	}
	return parts
}

func anyOf(all []func(*suites.TestCase) bool) func(*suites.TestCase) bool {
	return func(c *suites.TestCase) bool {
		return slices.ContainsFunc(all, func(one func(*suites.TestCase) bool) bool { return one(c) })
	}
}

// excerpt is a suite of some of the cases and of those that they depend on.
func excerpt(whole *suites.Suite, wanted func(*suites.TestCase) bool) *suites.Suite {
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
func judging(std *specs.Standard, f faults.Fault) func(*suites.TestCase) bool {
	var always, messages bool
	for _, id := range f.Requirements {
		r := std.Requirement(id)
		if r == nil {
			continue
		}
		always = always || slices.ContainsFunc(r.Test.By, func(k string) bool { return slices.Contains(check.StandingKeys(), k) })
		messages = messages || slices.ContainsFunc(r.Test.By, func(k string) bool { return strings.HasPrefix(k, "mqtt.") })
	}
	return func(c *suites.TestCase) bool {
		return slices.ContainsFunc(derive.Requirements(c), func(id string) bool { return slices.Contains(f.Requirements, id) }) ||
			always && ofEveryKind(c) || (messages || always) && strings.HasPrefix(c.Rule, "channel/")
	}
}

// ofEveryKind tells cases that together make every kind of exchange.
func ofEveryKind(c *suites.TestCase) bool {
	return strings.HasPrefix(c.Rule, "law/") || strings.HasSuffix(c.ID, "/plain") || strings.HasSuffix(c.ID, "/minimal") ||
		c.Rule == "auth" || c.Rule == "identifier" || c.Rule == "scenario" || c.Rule == "syntax"
}

// nearby selects the cases of the domains that a fault speaks of; for what
// holds in every domain alike, one stands for all.
func nearby(std *specs.Standard, f faults.Fault) func(*suites.TestCase) bool {
	domains := map[string]bool{}
	for _, id := range f.Requirements {
		if r := std.Requirement(id); r != nil && std.Class(r.Class).Domain != "" {
			domains[std.Class(r.Class).Domain] = true
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
		return domains[d] || !known[d]
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
