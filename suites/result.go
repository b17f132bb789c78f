package suites

import (
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/wire"
)

// CaseResult is what became of one test case.
type CaseResult struct {
	Case        *TestCase       `json:"case"`
	Judgements  []Judgement     `json:"judgements"`
	Exchanges   []wire.Exchange `json:"exchanges"`
	Recorded    int             `json:"recorded"` // how many exchanges there were, also when they are not kept here
	Elapsed     time.Duration   `json:"elapsed"`
	Interrupted bool            `json:"interrupted,omitempty"` // the run ended before or in it

	unsettled bool // comparisons with other cases are still to be made
}

// RequirementVerdict is the verdict of one requirement and what it rests on.
type RequirementVerdict struct {
	Requirement string     `json:"requirement"`
	Verdict     Verdict    `json:"verdict"`
	Reason      specs.Text `json:"reason"`   // empty for pass and fail
	Executed    int        `json:"executed"` // assertions judged pass or fail
	Passed      int        `json:"passed"`
	Failed      int        `json:"failed"`
	Cases       []string   `json:"cases"`   // ids of cases with an assertion for it
	Failing     []string   `json:"failing"` // ids of cases that failed it
	BlockedBy   string     `json:"blockedBy,omitempty"`
	Unstable    bool       `json:"unstable,omitempty"`    // the repetitions of the run differ
	Repetitions []Verdict  `json:"repetitions,omitempty"` // one each, when there were several
}
