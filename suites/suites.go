// Package suites runs test cases against an implementation under test (IUT)
// and turns findings into verdicts.
//
// In go a [Suite] (pure data, derived from a standard) and an [IUT]; out comes
// a [Result]. One interpreter runs derived cases and the committee's scenarios
// alike. The package knows nothing of scores, formats or files.
package suites

import (
	"slices"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// Suite is the abstract test suite for one standard, role and set of classes:
// a pure function of these, of the seed and of the suite version, never of
// what a system answered.
type Suite struct {
	Standard *specs.Standard `json:"-"`
	Version  string          `json:"version"` // of the derivation rules
	Seed     uint64          `json:"seed"`
	Role     string          `json:"role"`
	Classes  []string        `json:"classes"`  // claimed, closed under requires, sorted
	Cases    []*TestCase     `json:"cases"`    // sorted by ID
	Gaps     []Gap           `json:"gaps"`     // what could not be generated or violated, with the reason
	Fixtures []Fixture       `json:"fixtures"` // how to make and remove an object of each resource
	Digest   string          `json:"digest"`   // over the canonical JSON of the cases
}

// Gap is something the derivation could not exercise.
type Gap struct {
	Rule      string     `json:"rule"`
	Operation string     `json:"operation"`
	Pointer   string     `json:"pointer"` // schema reference
	Reason    specs.Text `json:"reason"`
}

// Fixture says how an object of a resource is made, read and removed.
type Fixture struct {
	Resource string `json:"resource"`
	Create   string `json:"create"` // operation ids
	Read     string `json:"read"`
	Delete   string `json:"delete"` // "" when objects cannot be removed
	Batch    string `json:"batch,omitempty"`
	IDParam  string `json:"idParam"`
	ID       string `json:"id,omitempty"`    // pointer of the identifier in a representation, "/id" when empty, or specs.LocationID
	Made     []int  `json:"made,omitempty"`  // statuses that say that an object was made, 201 when empty
	Body     any    `json:"body"`            // canonical, with placeholders
	Apart    any    `json:"apart,omitempty"` // the same with texts of its own, for systems that want some member to be unique; nil when none is known
	Needs    []Need `json:"needs,omitempty"` // objects the body refers to
	Ways     []Way  `json:"ways,omitempty"`  // how its objects get into other states, sorted by To
}

// Way is one move of a state machine on the shortest path from the initial
// state to the state To; earlier ones lead to From.
type Way struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Operation string `json:"operation"`
	Body      any    `json:"body,omitempty"`
	Needs     []Need `json:"needs,omitempty"` // objects the body refers to
}

// TestCase is one independent test, as data: serialisable and replayable.
type TestCase struct {
	ID        string     `json:"id"`   // names, never ordinals: "lgt/createLuminaire/reject/maximum/level"
	Rule      string     `json:"rule"` // derivation rule, or "scenario"
	Class     string     `json:"class"`
	Operation string     `json:"operation,omitempty"` // operation or channel id it exercises
	Purpose   specs.Text `json:"purpose"`
	Needs     []Need     `json:"needs,omitempty"`
	Twin      string     `json:"twin,omitempty"` // id of the fault-free case a negative depends on
	Mutates   bool       `json:"mutates,omitempty"`
	Alone     bool       `json:"alone,omitempty"`  // must not run beside others
	Sample    bool       `json:"sample,omitempty"` // sends values that the tester made up and the standard does not show: a refusal establishes nothing
	Steps     []Step     `json:"steps"`
}

// Requirements lists the ids of those that the expectations of the case name,
// sorted.
func (c *TestCase) Requirements() []string {
	var ids []string
	for _, s := range c.Steps {
		for _, e := range s.Expect {
			ids = append(ids, e.Requirement)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Need is an object that must exist before the first step.
type Need struct {
	As       string `json:"as"`             // name under which steps see its representation
	Resource string `json:"resource"`       // resource name
	Own      bool   `json:"own,omitempty"`  // a fresh object for this case alone; else one is shared by the run
	Seed     bool   `json:"seed,omitempty"` // an object the IXIT names: real, connected, the tester may operate it
	Nth      int    `json:"nth,omitempty"`  // which of several shared objects
	With     any    `json:"with,omitempty"` // members to merge into the generated body
	In       string `json:"in,omitempty"`   // state that the object is to be brought to by moves of its machine
}

// Step is one stimulus with what is expected of the answer. Exactly one of
// Send, Connect, Subscribe, Publish, Await, Observe, Operate, Link, Packets,
// Listen, Receive, Probe and Pause is set.
type Step struct {
	Name      string            `json:"name,omitempty"` // later steps see the exchange as steps.<name>
	Send      *Send             `json:"send,omitempty"`
	Connect   *Connect          `json:"connect,omitempty"`
	Subscribe *Subscribe        `json:"subscribe,omitempty"`
	Publish   *Publish          `json:"publish,omitempty"`
	Await     *Await            `json:"await,omitempty"`
	Observe   *Observe          `json:"observe,omitempty"`
	Operate   *Operate          `json:"operate,omitempty"`
	Link      *Link             `json:"link,omitempty"`
	Packets   *Packets          `json:"packets,omitempty"`
	Listen    *Listen           `json:"listen,omitempty"`
	Receive   *Receive          `json:"receive,omitempty"`
	Probe     *Probe            `json:"probe,omitempty"`
	Pause     string            `json:"pause,omitempty"`   // ISO 8601 duration the standard itself demands to wait
	Within    string            `json:"within,omitempty"`  // repeat the step until its expectations hold, at most this long (ISO 8601)
	Repeat    int               `json:"repeat,omitempty"`  // send the same request this many times, concurrently
	Times     string            `json:"times,omitempty"`   // the same, as CEL over what was captured, a few at a time; later conditions see answers and took (seconds)
	Given     *Given            `json:"given,omitempty"`   // without it the test says nothing
	Capture   map[string]string `json:"capture,omitempty"` // name → CEL over the exchange
	Conceal   []string          `json:"conceal,omitempty"` // captured names that are secrets: masked in the evidence
	Expect    []check.Expect    `json:"expect,omitempty"`
	Always    bool              `json:"always,omitempty"` // taken even after an earlier step failed: it puts the system back
	Stop      bool              `json:"stop,omitempty"`   // a failed expectation here makes the rest pointless
}

// Given is a condition that the answer of a step must meet before anything can
// be judged. It is the tester's concern, such as a credential that opens
// anything at all: where it does not hold, the case is inconclusive.
type Given struct {
	That string     `json:"that"` // CEL, see check.Scope
	Else specs.Text `json:"else"` // what is missing, one sentence
}

// Send is an HTTP request. Strings may hold ${CEL} placeholders; a string that
// is one placeholder keeps the type of its value.
type Send struct {
	Operation  string             `json:"operation,omitempty"` // or Method and Path
	Method     string             `json:"method,omitempty"`
	Path       string             `json:"path,omitempty"`       // below the base path; "//x" is below the host
	Parameters map[string]any     `json:"parameters,omitempty"` // path, query and header parameters by name
	Query      string             `json:"query,omitempty"`      // raw query appended as it is
	Headers    map[string]*string `json:"headers,omitempty"`    // null removes a default header
	Body       any                `json:"body,omitempty"`
	Raw        *string            `json:"raw,omitempty"`  // exact octets instead of Body
	Pad        string             `json:"pad,omitempty"`  // CEL: white space is appended to the body up to this many octets
	Walk       bool               `json:"walk,omitempty"` // follow rel="next" to the last page; body is then {items, sizes, repeated, ended}
	As         string             `json:"as,omitempty"`   // credential name, "default" when empty, "none" for none
}

// Connect opens (or drops) an MQTT client of the tester.
type Connect struct {
	Client   string `json:"client"`             // name of the client in this case
	As       string `json:"as,omitempty"`       // credential
	User     string `json:"user,omitempty"`     // instead of a credential: what an earlier step captured
	Password string `json:"password,omitempty"` // goes with User
	Version  string `json:"version,omitempty"`  // of MQTT: "5", or 3.1.1 when empty
	Keep     string `json:"keep,omitempty"`     // ISO 8601: MQTT 5 only, go on with a session that the broker keeps this long
	Like     string `json:"like,omitempty"`     // another client of this case whose identifier is used
	Drop     bool   `json:"drop,omitempty"`     // cut the connection without DISCONNECT
	Close    bool   `json:"close,omitempty"`    // clean DISCONNECT
}

// Subscribe starts to collect messages; ready when the SUBACK is in.
type Subscribe struct {
	Client    string `json:"client,omitempty"` // "" is the run's observer
	Topic     string `json:"topic"`
	QoS       byte   `json:"qos"`
	Forbidden bool   `json:"forbidden,omitempty"` // the broker may as well hang up
}

// Publish sends one message.
type Publish struct {
	Client  string  `json:"client,omitempty"`
	Channel string  `json:"channel,omitempty"` // id, for the record
	Topic   string  `json:"topic"`
	QoS     byte    `json:"qos"`
	Retain  bool    `json:"retain,omitempty"`
	Payload any     `json:"payload,omitempty"`
	Raw     *string `json:"raw,omitempty"`

	Properties map[string]string `json:"properties,omitempty"` // of MQTT 5, named as in the headers of a message; the client must speak it
}

// Await waits for messages already or yet to be received.
type Await struct {
	Client  string `json:"client,omitempty"`
	Channel string `json:"channel,omitempty"`
	Topic   string `json:"topic,omitempty"`  // topic filter
	Where   string `json:"where,omitempty"`  // CEL over payload, topic, message
	Count   int    `json:"count,omitempty"`  // stop when this many came (default 1); 0 with Quiet
	For     string `json:"for"`              // ISO 8601: give up after
	Settle  string `json:"settle,omitempty"` // ISO 8601: go on collecting this long after Count is reached (surplus shows)
	All     bool   `json:"all,omitempty"`    // collect for the whole of For, whatever comes
}

// Observe judges everything the run's observer saw on a channel.
type Observe struct {
	Channel  string   `json:"channel"`
	Only     []string `json:"only,omitempty"`     // assertion keys; all that apply when empty
	Optional bool     `json:"optional,omitempty"` // nothing to judge when nothing was published: events need an occasion
}

// Operate asks the upper tester (ISO/IEC 9646) to cause an event in the
// physical world: a failing lamp, a cut connection.
type Operate struct {
	Action string `json:"action"`
	On     string `json:"on"`
	With   any    `json:"with,omitempty"`
}

// Link does something to the connection of a device at the tester's own broker.
type Link struct {
	Do    string `json:"do"`              // cut, refuse, hold, lose, takeover; see wire.Host
	On    string `json:"on"`              // local part of the device's identifier, as in its topics
	Times int    `json:"times,omitempty"` // refuse: so many attempts to connect
}

// Packets waits for packets between a device and the tester's own broker, as
// Await does for messages; conditions see headers.packet (CONNECT, whose will is
// topic, qos, retain and payload; PUBLISH, SUBSCRIBE, …, CLOSED), headers.from
// (device, tester), headers.client and what else the packet says.
type Packets struct {
	On    string `json:"on"`
	Since string `json:"since,omitempty"` // "" the start of the case, link: the last Link of the case, on newer connections if it ended one; run: the start of the run
	Await
}

// Listen opens an end of the tester's own HTTP server; later steps know its
// address as <at>URL. Opened again, an end answers anew.
type Listen struct {
	At string `json:"at"`
	wire.Answers
}

// Receive waits for what the system delivers to an end, as Await does for
// messages; conditions see headers (with :method and :query), status (as
// answered), payload and text of each.
type Receive struct {
	At string `json:"at"`
	Await
}

// Probe looks at the transport below HTTP and MQTT.
type Probe struct {
	Kind string `json:"kind"` // tls-version, plain-http, plain-mqtt, certificate
	Arg  string `json:"arg,omitempty"`
}

// Outcome is what became of one assertion.
type Outcome string

// Assertion outcomes; error means ours.
const (
	Passed       Outcome = "pass"
	Failed       Outcome = "fail"
	Inconclusive Outcome = "inconclusive"
	Errored      Outcome = "error"
	NotRun       Outcome = "not-run"
)

// Verdict of a requirement, in rising precedence of ISO/IEC 9646 practice as
// defined in the project's verdict table (see verdict.go).
type Verdict string

// The verdicts, in order of precedence.
const (
	Suspended     Verdict = "suspended"
	NotApplicable Verdict = "not-applicable"
	Fail          Verdict = "fail"
	Unclear       Verdict = "inconclusive"
	Blocked       Verdict = "blocked"
	NotTested     Verdict = "not-tested"
	SuiteGap      Verdict = "suite-gap"
	Pass          Verdict = "pass"
)

// Judgement is one assertion made on one exchange of one case.
type Judgement struct {
	Requirement string          `json:"requirement"`
	Assertion   string          `json:"assertion"`
	Outcome     Outcome         `json:"outcome"`
	Exchange    int             `json:"exchange"`            // index into the case's exchanges, -1 when none
	Count       int             `json:"count"`               // how often it was made with this outcome in the case
	BlockedBy   string          `json:"blockedBy,omitempty"` // requirement without which it could not be made
	Reason      specs.Text      `json:"reason"`              // for inconclusive, error and not-run
	Findings    []check.Finding `json:"findings,omitempty"`
}

// Result is everything one run established.
type Result struct {
	Suite     *Suite
	IUT       *IUT
	Started   time.Time
	Finished  time.Time
	Partial   string // why the run is not whole, "" when it is
	Cases     []CaseResult
	Verdicts  []RequirementVerdict // one per requirement of the standard, sorted by id
	Residue   []string             // objects the suite could not remove
	Exchanges int                  // sent in all
	Waited    time.Duration        // declared waits, as against exchanges
}
