package sample

import (
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Large is a run of the given size in which one requirement in ten fails and
// every tenth case of a failing requirement shows it.
func Large(requirements, cases int) (*suites.Result, *specs.Standard) {
	res, std := Run()
	std.Requirements = many(requirements)
	res.Suite.Classes = []string{"core", "lgt-read", "lgt-write"}
	res.Cases, res.Verdicts = nil, nil
	for i := range std.Requirements {
		res.Verdicts = append(res.Verdicts, suites.RequirementVerdict{Requirement: std.Requirements[i].ID, Verdict: suites.Pass})
	}
	for i := range cases {
		r := i % requirements
		v := &res.Verdicts[r]
		c := manyCase(i, v.Requirement, r%10 == 3 && i/requirements%10 == 0)
		v.Cases = append(v.Cases, c.Case.ID)
		v.Executed++
		if c.Judgements[0].Outcome == suites.Failed {
			v.Verdict = suites.Fail
			v.Failed++
			v.Failing = append(v.Failing, c.Case.ID)
		} else {
			v.Passed++
		}
		res.Cases = append(res.Cases, c)
	}
	res.Suite.Cases = plan(res.Cases)
	return res, std
}

func many(n int) []specs.Requirement {
	out := make([]specs.Requirement, n)
	for i := range out {
		q := requirements[i%len(requirements)]
		out[i] = specs.Requirement{ID: fmt.Sprintf("REQ-%03d", i), Slug: fmt.Sprintf("req-%03d", i), Level: q.level, Severity: "major", Since: "1.0",
			Class:     []string{"core", "lgt-read", "lgt-write"}[i%3],
			Statement: specs.Text{EN: q.en + " " + q.en, ZH: q.zh + q.zh}, Test: specs.Test{By: []string{"reject.body"}}}
	}
	return out
}

func manyCase(i int, requirement string, fails bool) suites.CaseResult {
	id := fmt.Sprintf("lgt/operation%03d/reject/maximum/%05d", i%97, i)
	c := accepted(id, requirement, strings.Repeat("m", 6), i)
	c.Case.Operation = fmt.Sprintf("operation%03d", i%97)
	c.Exchanges[0].Operation = c.Case.Operation
	if !fails {
		c.Judgements[0].Outcome, c.Judgements[0].Findings = suites.Passed, nil
	}
	return c
}
