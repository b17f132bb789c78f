// Package check judges exchanges.
//
// In go an [Expect] (parameters of one check, as data), the exchange and the
// values captured so far; out come findings. Everything here is pure: no
// sockets, no clock, no randomness. A [Finding] is a value, not an error: it
// means that we tested and the system did not conform. An error means that the
// check could not be made.
package check

import "github.com/cityconf/cityconf/specs"

// Expect is one assertion on one exchange. Exactly one of the check fields is
// set; By and Requirement say what it establishes and for whom.
type Expect struct {
	By          string `json:"by"`                    // assertion key of the table in suites/derive, "" in scenarios that name Requirement
	Requirement string `json:"requirement,omitempty"` // filled in at derivation; every judged assertion has exactly one

	Status   []int             `json:"status,omitempty"`   // exact set
	Header   map[string]string `json:"header,omitempty"`   // name → "present", "absent", or an ECMA-262 pattern the whole value matches
	Contains any               `json:"contains,omitempty"` // the body holds at least these members, compared by meaning
	Equals   any               `json:"equals,omitempty"`   // the body equals this, compared by meaning
	Schema   string            `json:"schema,omitempty"`   // the body is valid against this schema reference (response view)
	That     string            `json:"that,omitempty"`     // CEL over status, headers, body, elapsed, messages, sent, now and captured names
	NoBody   bool              `json:"noBody,omitempty"`   // no body octets
	Problem  bool              `json:"problem,omitempty"`  // application/problem+json whose status member equals the HTTP status
}

// Finding is one observed difference from what a requirement demands.
type Finding struct {
	Requirement string     `json:"requirement"`
	Assertion   string     `json:"assertion"`         // key, for grouping
	At          string     `json:"at,omitempty"`      // JSON pointer into the body, or "status", "header/Name", "topic", "qos"
	Keyword     string     `json:"keyword,omitempty"` // schema keyword or check kind
	Want        string     `json:"want"`              // a short value or expression
	Got         string     `json:"got"`               // a short value, secrets removed
	Message     specs.Text `json:"message"`           // one sentence, both languages
}
