package suites

import (
	"context"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// gone is why a run ends whose system gives no sign of life any more.
const gone = "the system no longer answers, not even its landing page"

var nobodyThere = specs.Text{
	EN: "Could not be tested: at the end of this test the system did not answer at all, not even its landing page.",
	ZH: "无法测试：本用例结束时，被测系统已无任何应答，其入口页面亦无法访问。"}

// unanswered notes that a request got no answer.
func (e *execution) unanswered(v *check.View) {
	if f := v.Fault; f != nil && f.Kind != "denied" && f.Kind != "canceled" {
		e.silent = true
	}
}

// lost tells whether the case came to nothing because the system was gone, and
// takes back what was held against the system then. An answer or message that
// does not come is the fault of what was asked only when something else is
// answered: a failing case in which the system was silent counts when a witness,
// the landing page, is there. The witness is part of the record.
func (e *execution) lost(ctx context.Context) bool {
	if !e.silent || e.sys.HTTP == nil || ctx.Err() != nil || !e.tally.any(Failed, Errored, Inconclusive) {
		return false
	}
	x := e.sys.HTTP.Do(ctx, wire.Request{Method: "GET", Path: "/", As: "none"})
	e.run.count(1)
	if x.Fault != nil && x.Fault.Kind == "canceled" || x.Fault == nil && !e.overtaken() {
		return false
	}
	e.run.mu.Lock()
	e.run.gone++
	e.run.mu.Unlock()
	e.tally.retract(nobodyThere)
	return true
}

// overtaken tells whether another case found the system gone while this one went
// on: it came back only just before the witness was asked. What the others find
// is no part of this case's record, so that it is written down as a choice.
func (e *execution) overtaken() bool {
	found, err := e.sys.Choose(func() ([]string, error) {
		e.run.mu.Lock()
		defer e.run.mu.Unlock()
		if e.run.gone > e.gone {
			return []string{"gone"}, nil
		}
		return nil, nil
	})
	return err == nil && len(found) > 0
}

// outage waits for a system that is gone, and stops the run when it does not
// come back. Only one case waits; the others wait for that case.
func (r *run) outage(ctx context.Context) {
	if r.opts.Revive == nil {
		return
	}
	r.outages.Lock()
	defer r.outages.Unlock()
	r.mu.Lock()
	stopped := r.stopped != ""
	r.mu.Unlock()
	if stopped || r.opts.Revive(ctx) || ctx.Err() != nil {
		return
	}
	r.mu.Lock()
	r.stopped = gone
	r.mu.Unlock()
}

// any tells whether there is a judgement with one of these outcomes.
func (t tally) any(outcomes ...Outcome) bool {
	for k := range t {
		if slices.Contains(outcomes, k.outcome) {
			return true
		}
	}
	return false
}

// retract turns failures, and what failures of others blocked, into what could
// not be tested.
func (t tally) retract(reason specs.Text) {
	for k, j := range t {
		if k.outcome == Failed || k.outcome == Inconclusive {
			delete(t, k)
			t.add(Judgement{Requirement: j.Requirement, Assertion: j.Assertion, Outcome: Errored, Exchange: j.Exchange, Reason: reason})
		}
	}
}
