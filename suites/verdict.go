package suites

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// Verdicts gives every requirement of the standard exactly one verdict, by
// the order of precedence: not applicable, fail, inconclusive, blocked, not
// tested, suite gap, pass. A pass needs every assertion of the requirement in
// the suite to have been made at least once and all to have held: a case that
// left no result did not run.
func Verdicts(s *Suite, cases []CaseResult) []RequirementVerdict {
	all := map[string]*evidence{}
	cases = whole(s, cases)
	for i := range cases {
		c := &cases[i]
		for _, e := range assertions(c.Case) {
			at(all, e.Requirement).planned(c.Case.ID)
		}
		for j := range c.Judgements {
			at(all, c.Judgements[j].Requirement).add(c.Case.ID, &c.Judgements[j])
		}
	}
	out := make([]RequirementVerdict, 0, len(s.Standard.Requirements))
	idle := idle(cases)
	for i := range s.Standard.Requirements {
		req := &s.Standard.Requirements[i]
		at(all, req.ID).idle = idle
		out = append(out, verdict(s, req, at(all, req.ID)))
	}
	slices.SortFunc(out, func(a, b RequirementVerdict) int { return cmp.Compare(a.Requirement, b.Requirement) })
	block(s.Standard, out)
	return out
}

// whole adds the cases of the suite that have no result, so that losing one
// never narrows what is required.
func whole(s *Suite, cases []CaseResult) []CaseResult {
	have := make(map[string]bool, len(cases))
	for i := range cases {
		have[cases[i].Case.ID] = true
	}
	out := slices.Clone(cases)
	for _, c := range s.Cases {
		if !have[c.ID] {
			out = append(out, *notRun(c, specs.Text{EN: "The run ended without a result of this test.", ZH: "测试运行结束时没有该用例的结果。"}))
		}
	}
	return out
}

// idle says why no case ran, so that nothing was there to be watched; it is
// empty when one did.
func idle(cases []CaseResult) specs.Text {
	var why specs.Text
	for i := range cases {
		for _, j := range cases[i].Judgements {
			if j.Outcome != NotRun {
				return specs.Text{}
			}
			why = j.Reason
		}
	}
	return why
}

// evidence is what the cases established for one requirement.
type evidence struct {
	cases, failing                          []string
	passed, failed, unclear, ours, notRun   int
	unclearReason, oursReason, notRunReason specs.Text
	blockedBy                               string
	idle                                    specs.Text // why no case of the run ran
}

func at(m map[string]*evidence, id string) *evidence {
	if m[id] == nil {
		m[id] = &evidence{}
	}
	return m[id]
}

func (e *evidence) planned(id string) {
	if n := len(e.cases); n == 0 || e.cases[n-1] != id {
		e.cases = append(e.cases, id)
	}
}

func (e *evidence) add(id string, j *Judgement) {
	e.planned(id)
	switch j.Outcome {
	case Passed:
		e.passed += j.Count
	case Failed:
		e.failed += j.Count
		if n := len(e.failing); n == 0 || e.failing[n-1] != id {
			e.failing = append(e.failing, id)
		}
	case Inconclusive:
		if j.BlockedBy != "" {
			e.blockedBy = j.BlockedBy
		}
		first(&e.unclear, &e.unclearReason, j)
	case Errored:
		first(&e.ours, &e.oursReason, j)
	case NotRun:
		first(&e.notRun, &e.notRunReason, j)
	}
}

func first(n *int, reason *specs.Text, j *Judgement) {
	if *n == 0 {
		*reason = j.Reason
	}
	*n += j.Count
}

func verdict(s *Suite, req *specs.Requirement, e *evidence) RequirementVerdict {
	v := RequirementVerdict{Requirement: req.ID, Executed: e.passed + e.failed, Passed: e.passed, Failed: e.failed,
		Cases: e.cases, Failing: e.failing}
	v.Verdict, v.Reason = decide(s, req, e)
	if v.Verdict == Blocked {
		v.BlockedBy = e.blockedBy
	}
	return v
}

// decide is the table of precedence, top down.
func decide(s *Suite, req *specs.Requirement, e *evidence) (Verdict, specs.Text) {
	for _, row := range []struct {
		holds   bool
		verdict Verdict
		reason  specs.Text
	}{
		{!slices.Contains(s.Classes, req.Class), NotApplicable, specs.Text{
			EN: "Class " + req.Class + " is not claimed in the ICS.", ZH: "ICS 未声明符合性类 " + req.Class + "。"}},
		{e.failed > 0, Fail, specs.Text{}},
		{e.ours > 0, Unclear, e.oursReason},
		{e.unclear > 0 && e.blockedBy != "" && e.blockedBy != req.ID, Blocked, e.unclearReason},
		{e.unclear > 0, Unclear, e.unclearReason},
		{e.notRun > 0, NotTested, e.notRunReason},
		{len(e.cases) == 0 && req.Untested != specs.Text{}, SuiteGap, req.Untested},
		{len(e.cases) == 0 && !s.watches(req), NotApplicable, specs.Text{
			EN: "The claimed classes offer nothing that the requirement speaks of.",
			ZH: "所声明的符合性类中没有该要求所涉及的内容。"}},
		{e.passed == 0 && e.idle != specs.Text{}, NotTested, e.idle},
		{e.passed == 0, Unclear, specs.Text{
			EN: "No exchange of this run showed what the requirement speaks of.",
			ZH: "本次测试的交互中未出现该要求所涉及的内容。"}},
	} {
		if row.holds {
			return row.verdict, row.reason
		}
	}
	return Pass, specs.Text{}
}

// watches tells whether some assertion of a requirement is made by watching all
// exchanges, or all messages of a channel that a case observes, so that it can
// be judged without a case of its own.
func (s *Suite) watches(req *specs.Requirement) bool {
	return slices.ContainsFunc(req.Test.By, func(key string) bool {
		return strings.HasPrefix(key, "response.") || check.Watched(key) && slices.ContainsFunc(s.Cases, func(c *TestCase) bool {
			return slices.ContainsFunc(c.Steps, func(st Step) bool { return st.Observe != nil && st.Observe.judges(key, s.Standard) })
		})
	})
}

// judges tells whether an assertion is made on the messages of an observed
// channel.
func (o *Observe) judges(key string, std *specs.Standard) bool {
	ch := std.Channel(o.Channel)
	if ch == nil || len(o.Only) > 0 && !slices.Contains(o.Only, key) {
		return false
	}
	return key == check.Invariant || slices.Contains(check.MessageKeys(ch), key)
}

// block marks as blocked what could not be judged because a requirement it
// depends on failed.
func block(std *specs.Standard, all []RequirementVerdict) {
	failed := map[string]bool{}
	for _, v := range all {
		failed[v.Requirement] = v.Verdict == Fail
	}
	for i := range all {
		v := &all[i]
		if v.Verdict != Unclear {
			continue
		}
		for _, id := range std.Requirement(v.Requirement).Test.Requires {
			if failed[id] {
				v.Verdict, v.BlockedBy = Blocked, id
				break
			}
		}
	}
}
