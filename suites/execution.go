package suites

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// execution is one case being run.
type execution struct {
	run     *run
	sys     Recorded
	c       *TestCase
	names   *names
	ctx     *check.Context
	made    []object          // to be removed afterwards
	etags   map[string]string // URL path → latest entity tag seen
	clients map[string]*client
	ends    map[string]*wire.Log // open ends of the receiver
	mark    time.Time            // messages before this belong to nobody here
	linked  moment               // the last Link
	keys    int                  // idempotency keys handed out
	leased  map[string][]string  // seed devices not yet given a name, by resource
	held    []string             // seed devices to give back

	underway []underway // commands to them

	exchanges []wire.Exchange
	tally     tally
	halted    bool // a step marked Stop failed
	putOff    int  // comparisons not yet made
	echo      bool // the answer in work shows what the tester did wrong
	silent    bool // a sign that was due did not come
	gone      int  // how often the system was found gone before the case began
	result    *CaseResult
	secrets   []string // that the system issued
}

func (r *run) newExecution(c *TestCase) *execution {
	values, sys := maps.Clone(r.names), r.sys.of(c.ID)
	n := &names{values: values, exprs: r.exprs, bbox: r.iut.IXIT.BBox, salt: r.opts.RunID + "/" + c.ID}
	var counting []string
	if sys.Host != nil {
		counting = r.suite.Classes // a device has no classes that speak of an interface, yet its messages follow their schemas
	}
	return &execution{run: r, sys: sys, c: c, names: n, etags: map[string]string{}, clients: map[string]*client{}, ends: map[string]*wire.Log{}, mark: sys.Now(),
		tally: tally{}, ctx: &check.Context{Standard: r.suite.Standard, Names: values, BBox: r.iut.IXIT.BBox, Exprs: r.exprs, Classes: counting}}
}

// runCase provides what the case needs, takes its steps and cleans up.
func (r *run) runCase(ctx context.Context, c *TestCase) *CaseResult {
	e := r.newExecution(c)
	r.mu.Lock()
	e.gone = r.gone
	r.mu.Unlock()
	started := e.sys.Now()
	if reason, refused := r.twinRefused(c); refused {
		e.settle(Inconclusive, reason)
	} else {
		e.names.values["now"] = started
		if err := e.provide(ctx, c.Needs); err != nil {
			e.fault(err)
		} else {
			e.steps(ctx)
		}
	}
	if e.lost(ctx) {
		r.outage(ctx)
	}
	cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	e.closeClients()
	e.awaitCommands(cleanup)
	e.cleanUp(cleanup)
	r.leases.give(e.held)
	e.conceal()
	e.result = &CaseResult{Case: c, Judgements: e.tally.sorted(), Exchanges: e.exchanges, Recorded: len(e.exchanges), Elapsed: e.sys.Now().Sub(started), Interrupted: ctx.Err() != nil, unsettled: e.putOff > 0}
	return e.result
}

// steps takes the steps in order. After a failure only those remain that put
// the system back.
func (e *execution) steps(ctx context.Context) {
	over := false
	for i := range e.c.Steps {
		s := &e.c.Steps[i]
		e.sys.Step(i)
		if over {
			e.putBack(ctx, s)
			continue
		}
		if ctx.Err() != nil {
			e.settle(NotRun, specs.Text{EN: "The run was interrupted during this test.", ZH: "测试在执行本项过程中被中断。"})
			over = true
			e.putBack(ctx, s)
			continue
		}
		if err := e.step(ctx, s); err != nil {
			e.fault(err)
			over = true
		} else if e.halted {
			e.settle(NotRun, specs.Text{EN: "An earlier step of this test failed.", ZH: "本用例的前置步骤未通过。"})
			over = true
		}
	}
}

// putBack takes a step that restores the system, whatever happened before.
func (e *execution) putBack(ctx context.Context, s *Step) {
	if !s.Always {
		return
	}
	restore, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if _, err := e.take(restore, s); err != nil {
		e.run.remains(e.c.ID + ": " + err.Error())
	}
}

// step takes one step, again and again while Within lasts and its
// expectations do not hold.
func (e *execution) step(ctx context.Context, s *Step) error {
	limit, err := e.duration(s.Within)
	if err != nil {
		return err
	}
	deadline := e.sys.Now().Add(limit)
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		e.names.values["now"] = e.sys.Now()
		v, err := e.take(ctx, s)
		if err != nil {
			return err
		}
		judged, holds, err := e.expectations(s, v)
		if err != nil {
			return err
		}
		if holds || !e.sys.Now().Before(deadline) || ctx.Err() != nil {
			return e.conclude(ctx, s, v, judged, holds)
		}
		if err := e.wait(ctx, pause); err != nil {
			return err
		}
	}
}

// duration is an ISO 8601 duration after its placeholders are filled, 0 for "".
func (e *execution) duration(text string) (time.Duration, error) {
	filled, err := e.names.text(text)
	if err != nil || filled == "" {
		return 0, err
	}
	return check.ParseDuration(filled)
}

// given ends the case when an answer lacks what the step takes for granted.
func (e *execution) given(s *Step, v *check.View) error {
	if s.Given == nil || v == nil {
		return nil
	}
	holds, _, err := e.run.exprs.Holds(s.Given.That, check.Scope(v, e.names.values))
	if err != nil || holds {
		return err
	}
	e.record(v)
	return &unmet{reason: s.Given.Else}
}

// conclude records the step's exchange, its judgements and its captures.
func (e *execution) conclude(ctx context.Context, s *Step, v *check.View, judged []Judgement, holds bool) error {
	if ctx.Err() != nil && !holds {
		return ctx.Err() // an answer cut off by an interrupt says nothing of the system
	}
	if v != nil && v.Protocol == "http" && v.Fault != nil && v.Fault.Kind == "denied" && v.Sent.As != "" {
		return noCredential(v.Sent.As)
	}
	if v != nil && couldNotTest(v) {
		return &unreachable{v.Fault}
	}
	if err := e.given(s, v); err != nil {
		return err
	}
	if v != nil {
		e.hide(s, v)
	}
	e.run.watch(v, holds)
	e.echo = e.echoes(judged)
	at := e.record(v)
	e.echo = false
	for _, j := range judged {
		j.Exchange = at
		e.tally.add(j)
	}
	if s.Stop && !holds {
		e.halted = true
		return nil
	}
	return e.capture(s, v)
}

// record keeps an exchange as evidence and judges it by the standing checks.
func (e *execution) record(v *check.View) int {
	if v == nil {
		return -1
	}
	if v.Composed {
		return len(e.exchanges) - 1
	}
	e.exchanges = append(e.exchanges, v.Exchange)
	at := len(e.exchanges) - 1
	e.ctx.Operation = e.operationOf(v)
	judged, err := check.Standing(v, e.ctx)
	if err != nil {
		e.tally.add(Judgement{Outcome: Errored, Exchange: at, Reason: ours(err)})
	}
	for _, j := range judged {
		if e.echo && j.Assertion == "response.schema" {
			continue
		}
		out := Judgement{Requirement: j.Requirement, Assertion: j.Assertion, Outcome: Passed, Exchange: at, Findings: j.Findings}
		if len(j.Findings) > 0 {
			out.Outcome = Failed
		}
		e.tally.add(out)
	}
	e.remembered(v, at)
	return at
}

// remembered judges what an answer shows against the answers before it.
func (e *execution) remembered(v *check.View, at int) {
	for _, readings := range []func(*check.View, *check.Context) ([]comparison, error){e.run.countersOf, e.run.statesOf} {
		found, err := readings(v, e.ctx)
		if err != nil {
			e.tally.add(Judgement{Outcome: Errored, Exchange: at, Reason: ours(err)})
		}
		for _, compare := range found {
			e.compare(compare, at)
		}
	}
}

// compare makes a comparison in its turn. One that is put off may be made when
// the case is over.
func (e *execution) compare(c comparison, at int) {
	e.putOff++
	e.sys.Turn(func() {
		e.putOff--
		if j, made := c(); made {
			j.Exchange = at
			e.tally.add(j)
		}
		if e.result != nil {
			e.result.Judgements = e.tally.sorted()
		}
	})
}

func (e *execution) expectations(s *Step, v *check.View) (judged []Judgement, holds bool, err error) {
	holds = true
	for _, x := range s.Expect {
		filled, err := e.fillExpect(x)
		if err != nil {
			return nil, false, err
		}
		if v == nil {
			v = &check.View{}
		}
		e.ctx.Operation = e.operationOf(v)
		if strings.Contains(x.That, "clients.") {
			e.names.values["clients"] = e.received()
		}
		found, err := check.Judge(filled, v, e.ctx)
		if err != nil {
			return nil, false, err
		}
		e.say(found)
		j := Judgement{Requirement: x.Requirement, Assertion: x.By, Outcome: Passed, Findings: found}
		if len(found) > 0 {
			j.Outcome, holds = Failed, false
		}
		if why, excused := e.excuse(x.By, v, len(found) == 0); excused {
			j.Outcome, j.Findings, j.Reason = Inconclusive, nil, why
		}
		if x.Requirement != "" {
			judged = append(judged, j)
		}
	}
	return judged, holds, nil
}

// say puts the purpose of the case in the place of a bare condition, which
// only its author can read; the condition stays as what was wanted.
func (e *execution) say(found []check.Finding) {
	for i := range found {
		if f := &found[i]; f.Keyword == "that" && e.c.Purpose.EN != "" {
			f.Message = specs.Text{EN: "Not so: " + e.c.Purpose.EN, ZH: "实测不符：" + e.c.Purpose.ZH}
		}
	}
}

func (e *execution) fillExpect(x check.Expect) (check.Expect, error) {
	var err error
	if x.Contains, err = e.names.fill(x.Contains); err != nil {
		return x, err
	}
	if x.Equals, err = e.names.fill(x.Equals); err != nil {
		return x, err
	}
	header := make(map[string]string, len(x.Header))
	for _, k := range slices.Sorted(maps.Keys(x.Header)) {
		if header[k], err = e.names.text(x.Header[k]); err != nil {
			return x, err
		}
	}
	x.Header = header
	return x, nil
}

func (e *execution) capture(s *Step, v *check.View) error {
	if v == nil {
		v = &check.View{}
	}
	scope := check.Scope(v, e.names.values)
	for _, name := range slices.Sorted(maps.Keys(s.Capture)) {
		val, err := lookup(e.run.exprs, s.Capture[name], scope)
		if err != nil {
			return &unmet{reason: specs.Text{
				EN: "The answer lacks what the next step needs: " + name + " = " + s.Capture[name] + ".",
				ZH: "应答缺少后续步骤所需的内容：" + name + " = " + s.Capture[name] + "。"}}
		}
		e.names.values[name] = val
	}
	return nil
}

// hide remembers what an answer shows of secrets, whether or not it is as
// expected.
func (e *execution) hide(s *Step, v *check.View) {
	for _, name := range s.Conceal {
		if val, err := lookup(e.run.exprs, s.Capture[name], check.Scope(v, e.names.values)); err == nil {
			e.secrets = append(e.secrets, spell(val))
		}
	}
}

// conceal masks in the evidence what the system issued as a secret.
func (e *execution) conceal() {
	if len(e.secrets) == 0 {
		return
	}
	r := wire.NewRedactor(e.secrets...)
	for i := range e.exchanges {
		e.exchanges[i] = r.Exchange(e.exchanges[i])
	}
	for _, j := range e.tally {
		for i := range j.Findings {
			f := &j.Findings[i]
			f.Got, f.Message.EN, f.Message.ZH = r.Text(f.Got), r.Text(f.Message.EN), r.Text(f.Message.ZH)
		}
	}
}

// wait sleeps and counts the time as waited.
func (e *execution) wait(ctx context.Context, d time.Duration) error {
	e.run.waitedFor(d)
	return e.sys.Sleep(ctx, d)
}
