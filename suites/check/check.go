// Package check judges exchanges.
//
// In go an [Expect] (the parameters of one check, as data) or the standing
// table, the exchange and the values captured so far; out come findings.
// Everything here is pure: no sockets, no clock, no randomness. A [Finding] is
// a value, not an error: it means that we tested and the system did not
// conform. An error means that the check could not be made.
package check

import (
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
)

// Expect is one assertion on one exchange. At least one of the check fields is
// set; By and Requirement say what it establishes and for whom.
type Expect struct {
	By          string `json:"by,omitempty"`          // assertion key of the table in suites/derive
	Requirement string `json:"requirement,omitempty"` // filled in at derivation; every judged assertion has exactly one

	Status   []int             `json:"status,omitempty"`   // exact set
	Header   map[string]string `json:"header,omitempty"`   // name → "present", "absent", or an ECMA-262 pattern
	Contains any               `json:"contains,omitempty"` // the body holds at least these members, compared by meaning
	Equals   any               `json:"equals,omitempty"`   // the body equals this, compared by meaning
	Schema   string            `json:"schema,omitempty"`   // the body is valid against this schema reference (response view)
	That     string            `json:"that,omitempty"`     // CEL, see Scope
	NoBody   bool              `json:"noBody,omitempty"`   // no body octets
	Problem  bool              `json:"problem,omitempty"`  // application/problem+json whose status member equals the HTTP status
}

// Finding is one observed difference from what a requirement demands.
type Finding struct {
	Requirement string     `json:"requirement"`
	Assertion   string     `json:"assertion"`           // key, for grouping
	At          string     `json:"at,omitempty"`        // JSON pointer into the body, or "status", "header/Name", "topic", "qos"
	Keyword     string     `json:"keyword,omitempty"`   // schema keyword or kind of check
	Want        string     `json:"want"`                // a short value or expression
	Got         string     `json:"got"`                 // a short value
	Message     specs.Text `json:"message"`             // one sentence
	MessageAt   int        `json:"messageAt,omitempty"` // index of the MQTT message it speaks of
}

// Context is what a check may know besides the exchange.
type Context struct {
	Standard  *specs.Standard
	Operation *openapi.Operation // nil when the exchange exercises none
	Names     map[string]any     // captured values, run, city, now: JSON values and strings
	BBox      []float64          // west, south, east, north; nil when the IXIT gives none
	Latency   float64            // seconds an answer may take; 0 when nothing is declared
	Exprs     *Expressions       // compiled CEL, shared by the run
	Classes   []string           // only these count, and what a place asks under another counts for the next place; nil for all
}

// Judge applies one expectation to a viewed exchange. The findings carry the
// requirement and assertion of the expectation.
func Judge(e Expect, v *View, c *Context) ([]Finding, error) {
	var all []Finding
	for _, k := range kinds {
		found, err := k.judge(e, v, c)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	for i := range all {
		all[i].Requirement, all[i].Assertion = e.Requirement, e.By
	}
	return all, nil
}

// kinds is the table of checks an Expect can ask for; each looks at its own
// field and finds nothing when it is not set.
var kinds = []struct {
	name  string
	judge func(Expect, *View, *Context) ([]Finding, error)
}{
	{"status", judgeStatus},
	{"header", judgeHeader},
	{"no-body", judgeNoBody},
	{"problem", judgeProblem},
	{"schema", judgeSchema},
	{"contains", judgeContains},
	{"equals", judgeEquals},
	{"that", judgeThat},
}
