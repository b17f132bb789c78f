package suites

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// unheard withdraws the failures of tests that wait for deliveries when nothing
// at all came in during the run at an address that nobody has shown the system
// to reach: whether the system is silent or the address is wrong cannot be
// told. What the system answered before it had to deliver stays judged.
func (r *run) unheard() {
	if r.sys.Receiver == nil || !r.sys.Receiver.Silent() {
		return
	}
	for _, c := range r.results {
		if !slices.ContainsFunc(c.Case.Steps, func(s Step) bool { return s.Listen != nil }) {
			continue
		}
		for i := range c.Judgements {
			if j := &c.Judgements[i]; j.Outcome == Failed && j.Exchange != 0 {
				j.Outcome, j.Reason, j.Findings = Inconclusive, nothingCame, nil
			}
		}
	}
}

var nothingCame = specs.Text{
	EN: "Nothing reached the tester during the whole run, so it cannot be told whether the system does not deliver or cannot reach the address (ixit.receiver).",
	ZH: "整个测试期间测试方未收到任何请求，无法区分是系统未投递还是无法访问该地址（ixit.receiver）。"}
