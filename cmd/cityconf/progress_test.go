package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/suites"
)

func TestProgressForPeopleAndPrograms(t *testing.T) {
	t.Parallel()
	a, b, other := &suites.TestCase{ID: "a", Class: "core"}, &suites.TestCase{ID: "b", Class: "core"}, &suites.TestCase{ID: "c", Class: "lgt-read"}
	suite := &suites.Suite{Cases: []*suites.TestCase{a, b, other}}
	var people, programs bytes.Buffer
	p := newProgress(console{out: &programs, err: &people}, suite, func(c *suites.TestCase) bool { return c.Class == "core" }, true)
	for i, r := range []*suites.CaseResult{
		{Case: other, Judgements: []suites.Judgement{{Requirement: "R-3", Outcome: suites.NotRun}}},
		{Case: a, Judgements: []suites.Judgement{{Requirement: "R-1", Outcome: suites.Passed}, {Requirement: "R-2", Outcome: suites.Failed}}},
		{Case: b, Judgements: []suites.Judgement{{Requirement: "R-2", Outcome: suites.Passed}, {Requirement: "R-4", Outcome: suites.Inconclusive}}},
	} {
		p.report(suites.Progress{Done: i + 1, Total: 3, Result: r})
	}
	p.end()

	assert.Equal(t, "core              2 cases  ✓ 0  ✗ 1  ? 1\n", people.String(), "a class is told when it is finished")
	assert.Equal(t, `{"event":"start","total":2}
{"event":"case","total":2,"done":1,"case":"a","class":"core","outcome":"fail"}
{"event":"case","total":2,"done":2,"case":"b","class":"core","outcome":"inconclusive"}
`, programs.String(), "what the filter left out is no event")
	judged, failed := p.requirements()
	assert.Equal(t, [2]int{2, 1}, [2]int{judged, failed}, "a requirement that failed once has failed")
}

func TestProgressOnATerminalIsOneLine(t *testing.T) {
	t.Parallel()
	one := &suites.TestCase{ID: "lgt/createLuminaire/reject/a-case-with-a-long-name", Class: "core"}
	var people bytes.Buffer
	p := newProgress(console{err: &people}, &suites.Suite{Cases: []*suites.TestCase{one}}, nil, false)
	people.Reset()
	p.mu.Lock()
	p.width = 40
	p.mu.Unlock()
	p.report(suites.Progress{Done: 1, Total: 1, Result: &suites.CaseResult{Case: one}})
	p.end()
	assert.Equal(t, "\r\x1b[K   1/1  requirements 0  ✗ 0  lgt/creat…\r\x1b[K", people.String())
}

func TestOutcomeIsTheGravest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   []suites.Outcome
		want suites.Outcome
	}{
		"none is not run":         {nil, suites.NotRun},
		"all passed":              {[]suites.Outcome{suites.Passed, suites.Passed}, suites.Passed},
		"failure over error":      {[]suites.Outcome{suites.Errored, suites.Failed, suites.Passed}, suites.Failed},
		"error over inconclusive": {[]suites.Outcome{suites.Inconclusive, suites.Errored}, suites.Errored},
		"unclear over passed":     {[]suites.Outcome{suites.Passed, suites.Inconclusive}, suites.Inconclusive},
		"not run over passed":     {[]suites.Outcome{suites.Passed, suites.NotRun}, suites.NotRun},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &suites.CaseResult{}
			for _, o := range c.in {
				r.Judgements = append(r.Judgements, suites.Judgement{Outcome: o})
			}
			assert.Equal(t, c.want, outcomeOf(r))
		})
	}
}
