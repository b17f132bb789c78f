package reports

import "github.com/cityconf/cityconf/specs"

// Evaluation is what a buyer's rules make of a report: the tender profile, the
// waivers, and what follows from them. It is a function of the report, of these
// and of the instant of judging; the digest of the report does not cover it, so
// that one run keeps one number under every profile. A reader computes it anew.
type Evaluation struct {
	At         string      `json:"at"`                // RFC 3339: validity and waivers are judged at this instant
	Profile    *Profile    `json:"profile,omitempty"` // absent when only waivers were given
	Scope      Scope       `json:"scope"`             // over the classes of the profile
	Gate       Gate        `json:"gate"`              // strict: no waiver changes it
	Waived     *Gate       `json:"waived,omitempty"`  // the gate with waivers; absent when there are none
	Waivers    []WaiverUse `json:"waivers,omitempty"` // every waiver given, with its effect
	Score      *Score      `json:"score,omitempty"`   // absent when the profile scores nothing
	Items      []Item      `json:"items"`             // every requirement in scope, by class as the profile names them and id
	Conditions []Condition `json:"conditions"`        // what the profile demands of the run itself
	ValidUntil string      `json:"validUntil"`        // date, "" when the profile sets no validity

	Known    []KnownUse `json:"known,omitempty"`    // failures that the vendor documents: notes without effect on any number
	Disputed *Disputed  `json:"disputed,omitempty"` // absent when nothing is challenged
}

// Standing is where a requirement stands in the tender scope: its verdict, or
// one of two further values.
type Standing string

// Standings beyond the verdicts.
const (
	NotOffered Standing = "not-offered" // its class is not claimed, or a pinned answer differs
	Informed   Standing = "informative" // a judged MAY: shown, never counted
)

// Departure is the column 偏离情况 of the technical deviation table.
type Departure string

// The departures.
const (
	DepartsNot     Departure = "none"     // 无偏离
	DepartsBelow   Departure = "negative" // 负偏离
	DepartsAbove   Departure = "positive" // 正偏离: measured better than the profile wants
	DepartsUnknown Departure = "unproven" // 未证实: never told as none
)

// Item is one requirement in the tender scope.
type Item struct {
	Requirement string       `json:"requirement"`
	Class       string       `json:"class"`
	Gate        bool         `json:"gate"`               // ★: decides alone
	Manual      bool         `json:"manual"`             // people check it: the suite has no test
	Symbols     []string     `json:"symbols"`            // marks of the profile
	Standing    Standing     `json:"standing"`           // a verdict, [NotOffered] or [Informed]
	Departure   Departure    `json:"departure"`          // "" when it does not apply or people check it
	Weight      string       `json:"weight,omitempty"`   // share within its class, "" when not scored
	Value       string       `json:"value,omitempty"`    // what it earned of the share, exact: "0", "1/2", "1"
	Points      string       `json:"points,omitempty"`   // of the score, exact: "25/13"
	Most        string       `json:"most,omitempty"`     // points when Value is 1, exact
	Measured    *Measurement `json:"measured,omitempty"` // what a band was applied to
	Waiver      string       `json:"waiver,omitempty"`   // id of the waiver in force
}

// Score is the sum of what the classes earned, as printed.
type Score struct {
	Total   string        `json:"total"` // "87.62": the sum of the printed points of the classes
	Of      string        `json:"of"`    // "100"
	Classes []ClassPoints `json:"classes"`
}

// ClassPoints is what one class earned of its weight.
type ClassPoints struct {
	Class  string `json:"class"`
	Weight string `json:"weight"` // "50"
	Exact  string `json:"exact"`  // "625/13"
	Points string `json:"points"` // Exact truncated to 0.01: "48.07"
}

// Condition is a demand of the profile on the run itself, such as a minimum
// number of repetitions.
type Condition struct {
	Kind string     `json:"kind"` // standard, assurance, repetitions, whole, validity, answers
	Met  bool       `json:"met"`
	Want specs.Text `json:"want"`
	Got  specs.Text `json:"got"`
}

// Measurement is a quantity that the run measured.
type Measurement struct {
	ID      string `json:"id"`      // of the catalogue of measurements: "latency-p95"
	Value   string `json:"value"`   // decimal
	Unit    string `json:"unit"`    // UCUM
	Better  string `json:"better"`  // higher or lower
	Samples int    `json:"samples"` // values it was computed from
}
