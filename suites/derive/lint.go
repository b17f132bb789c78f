package derive

import (
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// Lint finds what the documents alone cannot show: expressions that do not
// parse, assertion keys that no rule makes, and requirements without a test or
// a reason. Each finding is one line that names the place.
func Lint(std *specs.Standard, s *suites.Suite) []string {
	exprs, err := check.NewExpressions()
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	for _, c := range s.Cases {
		for i := range c.Steps {
			found = append(found, lintStep(exprs, c, &c.Steps[i])...)
		}
	}
	found = append(found, lintKeys(std)...)
	slices.Sort(found)
	return slices.Compact(found)
}

func lintStep(x *check.Expressions, c *suites.TestCase, s *suites.Step) []string {
	var found []string
	try := func(expr string) {
		if expr == "" {
			return
		}
		if err := x.Syntax(expr); err != nil {
			found = append(found, fmt.Sprintf("%s: %v", c.ID, err))
		}
	}
	for _, e := range s.Expect {
		try(e.That)
	}
	for _, e := range s.Capture {
		try(e)
	}
	if s.Await != nil {
		try(s.Await.Where)
	}
	if s.Packets != nil {
		try(s.Packets.Where)
	}
	if s.Receive != nil {
		try(s.Receive.Where)
	}
	return found
}

func lintKeys(std *specs.Standard) []string {
	var found []string
	for _, r := range std.Requirements {
		for _, k := range r.Test.By {
			if _, ok := Assertion(k); !ok {
				found = append(found, fmt.Sprintf("%s:%d: %s: no rule makes the assertion %q", r.At.File, r.At.Line, r.ID, k))
			}
		}
	}
	return found
}
