// Package reports turns the result of a run into the document a buyer decides
// on.
//
// In go a [suites.Result] and its standard; out comes a [Report]: counts, gate,
// deviations with evidence, and what was not judged. The requirement is the
// unit of counting; test cases never are. Equal input gives equal bytes but for
// the stamp. The package knows nothing of formats for people: those are in
// reports/render and read nothing but a Report.
package reports

import (
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Format names the document and its version. A reader refuses other formats.
const Format = "cityconf-report/1"

// Report is the record of one run against one system. Its JSON form is
// described by report.schema.json. Everything a person reads is rendered from
// it.
type Report struct {
	Format       string        `json:"format"` // [Format]
	ID           string        `json:"id"`     // first eight hexadecimal digits of Digest: "7F3A-9C21"
	Digest       string        `json:"digest"` // "sha256:…" over the document without id, digest, stamp, measurements and evaluation
	Stamp        Stamp         `json:"stamp"`
	Standard     Standard      `json:"standard"`
	Suite        Suite         `json:"suite"`
	ICS          ICS           `json:"ics"`
	Target       Target        `json:"target"`
	OwnClaim     Scope         `json:"ownClaim"` // over the classes the vendor claims
	Gate         Gate          `json:"gate"`
	Coverage     Coverage      `json:"coverage"`
	Assurance    string        `json:"assurance"` // A0: an unsigned run by the vendor
	Classes      []Class       `json:"classes"`   // every class of the standard, in its order
	Requirements []Requirement `json:"requirements"`
	Deviations   []Deviation   `json:"deviations"` // failures folded by cause, gravest first
	Open         []Open        `json:"open"`       // what was neither passed nor failed
	Limits       Limits        `json:"limits"`
	Residue      []string      `json:"residue"`   // test objects that could not be removed from the system
	Exchanges    int           `json:"exchanges"` // stimuli sent in all
	Laboratory   Laboratory    `json:"laboratory"`
	Cases        []Case        `json:"cases"` // campaign log, by id

	Errata         *Errata         `json:"errata,omitempty"`         // in force for this report
	Measurements   []Measurement   `json:"measurements,omitempty"`   // by id
	Contradictions []Contradiction `json:"contradictions,omitempty"` // the system does what its ICS denies
	Evaluation     *Evaluation     `json:"evaluation,omitempty"`     // under a buyer's rules; not covered by the digest
}

// Stamp holds what differs between two runs that established the same.
type Stamp struct {
	Started       string `json:"started"`                 // RFC 3339
	Finished      string `json:"finished"`                // RFC 3339
	ElapsedMS     int64  `json:"elapsedMs"`               // wall time
	ExchangesMS   int64  `json:"exchangesMs"`             // wall time less declared waits
	WaitsMS       int64  `json:"waitsMs"`                 // waits that the standard or a test declares
	ClockOffsetMS *int64 `json:"clockOffsetMs,omitempty"` // clock of the system less that of the tester; absent when not measured
}

// Standard identifies the standard tested against.
type Standard struct {
	ID        string     `json:"id"`
	Version   string     `json:"version"`
	Status    string     `json:"status"` // draft or published
	Title     specs.Text `json:"title"`
	Digest    string     `json:"digest"`
	Normative string     `json:"normative"` // language that decides when translations differ: "zh-CN" or "en"
}

// Suite identifies the abstract test suite that was run.
type Suite struct {
	Version string       `json:"version"`
	Digest  string       `json:"digest"`
	Seed    uint64       `json:"seed"`
	Cases   int          `json:"cases"`
	Gaps    []suites.Gap `json:"gaps"` // what the derivation could not exercise, with the reason
}

// ICS is the vendor's statement as it was when the run started.
type ICS struct {
	Vendor    string         `json:"vendor"`
	Product   string         `json:"product"`
	Version   string         `json:"version"`
	Build     string         `json:"build"`
	Role      string         `json:"role"`
	RoleTitle specs.Text     `json:"roleTitle"` // as the standard names it
	Classes   []string       `json:"classes"`   // as claimed, before required classes are added
	Answers   map[string]any `json:"answers"`
}

// Target is the system that answered.
type Target struct {
	BaseURL   string `json:"baseURL"`
	Broker    string `json:"broker"` // "" when taken from what the system advertises
	City      string `json:"city"`
	Simulator bool   `json:"simulator"`
}

// Scope is the count over one set of classes.
type Scope struct {
	Classes []string `json:"classes"`
	Counts  Counts   `json:"counts"`
	Rate    *Rate    `json:"rate"` // null when nothing is applicable
}

// Counts says what became of the requirements. Applicable = Pass + Fail +
// Inconclusive + Blocked + NotTested + NotOffered; Total adds NotApplicable, SuiteGap,
// Suspended and Informative.
type Counts struct {
	Total         int `json:"total"`
	Applicable    int `json:"applicable"`
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Inconclusive  int `json:"inconclusive"`
	Blocked       int `json:"blocked"`
	NotTested     int `json:"notTested"`
	NotApplicable int `json:"notApplicable"`
	SuiteGap      int `json:"suiteGap"`
	Suspended     int `json:"suspended"`
	Informative   int `json:"informative"`          // judged MAY requirements: shown, never counted
	NotOffered    int `json:"notOffered,omitempty"` // in the tender scope only
}

// Rate is a pass rate; the percentage never stands without its fraction.
type Rate struct {
	Passed     int    `json:"passed"`
	Applicable int    `json:"applicable"`
	Percent    string `json:"percent"` // truncated to one decimal: "86.3"; "100" only when all passed; "" when fewer than 10 apply
	Text       string `json:"text"`    // "19/22 (86.3%)" or "5/5"
}

// Decision is the outcome of the gate: three values, never two.
type Decision string

// The decisions.
const (
	GatePass       Decision = "PASS"
	GateFail       Decision = "FAIL"
	GateIncomplete Decision = "INCOMPLETE"
)

// Gate is decision rule G1 over the mandatory requirements. Without a tender
// profile these are the MUST requirements of the claimed classes.
type Gate struct {
	Rule      string   `json:"rule"` // "G1"
	Decision  Decision `json:"decision"`
	Required  int      `json:"required"` // requirements that decide
	Passed    int      `json:"passed"`
	Failed    []string `json:"failed"`    // requirement ids
	Open      []string `json:"open"`      // neither passed nor failed
	Manual    []string `json:"manual"`    // without an executable test: to be checked by people
	Suspended []string `json:"suspended"` // by the committee's errata

	NotOffered    []string `json:"notOffered,omitempty"`    // of Failed, those that the vendor does not offer
	Waived        []string `json:"waived,omitempty"`        // failed, and accepted by a waiver
	NotApplicable []string `json:"notApplicable,omitempty"` // mandatory, but the claimed classes offer nothing it speaks of
}

// Coverage is a property of the standard and its suite, equal for all vendors.
type Coverage struct {
	Tested int `json:"tested"` // requirements with an executable test
	Total  int `json:"total"`
}

// Class is one row of the class matrix.
type Class struct {
	ID      string     `json:"id"`
	Domain  string     `json:"domain"` // "" for cross-domain classes
	Title   specs.Text `json:"title"`
	Level   string     `json:"level"` // roll-out level L1 … L4
	Claimed bool       `json:"claimed"`
	Must    Tally      `json:"must"` // requirements that decide the gate
	Counts  Counts     `json:"counts"`
}

// Tally is passed of all.
type Tally struct {
	Passed int `json:"passed"`
	Of     int `json:"of"`
}

// Requirement is one requirement with its verdict and what it rests on.
type Requirement struct {
	ID        string         `json:"id"`
	URI       string         `json:"uri"`
	Class     string         `json:"class"`
	Level     specs.Level    `json:"level"`
	Severity  string         `json:"severity"`
	Statement specs.Text     `json:"statement"`
	Since     string         `json:"since"`
	Sources   []string       `json:"sources"`
	At        specs.Source   `json:"at"` // where the sentence stands in the standard
	Digest    string         `json:"digest"`
	Verdict   suites.Verdict `json:"verdict"`
	Reason    specs.Text     `json:"reason"`
	BlockedBy string         `json:"blockedBy,omitempty"`
	Executed  int            `json:"executed"` // assertions judged
	Passed    int            `json:"passed"`
	Failed    int            `json:"failed"`
	Cases     []string       `json:"cases"`
	Failing   []string       `json:"failing"`
	Evidence  []string       `json:"evidence"` // ids of deviations

	Untested    specs.Text       `json:"untested,omitzero"`     // why no suite can test it, as the standard says
	Tests       string           `json:"tests,omitempty"`       // "sha256:…" over its cases in this suite
	Unstable    bool             `json:"unstable,omitempty"`    // repetitions differ; the verdict is fail
	Repetitions []suites.Verdict `json:"repetitions,omitempty"` // one each, when there were several
}

// Deviation is one cause: failed assertions that share operation, assertion
// and keyword, or the normalised message where there is no keyword.
type Deviation struct {
	ID           string      `json:"id"`        // "E-01", within this report
	Operation    string      `json:"operation"` // operation or channel id, "" when none applies
	Assertion    string      `json:"assertion"`
	Keyword      string      `json:"keyword"`
	Level        specs.Level `json:"level"` // strongest of the requirements
	Places       []string    `json:"places"`
	Requirements []string    `json:"requirements"`
	Cases        []string    `json:"cases"` // cases folded here
	Example      Example     `json:"example"`
}

// Example is the first occurrence of a deviation.
type Example struct {
	Case        string     `json:"case"`
	Purpose     specs.Text `json:"purpose"`
	Requirement string     `json:"requirement"`
	At          string     `json:"at"` // JSON pointer, or "status", "header/Name", "topic", "qos"
	Want        string     `json:"want"`
	Got         string     `json:"got"`
	Message     specs.Text `json:"message"`
	Expected    specs.Text `json:"expected"` // one sentence
	Observed    specs.Text `json:"observed"` // one sentence
	Transcript  []Exchange `json:"transcript"`
	Excerpt     string     `json:"excerpt"`  // JSON around At, when the body is too long to be shown whole
	Commands    []string   `json:"commands"` // shell commands that repeat the exchange, secrets as variables
	Replay      string     `json:"replay"`   // command that repeats the whole case
}

// Open is a requirement that was neither passed nor failed.
type Open struct {
	Requirement string         `json:"requirement"`
	Class       string         `json:"class"`
	Level       specs.Level    `json:"level"`
	Verdict     suites.Verdict `json:"verdict"`
	Reason      specs.Text     `json:"reason"`
	BlockedBy   string         `json:"blockedBy,omitempty"`
	Needed      specs.Text     `json:"needed"` // what would make a verdict possible
}

// Limits says in what the run departs from the whole method.
type Limits struct {
	Partial     specs.Text `json:"partial"` // why the run is not whole; empty when it is
	Filters     []string   `json:"filters"`
	ReadOnly    bool       `json:"readOnly"`
	InsecureTLS bool       `json:"insecureTLS"` // certificates were not verified
	Simulator   bool       `json:"simulator"`
	Repetitions int        `json:"repetitions"`
}

// None tells whether the run followed the method without limits.
func (l Limits) None() bool {
	return l.Partial == (specs.Text{}) && len(l.Filters) == 0 && !l.ReadOnly && !l.InsecureTLS && !l.Simulator
}

// Laboratory holds the fields of ISO/IEC 17025 clause 7.8.2 that the tester
// states; empty ones are printed as not stated.
type Laboratory struct {
	Operator string `json:"operator"` // who ran it
	Place    string `json:"place"`
	Customer string `json:"customer"` // for whom
	Command  string `json:"command"`  // command line
}

// Case is one line of the campaign log.
type Case struct {
	ID        string         `json:"id"`
	Rule      string         `json:"rule"`
	Class     string         `json:"class"`
	Operation string         `json:"operation"`
	Purpose   specs.Text     `json:"purpose"`
	Outcome   suites.Outcome `json:"outcome"`
	Exchanges int            `json:"exchanges"`
}

// Options says what a result does not know of its own run.
type Options struct {
	Filters     []string // as typed, such as "--class lgt-read"
	ReadOnly    bool
	InsecureTLS bool
	Repetitions int            // 0 means 1
	ClockOffset *time.Duration // nil when not measured
	Normative   string         // "" means zh-CN
	Laboratory  Laboratory
	Errata      *Errata // nil without
}
