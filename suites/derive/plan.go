package derive

import (
	"cmp"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Plan is a suite with what it exercises of the documents, and what not.
type Plan struct {
	*suites.Suite
	Rules      []Count  `json:"rules"`      // cases by derivation rule, sorted
	Operations []Count  `json:"operations"` // cases by operation or channel, sorted; "" are those of none
	Waits      []Wait   `json:"waits"`      // by roll-out level
	Coverage   Coverage `json:"coverage"`
}

// Count is how many cases there are of one kind.
type Count struct {
	Name     string `json:"name"`
	Cases    int    `json:"cases"`
	Changing int    `json:"changing"` // of these change the state of the system
}

// Coverage counts what a suite exercises: constraints of request bodies on both
// sides, documented answers, and channels in their direction.
type Coverage struct {
	Constraints []ConstraintCover `json:"constraints"`
	Answers     []AnswerCover     `json:"answers"`
	Channels    []ChannelCover    `json:"channels"`
	Parts       []PartCover       `json:"parts"` // not exercised as a whole
}

// ConstraintCover is one keyword of the body of an operation.
type ConstraintCover struct {
	Operation string      `json:"operation"`
	Pointer   string      `json:"pointer"` // place of the schema in the documents
	Keyword   string      `json:"keyword"`
	Valid     bool        `json:"valid"`   // a case sends a value that the keyword judges and allows
	Invalid   bool        `json:"invalid"` // a case breaks the keyword
	Why       *specs.Text `json:"why,omitempty"`
}

// AnswerCover is one documented answer of an operation.
type AnswerCover struct {
	Operation string      `json:"operation"`
	Status    string      `json:"status"`              // as documented: "200", "4XX", "default"
	MediaType string      `json:"mediaType,omitempty"` // "" when the answer has no body
	Expected  bool        `json:"expected"`            // a case expects it
	Why       *specs.Text `json:"why,omitempty"`
}

// ChannelCover is one channel in its direction.
type ChannelCover struct {
	Channel   string      `json:"channel"`
	Direction string      `json:"direction"` // "send": the system publishes; "receive": it listens
	Exercised bool        `json:"exercised"`
	Why       *specs.Text `json:"why,omitempty"`
}

// NewPlan derives a suite and counts what it exercises. It fails as [Derive]
// does.
func NewPlan(std *specs.Standard, o Options) (*Plan, error) {
	d := newDeriver(std, o)
	d.sent = &bodiesSent{}
	s, err := d.derive()
	if err != nil {
		return nil, err
	}
	p := &Plan{Suite: s}
	p.Rules = counts(s.Cases, func(c *suites.TestCase) string { return c.Rule })
	p.Operations = counts(s.Cases, func(c *suites.TestCase) string { return c.Operation })
	p.Waits = waits(std, s.Cases)
	if p.Coverage.Constraints, err = d.constraintCover(); err != nil {
		return nil, err
	}
	p.Coverage.Answers, p.Coverage.Channels, p.Coverage.Parts = d.answerCover(), d.channelCover(), d.partCover()
	return p, nil
}

func counts(cases []*suites.TestCase, name func(*suites.TestCase) string) []Count {
	by := map[string]*Count{}
	for _, c := range cases {
		n := by[name(c)]
		if n == nil {
			n = &Count{Name: name(c)}
			by[n.Name] = n
		}
		n.Cases++
		if c.Mutates {
			n.Changing++
		}
	}
	var out []Count
	for _, n := range by {
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
