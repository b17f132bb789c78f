package derive

import (
	"fmt"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// scenario is the file form of a hand-written test.
type scenario struct {
	Title       specs.Text    `json:"title"`
	Requirement string        `json:"requirement"` // of expectations that name none
	Class       string        `json:"class"`
	Operation   string        `json:"operation"`
	Needs       []suites.Need `json:"needs"`
	Alone       *bool         `json:"alone"`
	Steps       []suites.Step `json:"steps"`
}

// scenarioCases turns the committee's scenarios into cases like all others.
func (d *deriver) scenarioCases() error {
	for i := range d.std.Scenarios {
		sc := &d.std.Scenarios[i]
		var s scenario
		if err := decode(sc.Body, &s); err != nil {
			return fmt.Errorf("%s:%d: %w", sc.At.File, sc.At.Line, err)
		}
		d.scenarioCase(sc, &s)
	}
	return nil
}

func (d *deriver) scenarioCase(sc *specs.Scenario, s *scenario) {
	c := &suites.TestCase{ID: "scenario/" + sc.ID, Rule: "scenario", Class: s.Class, Operation: s.Operation, Purpose: s.Title, Needs: s.Needs, Steps: s.Steps}
	for i := range c.Steps {
		for j := range c.Steps[i].Expect {
			d.nameAssertion(&c.Steps[i].Expect[j], s.Requirement)
		}
		if send := c.Steps[i].Send; send != nil {
			if op := d.std.Operation(send.Operation); op != nil {
				c.Mutates = c.Mutates || mutates(op)
				if c.Operation == "" {
					c.Operation = op.ID
				}
			}
		}
		c.Mutates = c.Mutates || c.Steps[i].Operate != nil || c.Steps[i].Publish != nil
	}
	for _, n := range c.Needs {
		c.Mutates = c.Mutates || !n.Seed
	}
	if s.Alone != nil {
		c.Alone = *s.Alone
	}
	if c.Class == "" {
		if r := d.std.Requirement(s.Requirement); r != nil {
			c.Class = r.Class
		}
	}
	if d.claimed[c.Class] && d.offered(c) {
		d.add(c)
	}
}

// offered tells whether the claimed classes have every operation that the steps
// call and that makes the objects they need: a scenario across domains says
// nothing of a system that has only one of them.
func (d *deriver) offered(c *suites.TestCase) bool {
	for _, n := range c.Needs {
		if r := d.std.Resource(n.Resource); r != nil && !n.Seed && !d.has(r.Create) {
			return false
		}
	}
	for i := range c.Steps {
		if s := c.Steps[i].Send; s != nil && !d.has(s.Operation) {
			return false
		}
	}
	return true
}

func (d *deriver) has(operation string) bool {
	op := d.std.Operation(operation)
	return op == nil || d.claimed[class(op)]
}

// nameAssertion fills in what an author may leave out: the requirement of the
// scenario, and the assertion key where the requirement has just one.
func (d *deriver) nameAssertion(x *check.Expect, requirement string) {
	if x.Requirement == "" && x.By == "" {
		x.Requirement = requirement
	}
	if r := d.std.Requirement(x.Requirement); r != nil && x.By == "" && len(r.Test.By) == 1 {
		x.By = r.Test.By[0]
	}
}
