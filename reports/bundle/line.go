package bundle

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// JournalFormat names the journal and its version.
const JournalFormat = "cityconf-journal/1"

// Session is the first line of a run, and of each time it was taken up again.
type Session struct {
	Format     string          `json:"format"`
	Number     int             `json:"number"`     // from 1
	Repetition int             `json:"repetition"` // from 1; a run may be made several times
	Run        string          `json:"run"`        // id of the run: the mark of its first session
	Mark       string          `json:"mark"`       // of the test data of this session, see [Mark]
	Salt       string          `json:"salt"`
	Nonce      string          `json:"nonce,omitempty"` // the buyer's
	Tester     string          `json:"tester"`          // version of cityconf
	Started    time.Time       `json:"started"`
	Standard   Reference       `json:"standard"`
	Suite      SuiteReference  `json:"suite"`
	IUT        *suites.IUT     `json:"iut"` // secrets are named in it, not written
	ReadOnly   bool            `json:"readOnly,omitempty"`
	Options    reports.Options `json:"options"`
	Has        Instruments     `json:"has"`
	Tokens     []string        `json:"tokens"`            // names of the credentials that are bearer tokens
	Command    json.RawMessage `json:"command,omitempty"` // what the command needs to go on
}

// Instruments tells by what the tester reached the system.
type Instruments struct {
	REST     bool `json:"rest"` // a device that connects to the tester has none
	Broker   bool `json:"broker"`
	Broker5  bool `json:"broker5,omitempty"` // also by MQTT 5
	Upper    bool `json:"upperTester"`
	Receiver bool `json:"receiver"`
	Host     bool `json:"host,omitempty"` // the tester's own broker, for devices
}

// InstrumentsOf tells what a system gives the tester.
func InstrumentsOf(s suites.System) Instruments {
	return Instruments{REST: s.HTTP != nil, Broker: s.Dial != nil, Broker5: s.Dial5 != nil, Upper: s.Operate != nil, Receiver: s.Receiver != nil, Host: s.Host != nil}
}

// Reference identifies a standard.
type Reference struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// SuiteReference is what a suite is derived from, and its digest.
type SuiteReference struct {
	Version string   `json:"version"`
	Digest  string   `json:"digest"`
	Seed    uint64   `json:"seed"`
	Role    string   `json:"role"`
	Classes []string `json:"classes"`
	Cases   int      `json:"cases"`
}

// Of identifies a suite.
func Of(s *suites.Suite) (Reference, SuiteReference) {
	return Reference{s.Standard.ID, s.Standard.Version, s.Standard.Digest},
		SuiteReference{Version: s.Version, Digest: s.Digest, Seed: s.Seed, Role: s.Role, Classes: s.Classes, Cases: len(s.Cases)}
}

// End is the last line of a session that came to its end. The numbers are those
// of all sessions.
type End struct {
	Started   time.Time     `json:"started"` // of the first session
	Finished  time.Time     `json:"finished"`
	Partial   string        `json:"partial,omitempty"`
	Residue   []string      `json:"residue"`
	Exchanges int           `json:"exchanges"`
	Waited    time.Duration `json:"waited"`
}

// hearing is what the tester's own server heard: nothing although an end was
// open, something, or "" when no end was open.
type hearing string

const (
	silent hearing = "silent"
	heard  hearing = "heard"
)

// and adds what another session heard.
func (h hearing) and(other hearing) hearing {
	if h == heard || other == heard {
		return heard
	}
	return max(h, other)
}

// line is one line of the journal; the member that comes first tells which.
type line struct {
	Session *Session `json:"session,omitempty"`

	Frame   string   `json:"frame,omitempty"` // name of the log
	Message *message `json:"message,omitempty"`

	Tape string `json:"tape,omitempty"` // of no case: the run's own, shared objects

	Hearing hearing `json:"hearing,omitempty"` // from here on

	Case    string             `json:"case,omitempty"`
	Outcome suites.Outcome     `json:"outcome,omitempty"`
	Digest  string             `json:"digest,omitempty"` // SHA-256 of the judgements
	Elapsed time.Duration      `json:"elapsed,omitempty"`
	Taken   Kind               `json:"taken,omitempty"` // why the judgements cannot be made again
	Given   []suites.Judgement `json:"given,omitempty"` // the judgements themselves, when they cannot
	Shown   []*exchange        `json:"shown,omitempty"` // and what the case showed

	Entries []entry `json:"entries,omitempty"`

	End *End `json:"end,omitempty"`
}

// Kind says why judgements are taken over from the journal and not made again
// from the evidence.
type Kind string

// The kinds of judgements that are not made again.
const (
	Concealed   Kind = "concealed"   // the evidence masks a secret that the system issued, on which later steps depend
	Interrupted Kind = "interrupted" // an interrupt cut into the case at a moment that is not on record
	TooLarge    Kind = "too-large"   // the exchanges exceed what is kept of one case
	NotRun      Kind = "not-run"     // the filter, the read-only wish or the guard kept the case from running
)

// Kinds lists them with what they mean.
var kinds = []struct {
	Kind Kind
	Text specs.Text
}{
	{Concealed, specs.Text{EN: "their evidence masks secrets that the system itself issued", ZH: "其证据遮蔽了被测系统签发的秘密"}},
	{Interrupted, specs.Text{EN: "an interrupt cut into them", ZH: "执行中途被中断"}},
	{TooLarge, specs.Text{EN: "their exchanges exceed what is kept of one case", ZH: "交互数据超出单个用例的留存上限"}},
	{NotRun, specs.Text{EN: "they did not run", ZH: "未执行"}},
}

// lineOf is the line of a case that is over.
func lineOf(res *suites.CaseResult, t *tape) (*line, error) {
	sum, err := sumOf(res.Judgements)
	l := &line{Case: res.Case.ID, Outcome: reports.OutcomeOf(res.Judgements), Digest: sum, Elapsed: res.Elapsed, Taken: kindOf(res, t)}
	if l.Taken == "" {
		l.Entries = t.take()
		return l, err
	}
	l.Given = res.Judgements
	for _, x := range res.Exchanges {
		l.Shown = append(l.Shown, t.rec.clock.record(x))
	}
	return l, err
}

func kindOf(res *suites.CaseResult, t *tape) Kind {
	switch {
	case t == nil:
		return NotRun
	case res.Interrupted:
		return Interrupted
	case slices.ContainsFunc(res.Case.Steps, func(s suites.Step) bool { return len(s.Conceal) > 0 }):
		return Concealed
	case t.overflow:
		return TooLarge
	}
	return ""
}

func sumOf(all []suites.Judgement) (string, error) {
	b, err := json.Marshal(all)
	return digest(b), err
}
