package suites

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// Repeat joins the repetitions of one suite against one system into a single
// result. Repetitions are AND, never OR: a requirement passes when it passed
// each time, and one that failed once failed. Cases are kept from the
// repetition in which they came out worst. One result is returned as it is.
func Repeat(runs []*Result) *Result {
	if len(runs) < 2 {
		return runs[0]
	}
	out := *runs[0]
	out.Finished = runs[len(runs)-1].Finished
	out.Cases, out.Residue = worstCases(runs), nil
	out.Exchanges, out.Waited = 0, 0
	for _, r := range runs {
		out.Exchanges += r.Exchanges
		out.Waited += r.Waited
		out.Residue = append(out.Residue, r.Residue...)
		if out.Partial == "" {
			out.Partial = r.Partial
		}
	}
	out.Verdicts = make([]RequirementVerdict, len(out.Verdicts))
	for i := range out.Verdicts {
		out.Verdicts[i] = repeated(runs, i)
	}
	return &out
}

// gravity orders verdicts for repetitions, the one that prevails first.
var gravity = []Verdict{Suspended, Fail, Unclear, Blocked, NotTested, SuiteGap, NotApplicable, Pass}

// repeated is the verdict of the i-th requirement over all repetitions.
func repeated(runs []*Result, i int) RequirementVerdict {
	out := runs[0].Verdicts[i]
	sum := RequirementVerdict{}
	for _, r := range runs {
		v := &r.Verdicts[i]
		if slices.Index(gravity, v.Verdict) < slices.Index(gravity, out.Verdict) {
			out = *v
		}
		sum.Executed += v.Executed
		sum.Passed += v.Passed
		sum.Failed += v.Failed
		sum.Cases = append(sum.Cases, v.Cases...)
		sum.Failing = append(sum.Failing, v.Failing...)
		sum.Repetitions = append(sum.Repetitions, v.Verdict)
	}
	out.Executed, out.Passed, out.Failed, out.Repetitions = sum.Executed, sum.Passed, sum.Failed, sum.Repetitions
	out.Cases, out.Failing = once(sum.Cases), once(sum.Failing)
	out.Unstable = out.Verdict == Fail && slices.Contains(out.Repetitions, Pass)
	if out.Unstable {
		out.Reason = specs.Text{EN: "Unstable: some repetitions of the run passed and some failed.", ZH: "不稳定：多次重复中有的通过，有的不通过。"}
	}
	return out
}

func once(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// worstCases takes each case from the first repetition with its gravest
// outcome, so that a failure that shows once keeps its evidence.
func worstCases(runs []*Result) []CaseResult {
	out := slices.Clone(runs[0].Cases)
	at := make(map[string]int, len(out))
	for i := range out {
		at[out[i].Case.ID] = i
	}
	for _, r := range runs[1:] {
		for _, c := range r.Cases {
			i, ok := at[c.Case.ID]
			switch {
			case !ok:
				at[c.Case.ID] = len(out)
				out = append(out, c)
			case badness(&c) > badness(&out[i]):
				out[i] = c
			}
		}
	}
	slices.SortFunc(out, func(a, b CaseResult) int { return compareStrings(a.Case.ID, b.Case.ID) })
	return out
}

// badness ranks the outcome of a case: failures, then what was not judged.
func badness(c *CaseResult) int {
	worst := 0
	for i := range c.Judgements {
		worst = max(worst, slices.Index([]Outcome{Passed, NotRun, Inconclusive, Errored, Failed}, c.Judgements[i].Outcome))
	}
	return worst
}
