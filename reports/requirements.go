package reports

import (
	"cmp"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// requirementsOf joins the sentences of the standard with their verdicts, in
// the order of the classes and then by id.
func requirementsOf(std *specs.Standard, verdicts map[string]suites.RequirementVerdict) []Requirement {
	order := map[string]int{}
	for i := range std.Classes {
		order[std.Classes[i].ID] = i
	}
	out := make([]Requirement, 0, len(std.Requirements))
	for i := range std.Requirements {
		out = append(out, requirement(std, &std.Requirements[i], verdicts[std.Requirements[i].ID]))
	}
	slices.SortStableFunc(out, func(a, b Requirement) int {
		return cmp.Or(cmp.Compare(order[a.Class], order[b.Class]), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func requirement(std *specs.Standard, q *specs.Requirement, v suites.RequirementVerdict) Requirement {
	return Requirement{
		ID: q.ID, URI: q.URI(std), Class: q.Class, Level: q.Level, Severity: q.Severity, Statement: q.Statement,
		Since: q.Since, Sources: list(q.Sources), At: q.At, Digest: q.Digest,
		Verdict: v.Verdict, Reason: v.Reason, BlockedBy: v.BlockedBy,
		Executed: v.Executed, Passed: v.Passed, Failed: v.Failed,
		Cases: sorted(v.Cases), Failing: sorted(v.Failing), Evidence: []string{},
		Untested: q.Untested, Unstable: v.Unstable, Repetitions: v.Repetitions,
	}
}

// cite writes into each requirement which deviations bear on it.
func cite(r *Report) {
	at := map[string]*Requirement{}
	for i := range r.Requirements {
		at[r.Requirements[i].ID] = &r.Requirements[i]
	}
	for _, d := range r.Deviations {
		for _, id := range d.Requirements {
			if q := at[id]; q != nil {
				q.Evidence = append(q.Evidence, d.ID)
			}
		}
	}
}

// casesOf is the campaign log.
func casesOf(results []suites.CaseResult) []Case {
	out := make([]Case, 0, len(results))
	for i := range results {
		c := &results[i]
		out = append(out, Case{ID: c.Case.ID, Rule: c.Case.Rule, Class: c.Case.Class, Operation: c.Case.Operation,
			Purpose: c.Case.Purpose, Outcome: OutcomeOf(c.Judgements), Exchanges: max(c.Recorded, len(c.Exchanges))})
	}
	slices.SortFunc(out, func(a, b Case) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// OutcomeOf is the gravest outcome among the assertions of a case; a case
// without any was not run.
func OutcomeOf(all []suites.Judgement) suites.Outcome {
	if len(all) == 0 {
		return suites.NotRun
	}
	for _, o := range []suites.Outcome{suites.Failed, suites.Errored, suites.Inconclusive, suites.NotRun} {
		if slices.ContainsFunc(all, func(j suites.Judgement) bool { return j.Outcome == o }) {
			return o
		}
	}
	return suites.Passed
}
