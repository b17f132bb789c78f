package reports

import (
	"slices"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Dispute is a challenge to the tests of a requirement. It changes no verdict
// and no number; until it lapses, the report shows beside the numbers what they
// would be without the requirement. Only the errata of the committee decide.
type Dispute struct {
	ID          string     `json:"id"`
	Requirement string     `json:"requirement"`
	Reason      specs.Text `json:"reason"`
	Raised      string     `json:"raised"` // date
	Lapses      string     `json:"lapses"` // date, the last day it is shown; one that cannot be read counts as past
}

// Disputed is what a report shows of the disputes that have not lapsed.
type Disputed struct {
	Disputes []Dispute `json:"disputes"` // every one given
	InForce  []string  `json:"inForce"`  // ids of those that have not lapsed and are in scope
	Gate     Gate      `json:"gate"`     // without the requirements in dispute
	Scope    Scope     `json:"scope"`
	Score    *Score    `json:"score,omitempty"`
}

// disputed computes the numbers anew as if the committee had suspended what is
// in dispute.
func (e *evaluator) disputed() (*Disputed, error) {
	if len(e.terms.Disputes) == 0 {
		return nil, nil
	}
	out := &Disputed{Disputes: e.terms.Disputes, InForce: []string{}}
	without := *e.report
	without.Requirements = slices.Clone(e.report.Requirements)
	for i := range without.Requirements {
		q := &without.Requirements[i]
		for _, d := range e.terms.Disputes {
			if d.Requirement == q.ID && d.holds(e.terms.At) && counters[e.report.Requirements[i].Verdict].applicable {
				out.InForce = append(out.InForce, d.ID)
				q.Verdict = suites.Suspended
			}
		}
	}
	again, err := Evaluate(&without, Terms{Profile: e.terms.Profile, At: e.terms.At})
	if err != nil {
		return nil, err
	}
	out.Gate, out.Scope, out.Score = again.Evaluation.Gate, again.Evaluation.Scope, again.Evaluation.Score
	return out, nil
}

// holds tells whether a dispute was raised and has not lapsed on the day of an
// instant.
func (d *Dispute) holds(at time.Time) bool {
	raised, ok := day(d.Raised)
	lapses, also := day(d.Lapses)
	today := at.Format(time.DateOnly)
	return ok && also && raised <= today && today <= lapses
}
