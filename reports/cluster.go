package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// cause is what failed assertions share when one change would mend them all.
type cause struct {
	operation, assertion, keyword, detail string
}

// occurrence is one finding in its case.
type occurrence struct {
	c       *suites.CaseResult
	j       *suites.Judgement
	finding check.Finding
}

// cluster gathers the occurrences of one cause.
type cluster struct {
	cause
	first                       occurrence
	requirements, cases, places map[string]bool
}

// deviations folds every failed assertion into clusters by cause: hundreds of
// failing cases may be one missing check. The gravest comes first.
func deviations(result *suites.Result, all []Requirement) []Deviation {
	failed := map[string]*Requirement{}
	for i := range all {
		if all[i].Verdict == suites.Fail {
			failed[all[i].ID] = &all[i]
		}
	}
	found := clusters(result, failed)
	slices.SortFunc(found, func(a, b *cluster) int {
		return cmp.Or(cmp.Compare(weight(a, failed), weight(b, failed)), cmp.Compare(len(b.cases), len(a.cases)), compareCause(a.cause, b.cause))
	})
	out := make([]Deviation, 0, len(found))
	for i, k := range found {
		out = append(out, k.deviation(fmt.Sprintf("E-%02d", i+1), result, failed))
	}
	return out
}

// clusters walks the cases in order of their ids, so that the first example
// does not depend on the order of execution.
func clusters(result *suites.Result, failed map[string]*Requirement) []*cluster {
	cases := make([]*suites.CaseResult, 0, len(result.Cases))
	for i := range result.Cases {
		cases = append(cases, &result.Cases[i])
	}
	slices.SortStableFunc(cases, func(a, b *suites.CaseResult) int { return cmp.Compare(a.Case.ID, b.Case.ID) })
	byCause := map[cause]*cluster{}
	var out []*cluster
	for _, c := range cases {
		for j := range c.Judgements {
			if c.Judgements[j].Outcome != suites.Failed || failed[c.Judgements[j].Requirement] == nil {
				continue
			}
			for _, o := range occurrences(c, &c.Judgements[j]) {
				k := causeOf(o)
				if byCause[k] == nil {
					byCause[k] = &cluster{cause: k, first: o, requirements: map[string]bool{}, cases: map[string]bool{}, places: map[string]bool{}}
					out = append(out, byCause[k])
				}
				byCause[k].add(o)
			}
		}
	}
	return out
}

// occurrences are the findings of a failed assertion; one without findings
// counts once, with its reason as message.
func occurrences(c *suites.CaseResult, j *suites.Judgement) []occurrence {
	if len(j.Findings) == 0 {
		return []occurrence{{c, j, check.Finding{Requirement: j.Requirement, Assertion: j.Assertion, Message: j.Reason}}}
	}
	out := make([]occurrence, 0, len(j.Findings))
	for _, f := range j.Findings {
		out = append(out, occurrence{c, j, f})
	}
	return out
}

// causeOf folds by keyword where there is one: a missing limit shows at many
// members. What the keyword alone does not tell apart is added to it.
func causeOf(o occurrence) cause {
	f := o.finding
	k := cause{operation: o.operation(), assertion: o.j.Assertion, keyword: f.Keyword}
	switch {
	case f.At == "status":
		k.detail = statusOf(f.Got)
	case strings.HasPrefix(f.At, "header/"):
		k.detail = f.At
	case expressions[f.Keyword]:
		k.detail = f.Want
	case f.Keyword == "":
		k.detail = normalise(f.Message.EN, f.Got)
	}
	return k
}

// expressions are the keywords whose demand is a condition: each is a check
// of its own.
var expressions = map[string]bool{"that": true, "invariant": true}

// statusOf keeps a status as it is, for 201 and 500 in place of 422 are two
// causes; other words are normalised.
func statusOf(got string) string {
	if len(got) == 3 {
		return got
	}
	return normalise(got, "")
}

// operation is that of the judged exchange, else what the case exercises.
func (o occurrence) operation() string {
	if i := o.j.Exchange; i >= 0 && i < len(o.c.Exchanges) && o.c.Exchanges[i].Operation != "" {
		return o.c.Exchanges[i].Operation
	}
	return o.c.Case.Operation
}

func (k *cluster) add(o occurrence) {
	k.requirements[o.j.Requirement] = true
	k.cases[o.c.Case.ID] = true
	k.places[withoutIndices(o.finding.At)] = true
}

func (k *cluster) deviation(id string, result *suites.Result, failed map[string]*Requirement) Deviation {
	return Deviation{ID: id, Operation: k.operation, Assertion: k.assertion, Keyword: k.keyword,
		Level: k.level(failed), Places: keys(k.places), Requirements: keys(k.requirements), Cases: keys(k.cases),
		Example: example(k.first, result.IUT.IXIT.Broker.URL)}
}

// levels ranks obligations, the strongest first.
var levels = []specs.Level{specs.Must, specs.Should, specs.May}

func (k *cluster) level(failed map[string]*Requirement) specs.Level {
	return levels[weight(k, failed)/len(severities)]
}

// severities ranks them, the gravest first.
var severities = []string{"critical", "major", "minor"}

// weight orders clusters: by obligation, then by severity.
func weight(k *cluster, failed map[string]*Requirement) int {
	least := len(levels)*len(severities) - 1
	for id := range k.requirements {
		r := failed[id]
		w := rank(levels, r.Level)*len(severities) + rank(severities, r.Severity)
		least = min(least, w)
	}
	return least
}

func rank[T comparable](order []T, v T) int {
	if i := slices.Index(order, v); i >= 0 {
		return i
	}
	return len(order) - 1
}

func compareCause(a, b cause) int {
	return cmp.Or(cmp.Compare(a.operation, b.operation), cmp.Compare(a.assertion, b.assertion),
		cmp.Compare(a.keyword, b.keyword), cmp.Compare(a.detail, b.detail))
}

func keys(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		if k != "" {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}
