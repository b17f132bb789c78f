package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

func TestSelection(t *testing.T) {
	t.Parallel()
	std := &specs.Standard{ID: "ucis", Version: "1.0",
		Levels:       []specs.RolloutLevel{{ID: "L1"}, {ID: "L2"}},
		Classes:      []specs.Class{{ID: "core", Level: "L1"}, {ID: "cond", Level: "L2"}},
		Requirements: []specs.Requirement{{ID: "CORE-001", Class: "core"}, {ID: "COND-001", Class: "cond"}, {ID: "COND-002", Class: "cond"}}}
	about := func(id, twin string, requirements ...string) *suites.TestCase {
		c := &suites.TestCase{ID: id, Twin: twin}
		for _, r := range requirements {
			c.Steps = append(c.Steps, suites.Step{Expect: []check.Expect{{Requirement: r}}})
		}
		return c
	}
	suite := &suites.Suite{Standard: std, Cases: []*suites.TestCase{
		about("accept", "", "CORE-001"), about("reject", "accept", "COND-001"), about("both", "", "CORE-001", "COND-001")}}
	for name, c := range map[string]struct {
		s    selection
		want []string
	}{
		"requirement brings the twin": {selection{requirements: []string{"COND-001"}}, []string{"accept", "reject", "both"}},
		"class of the requirement":    {selection{classes: []string{"core"}}, []string{"accept", "both"}},
		"up to a level":               {selection{level: "L1"}, []string{"accept", "both"}},
		"the highest level is all":    {selection{level: "L2"}, []string{"accept", "reject", "both"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			only, err := c.s.cases(suite)
			require.NoError(t, err)
			var got []string
			for _, one := range suite.Cases {
				if only(one) {
					got = append(got, one.ID)
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
	for name, c := range map[string]struct {
		s    selection
		want string
	}{
		"unknown requirement": {selection{requirements: []string{"CORE-01"}}, `no requirement "CORE-01" in ucis/1.0`},
		"unknown class":       {selection{classes: []string{"cor"}}, `no conformance class "cor" in ucis/1.0`},
		"unknown level":       {selection{level: "L9"}, `no roll-out level "L9" in ucis/1.0`},
		"nothing left":        {selection{requirements: []string{"COND-002"}}, "COND-002 leaves no test case"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.s.cases(suite)
			require.ErrorContains(t, err, c.want)
			var f *failure
			require.ErrorAs(t, err, &f)
			assert.Equal(t, exitUsage, f.code)
		})
	}
	all, err := selection{}.cases(suite)
	require.NoError(t, err)
	assert.Nil(t, all)
}
