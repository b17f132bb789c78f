package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/suites"
)

// selection narrows a run to some requirements, to those of some classes, or to
// those up to a roll-out level.
// It narrows what is sent, never what is required: the rest is reported as not
// tested.
type selection struct {
	requirements []string
	classes      []string
	level        string
}

// filters are the wishes as typed, for the report.
func (s selection) filters() []string {
	out := slices.Clone(s.requirements)
	for _, c := range s.classes {
		out = append(out, "--class "+c)
	}
	if s.level != "" {
		out = append(out, "--level "+s.level)
	}
	return out
}

// cases tells which cases of a suite to run, nil when all. A negative case
// brings its fault-free twin along. The error names what is not in the
// standard, or that nothing is left to run.
func (s selection) cases(suite *suites.Suite) (func(*suites.TestCase) bool, error) {
	if len(s.filters()) == 0 {
		return nil, nil
	}
	if err := s.check(suite.Standard); err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, c := range suite.Cases {
		if s.wants(suite.Standard, c) {
			wanted[c.ID] = true
			wanted[c.Twin] = c.Twin != ""
		}
	}
	if !slices.ContainsFunc(suite.Cases, func(c *suites.TestCase) bool { return wanted[c.ID] }) {
		return nil, usage(fmt.Errorf("%s leaves no test case", strings.Join(s.filters(), " ")), "cityconf plan lists the cases; a requirement judged on every exchange has none of its own")
	}
	return func(c *suites.TestCase) bool { return wanted[c.ID] }, nil
}

func (s selection) check(std *specs.Standard) error {
	for _, id := range s.requirements {
		if std.Requirement(id) == nil {
			var known []string
			for _, r := range std.Requirements {
				known = append(known, r.ID)
			}
			return usage(fmt.Errorf("no requirement %q in %s/%s", id, std.ID, std.Version), document.Suggest(id, known))
		}
	}
	for _, id := range s.classes {
		if std.Class(id) == nil {
			var known []string
			for _, c := range std.Classes {
				known = append(known, c.ID)
			}
			return usage(fmt.Errorf("no conformance class %q in %s/%s", id, std.ID, std.Version), document.Suggest(id, known))
		}
	}
	if s.level != "" && levelRank(std, s.level) < 0 {
		var known []string
		for _, l := range std.Levels {
			known = append(known, l.ID)
		}
		return usage(fmt.Errorf("no roll-out level %q in %s/%s", s.level, std.ID, std.Version), document.Suggest(s.level, known))
	}
	return nil
}

// wants tells whether a case judges a requirement that was asked for.
func (s selection) wants(std *specs.Standard, c *suites.TestCase) bool {
	return slices.ContainsFunc(requirementsOf(c), func(id string) bool {
		class := std.Class(std.Requirement(id).Class)
		return (len(s.requirements) == 0 || slices.Contains(s.requirements, id)) &&
			(len(s.classes) == 0 || slices.Contains(s.classes, class.ID)) &&
			(s.level == "" || levelRank(std, class.Level) <= levelRank(std, s.level))
	})
}

func levelRank(std *specs.Standard, id string) int {
	return slices.IndexFunc(std.Levels, func(l specs.RolloutLevel) bool { return l.ID == id })
}

// requirementsOf lists the requirements a case was made to judge, sorted.
func requirementsOf(c *suites.TestCase) []string {
	var out []string
	for _, s := range c.Steps {
		for _, e := range s.Expect {
			if e.Requirement != "" {
				out = append(out, e.Requirement)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
