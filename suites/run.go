package suites

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// Options steer one run. They narrow what is sent, never what is required: the
// set of requirements in the result is always the same.
type Options struct {
	RunID    string                     // mark of this run's test data, unique
	ReadOnly bool                       // send nothing that changes state
	Only     func(*TestCase) bool       // nil runs everything
	Shuffle  uint64                     // order of cases; 0 keeps the order of the suite
	Progress func(Progress)             // called from several goroutines, one at a time; may be nil
	Guard    bool                       // stop when nearly every answer is 401, 403 or 404
	Unready  string                     // why the system cannot be tested at all, beginning with [NeverReady]: nothing is sent and no case runs; "" when it can
	Revive   func(context.Context) bool // waits a while for a system that gives no sign of life, tells whether it came back; nil goes on without
	Lean     bool                       // keep what was exchanged in failing cases only, see lean

	Given   func(*TestCase) *CaseResult // of a case that an earlier session of this run finished, nil for one to run; may be nil
	Watched [][]wire.Message            // what the observer of each earlier session saw
}

// NeverReady begins the reason of a run in which the system was started and
// never answered. The lines below it are the end of what the system wrote.
const NeverReady = "the system never became ready"

// Progress is one finished case.
type Progress struct {
	Done, Total int
	Result      *CaseResult
}

// Run executes a suite against a system and judges it. It returns an error
// only when nothing could be tested; everything else is in the result. When
// ctx ends early the result is partial and says so; objects made by the run
// are removed in any case.
func Run(ctx context.Context, s *Suite, iut *IUT, sys System, o Options) (*Result, error) {
	exprs, err := check.NewExpressions()
	if err != nil {
		return nil, err
	}
	own := sys.of("run")
	r := &run{suite: s, iut: iut, sys: sys, own: own, opts: o, exprs: exprs, started: own.Now(),
		shared: map[string]*sharedFixture{}, accepted: map[string]*CaseResult{}, done: map[string]chan struct{}{}, leases: newLeases(), counters: newMemory[float64](), states: newMemory[string](), away: map[string]bool{}}
	r.names, r.twins = r.baseNames(), r.wantedTwins()
	if r.stopped = o.Unready; r.stopped == "" {
		r.observerFault = r.openObserver(ctx)
	}
	r.execute(ctx)
	cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	r.removeShared(cleanup)
	r.closeObserver()
	if r.sys.Receiver != nil {
		r.sys.Receiver.Close()
	}
	if r.sys.Settle != nil {
		r.sys.Settle()
	}
	return r.result(ctx), nil
}

// run is the state of one execution.
type run struct {
	suite   *Suite
	iut     *IUT
	sys     System
	own     Recorded // the system as the run itself reaches it
	opts    Options
	exprs   *check.Expressions
	names   map[string]any
	twins   map[string]bool // cases that run because a selected negative needs them
	started time.Time

	observer      *observer
	observerFault error
	late          sync.Once
	latecomer     *client // see afterwards

	mu          sync.Mutex
	results     []*CaseResult
	accepted    map[string]*CaseResult   // results of cases that others name as twin
	done        map[string]chan struct{} // closed when a case is finished
	leases      *leases
	counters    *memory[float64]
	states      *memory[string]
	away        map[string]bool // devices that did not connect in time
	shared      map[string]*sharedFixture
	sharedOrder []*sharedFixture // in order of creation
	residue     []string
	exchanges   int
	waited      time.Duration
	stopped     string // why the guard ended the run
	guard       guard
	gone        int        // how often a case found that the system answers nothing
	outages     sync.Mutex // held while a case waits for a system that is gone
}

// execute runs the cases in three stages: those that may run side by side,
// with the patient ones (which mostly wait) beside the quick ones; those that
// must be alone; and those that judge what was observed all the while.
func (r *run) execute(ctx context.Context) {
	stages := map[string][]*TestCase{}
	for _, c := range r.ordered() {
		k := stageOf(c)
		stages[k] = append(stages[k], c)
		r.done[c.ID] = make(chan struct{})
	}
	var wg sync.WaitGroup
	wg.Go(func() { r.stage(ctx, stages["patient"], 4*r.workers()) })
	r.stage(ctx, stages["quick"], r.workers())
	wg.Wait()
	r.stage(ctx, stages["alone"], 1)
	r.stage(ctx, stages["observe"], 1)
}

func stageOf(c *TestCase) string {
	switch {
	case slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Observe != nil || s.Packets != nil && s.Packets.Since == "run" }):
		return "observe"
	case c.Alone:
		return "alone"
	case usesBroker(c) || slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Receive != nil }) || slices.ContainsFunc(c.Needs, func(n Need) bool { return n.Seed }):
		return "patient"
	}
	return "quick"
}

// ordered puts fault-free cases before the negatives that name them as twin,
// else in the order of the suite or of the shuffle.
func (r *run) ordered() []*TestCase {
	out := slices.Clone(r.suite.Cases)
	slices.SortStableFunc(out, func(a, b *TestCase) int {
		if o := boolOrder(a.Twin != "", b.Twin != ""); o != 0 || r.opts.Shuffle == 0 {
			return o
		}
		return compareHash(r.opts.Shuffle, a.ID, b.ID)
	})
	return out
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (r *run) workers() int {
	if n := r.iut.IXIT.Limits.Concurrency; n > 0 {
		return n
	}
	return min(4, 2*runtime.GOMAXPROCS(0))
}

func (r *run) stage(ctx context.Context, cases []*TestCase, workers int) {
	queue := make(chan *TestCase)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for c := range queue {
				r.finish(r.one(ctx, c))
			}
		})
	}
	for _, c := range cases {
		queue <- c
	}
	close(queue)
	wg.Wait()
}

// one runs a case, or says why it did not run.
func (r *run) one(ctx context.Context, c *TestCase) *CaseResult {
	if r.opts.Given != nil {
		if res := r.opts.Given(c); res != nil {
			return res
		}
	}
	if reason, skip := r.mustNotRun(ctx, c); skip {
		res := notRun(c, reason)
		res.Interrupted = ctx.Err() != nil
		return res
	}
	return r.runCase(ctx, c)
}

func (r *run) mustNotRun(ctx context.Context, c *TestCase) (specs.Text, bool) {
	r.mu.Lock()
	stopped := r.stopped
	r.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return beforehand, true
	case strings.HasPrefix(stopped, NeverReady):
		return specs.Text{EN: "Could not be tested: the system never became ready.", ZH: "无法测试：被测系统始终未就绪。"}, true
	case stopped != "":
		return specs.Text{EN: "The run stopped early: " + stopped, ZH: "测试提前终止：" + stopped}, true
	case !r.wanted(c):
		return specs.Text{EN: "Left out by the filter of this run.", ZH: "本次测试的筛选条件未包含该用例。"}, true
	case r.opts.ReadOnly && c.Mutates:
		return specs.Text{EN: "Not run: the test changes state and this run is read-only.", ZH: "未执行：该用例会改变系统状态，而本次为只读测试。"}, true
	}
	return specs.Text{}, false
}

// wanted tells whether the filter selects a case, itself or as the twin of a
// negative it selects.
func (r *run) wanted(c *TestCase) bool {
	return r.opts.Only == nil || r.opts.Only(c) || r.twins[c.ID]
}

// wantedTwins lists the twins of the selected negatives.
func (r *run) wantedTwins() map[string]bool {
	twins := map[string]bool{}
	for _, c := range r.suite.Cases {
		if r.opts.Only != nil && c.Twin != "" && r.opts.Only(c) {
			twins[c.Twin] = true
		}
	}
	return twins
}

func notRun(c *TestCase, reason specs.Text) *CaseResult {
	res := &CaseResult{Case: c}
	for _, e := range assertions(c) {
		res.Judgements = append(res.Judgements, Judgement{Requirement: e.Requirement, Assertion: e.By, Outcome: NotRun, Exchange: -1, Count: 1, Reason: reason})
	}
	return res
}

// assertions lists the expectations of a case, one per requirement and key.
func assertions(c *TestCase) []check.Expect {
	var out []check.Expect
	seen := map[[2]string]bool{}
	for _, s := range c.Steps {
		for _, e := range s.Expect {
			k := [2]string{e.Requirement, e.By}
			if e.Requirement != "" && !seen[k] {
				seen[k] = true
				out = append(out, e)
			}
		}
	}
	return out
}

func (r *run) finish(res *CaseResult) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results = append(r.results, res)
	r.accepted[res.Case.ID] = res
	close(r.done[res.Case.ID])
	if r.opts.Progress != nil {
		r.opts.Progress(Progress{Done: len(r.results), Total: len(r.suite.Cases), Result: res})
	}
	if r.opts.Lean && !res.unsettled {
		res.lean()
	}
}

func (r *run) result(ctx context.Context) *Result {
	slices.SortFunc(r.results, func(a, b *CaseResult) int { return compareStrings(a.Case.ID, b.Case.ID) })
	res := &Result{Suite: r.suite, IUT: r.iut, Started: r.started, Finished: r.own.Now(),
		Residue: r.residue, Exchanges: r.exchanges, Waited: r.waited, Partial: r.stopped}
	if ctx.Err() != nil {
		res.Partial = "interrupted"
	}
	r.unheard()
	for _, c := range r.results {
		res.Cases = append(res.Cases, *c)
	}
	res.Verdicts = Verdicts(r.suite, res.Cases)
	return res
}

// baseNames are the names every case can use.
func (r *run) baseNames() map[string]any {
	std := r.suite.Standard
	uri := func(class string) string { return fmt.Sprintf("/%s/%s/req-class/%s", std.ID, std.Version, class) }
	var uris, defined []any
	for _, id := range r.suite.Classes {
		uris = append(uris, uri(id))
	}
	for i := range std.Classes {
		defined = append(defined, uri(std.Classes[i].ID))
	}
	return map[string]any{
		"run": r.opts.RunID, "city": r.iut.IXIT.City, "bbox": corners(r.iut.IXIT.BBox), "claimed": r.suite.Classes, "classURIs": uris, "definedURIs": defined,
		"token": r.sys.Token, "unsigned": unsigned(r.sys.Token), "base": r.suite.Standard.BasePath, "baseURL": r.iut.IXIT.BaseURL,
		"patience": fmt.Sprintf("PT%gS", r.iut.IXIT.Host.Patience().Seconds()),
	}
}

// corners is a bounding box as a value that expressions see, empty when the
// vendor states none.
func corners(bbox []float64) []any {
	out := []any{}
	for _, f := range bbox {
		out = append(out, json.Number(strconv.FormatFloat(f, 'f', -1, 64)))
	}
	return out
}

// NotReached is the result of a case that the run had not come to when it ended.
func NotReached(c *TestCase) *CaseResult {
	res := notRun(c, beforehand)
	res.Interrupted = true
	return res
}

var beforehand = specs.Text{EN: "The run was interrupted before this test.", ZH: "测试在执行到本项之前被中断。"}
