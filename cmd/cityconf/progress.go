package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"

	"github.com/cityconf/cityconf/suites"
)

// heartbeat is how often a run without a terminal shows that it is alive.
const heartbeat = 30 * time.Second

// progress tells people (on stderr) and programs (on stdout, with --json) how
// far a run is. It may be called from several goroutines.
type progress struct {
	mu      sync.Mutex
	people  io.Writer
	width   int           // of the terminal, 0 when there is none
	events  *json.Encoder // nil without --json
	total   int
	done    int
	judged  map[string]bool // requirement → no failure so far
	left    map[string]int  // class → cases not yet finished
	classes map[string]*tally
	stop    chan struct{}
}

// tally counts the outcomes of cases.
type tally struct{ passed, failed, open int }

// event is one line of --json. Event is "start", "case" or "end"; the fields
// that follow are those of the event.
type event struct {
	Event    string `json:"event"`
	Total    int    `json:"total,omitempty"`    // start, case: cases in the suite
	Done     int    `json:"done,omitempty"`     // case: finished so far
	Case     string `json:"case,omitempty"`     // case
	Class    string `json:"class,omitempty"`    // case
	Outcome  string `json:"outcome,omitempty"`  // case: pass, fail, inconclusive, error, not-run
	Decision string `json:"decision,omitempty"` // end: PASS, FAIL, INCOMPLETE
	Report   string `json:"report,omitempty"`   // end: path of report.json
	Partial  string `json:"partial,omitempty"`  // end: why the run is not whole
}

func newProgress(c console, suite *suites.Suite, only func(*suites.TestCase) bool, jsonEvents bool) *progress {
	p := &progress{people: c.err, width: terminalWidth(c.err), judged: map[string]bool{}, left: map[string]int{},
		classes: map[string]*tally{}, stop: make(chan struct{})}
	for _, t := range suite.Cases {
		if only == nil || only(t) {
			p.left[t.Class]++
			p.total++
		}
	}
	if jsonEvents {
		p.events = json.NewEncoder(c.out)
	}
	p.emit(event{Event: "start", Total: p.total})
	if p.width == 0 {
		go p.beat()
	}
	return p
}

// terminalWidth is 0 when w is no terminal.
func terminalWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 80
	}
	return width
}

// report takes one finished case. Cases left out by a filter are no news.
func (p *progress) report(u suites.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := u.Result.Case
	if p.left[c.Class] == 0 {
		return
	}
	outcome := outcomeOf(u.Result)
	if outcome == suites.NotRun && p.total < u.Total {
		return
	}
	p.done++
	p.left[c.Class]--
	p.count(u.Result, outcome)
	p.emit(event{Event: "case", Total: p.total, Done: p.done, Case: c.ID, Class: c.Class, Outcome: string(outcome)})
	switch {
	case p.width > 0:
		p.line(c.ID)
	case p.left[c.Class] == 0:
		t := p.classes[c.Class]
		fmt.Fprintf(p.people, "%-14s %4d cases  ✓ %d  ✗ %d  ? %d\n", c.Class, t.passed+t.failed+t.open, t.passed, t.failed, t.open)
	}
}

func (p *progress) count(r *suites.CaseResult, outcome suites.Outcome) {
	t := p.classes[r.Case.Class]
	if t == nil {
		t = &tally{}
		p.classes[r.Case.Class] = t
	}
	switch outcome {
	case suites.Passed:
		t.passed++
	case suites.Failed:
		t.failed++
	default:
		t.open++
	}
	for _, j := range r.Judgements {
		good, seen := p.judged[j.Requirement]
		if j.Outcome == suites.Passed || j.Outcome == suites.Failed {
			p.judged[j.Requirement] = (good || !seen) && j.Outcome == suites.Passed
		}
	}
}

// requirements counts those judged so far, and those of them that failed.
func (p *progress) requirements() (judged, failed int) {
	for _, good := range p.judged {
		if !good {
			failed++
		}
	}
	return len(p.judged), failed
}

// line rewrites the one line of a terminal.
func (p *progress) line(id string) {
	judged, failed := p.requirements()
	s := fmt.Sprintf("%4d/%d  requirements %d  ✗ %d  %s", p.done, p.total, judged, failed, id)
	fmt.Fprintf(p.people, "\r\x1b[K%s", runewidth.Truncate(s, p.width-1, "…"))
}

func (p *progress) beat() {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-tick.C:
			p.mu.Lock()
			judged, failed := p.requirements()
			fmt.Fprintf(p.people, "running: %d requirements judged, %d failed\n", judged, failed)
			p.mu.Unlock()
		}
	}
}

// end clears the line and stops the heartbeat.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.stop)
	if p.width > 0 {
		fmt.Fprint(p.people, "\r\x1b[K")
	}
}

func (p *progress) emit(e event) {
	if p.events != nil {
		_ = p.events.Encode(e) // a reader that went away does not end the run
	}
}

// outcomeOf folds the judgements of a case, the gravest first.
func outcomeOf(r *suites.CaseResult) suites.Outcome {
	seen := map[suites.Outcome]bool{}
	for _, j := range r.Judgements {
		seen[j.Outcome] = true
	}
	for _, o := range []suites.Outcome{suites.Failed, suites.Errored, suites.Inconclusive, suites.NotRun, suites.Passed} {
		if seen[o] {
			return o
		}
	}
	return suites.NotRun
}
