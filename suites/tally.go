package suites

import (
	"cmp"
	"slices"
)

// tally gathers the judgements of one case, one entry per requirement,
// assertion and outcome; findings of one entry are merged, and only those of
// the first failing exchange are kept whole.
type tally map[tallyKey]*Judgement

type tallyKey struct {
	requirement, assertion string
	outcome                Outcome
}

func (t tally) add(j Judgement) {
	k := tallyKey{j.Requirement, j.Assertion, j.Outcome}
	if have, ok := t[k]; ok {
		have.Count++
		if have.Exchange == j.Exchange {
			have.Findings = append(have.Findings, j.Findings...)
		}
		return
	}
	j.Count = 1
	j.Findings = slices.Clone(j.Findings)
	t[k] = &j
}

func (t tally) has(requirement, assertion string) bool {
	for k := range t {
		if k.requirement == requirement && k.assertion == assertion {
			return true
		}
	}
	return false
}

// block marks what is inconclusive so far as blocked by a requirement.
func (t tally) block(by string) {
	for _, j := range t {
		if j.Outcome == Inconclusive {
			j.BlockedBy = by
		}
	}
}

func (t tally) sorted() []Judgement {
	out := make([]Judgement, 0, len(t))
	for _, j := range t {
		out = append(out, *j)
	}
	slices.SortFunc(out, func(a, b Judgement) int {
		return cmp.Or(cmp.Compare(a.Requirement, b.Requirement), cmp.Compare(a.Assertion, b.Assertion), cmp.Compare(a.Outcome, b.Outcome))
	})
	return out
}
