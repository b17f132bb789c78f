package suites

import (
	"context"
	"errors"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// twinRefused applies the attribution rule: a negative case counts only if its
// fault-free twin was accepted in this run.
func (r *run) twinRefused(c *TestCase) (specs.Text, bool) {
	if c.Twin == "" {
		return specs.Text{}, false
	}
	if done := r.done[c.Twin]; done != nil {
		<-done
	}
	r.mu.Lock()
	twin := r.accepted[c.Twin]
	r.mu.Unlock()
	if twin != nil && twin.Accepted() {
		return specs.Text{}, false
	}
	return specs.Text{
		EN: "The fault-free request " + c.Twin + " was not accepted, so a refusal here proves nothing.",
		ZH: "无缺陷的对照请求 " + c.Twin + " 未被接受，因此此处的拒绝不能说明问题。"}, true
}

// Accepted tells whether every assertion of the case itself passed.
func (c *CaseResult) Accepted() bool {
	passed := false
	for _, j := range c.Judgements {
		if !slices.ContainsFunc(assertions(c.Case), func(e check.Expect) bool { return e.Requirement == j.Requirement && e.By == j.Assertion }) {
			continue // a standing assertion: not what the case asked
		}
		if j.Outcome != Passed {
			return false
		}
		passed = true
	}
	return passed
}

// couldNotTest tells faults that say nothing of the system: no connection came
// about, or the tester itself would not send. A refused CONNACK is an answer.
func couldNotTest(v *check.View) bool {
	return v.Fault.Unreachable() || v.Fault != nil && v.Protocol == "http" && (v.Fault.Kind == "denied" || v.Fault.Kind == "canceled")
}

// fault turns an error into the outcome of every assertion not yet made.
func (e *execution) fault(err error) {
	var u *unmet
	var lost *unreachable
	switch {
	case errors.As(err, &u):
		e.settle(Inconclusive, u.reason)
		if u.blocker != "" {
			e.tally.block(u.blocker)
		}
	case errors.As(err, &lost):
		e.settle(Errored, specs.Text{EN: "The system could not be reached: " + lost.Error(), ZH: "无法连接被测系统：" + lost.Error()})
	case errors.Is(err, context.Canceled):
		e.settle(NotRun, specs.Text{EN: "The run was interrupted during this test.", ZH: "测试在执行本项过程中被中断。"})
	default:
		e.settle(Errored, ours(err))
	}
}

// settle gives every assertion of the case that was not made yet an outcome.
func (e *execution) settle(o Outcome, reason specs.Text) {
	for _, x := range assertions(e.c) {
		if !e.tally.has(x.Requirement, x.By) {
			e.tally.add(Judgement{Requirement: x.Requirement, Assertion: x.By, Outcome: o, Exchange: -1, Reason: reason})
		}
	}
}

// unreachable means that no connection came about.
type unreachable struct{ fault *wire.Fault }

func (u *unreachable) Error() string { return u.fault.Kind + ": " + u.fault.Detail }

func ours(err error) specs.Text {
	return specs.Text{EN: "The tester failed: " + err.Error(), ZH: "测试工具自身出错：" + err.Error()}
}

// noCredential is the reason of a case whose credential the IXIT does not give.
func noCredential(name string) *unmet {
	return &unmet{reason: specs.Text{
		EN: "The IXIT gives no credential " + name + " (ixit.credentials." + name + ").",
		ZH: "IXIT 未提供凭证 " + name + "（ixit.credentials." + name + "）。"}}
}
