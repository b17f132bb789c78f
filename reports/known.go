package reports

import (
	"slices"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Known is a failure that a vendor documents for its own CI: a note, without
// effect on any verdict or number. While it is in force and fails as written,
// the vendor's job need not be red; when it no longer fails, the job is, so
// that the note is taken back.
type Known struct {
	Requirement string `json:"requirement"`
	Check       string `json:"check,omitempty"` // assertion that fails, as the deviation names it; "" for every one of the requirement
	Reason      string `json:"reason"`
	Expires     string `json:"expires"` // date, the last day it holds; one that cannot be read counts as expired
}

// KnownState is what became of a documented failure.
type KnownState string

// The states.
const (
	KnownFails   KnownState = "failing"  // as documented
	KnownOther   KnownState = "other"    // it fails, but not as documented
	KnownStale   KnownState = "passed"   // it passes: the note is stale
	KnownExpired KnownState = "expired"  // its last day is over
	KnownOpen    KnownState = "unjudged" // neither passed nor failed in this run
)

// KnownUse is a documented failure and what became of it.
type KnownUse struct {
	Known
	State KnownState `json:"state"`
}

// known holds the vendor's notes against what was observed.
func (e *evaluator) known() []KnownUse {
	var out []KnownUse
	for _, k := range e.terms.Known {
		out = append(out, KnownUse{k, e.state(k)})
	}
	return out
}

func (e *evaluator) state(k Known) KnownState {
	expires, ok := day(k.Expires)
	q := e.at[k.Requirement]
	switch {
	case q != nil && q.Verdict == suites.Pass:
		return KnownStale
	case q == nil || q.Verdict != suites.Fail:
		return KnownOpen
	case !ok || expires < e.terms.At.Format(time.DateOnly):
		return KnownExpired
	case !e.failsAs(q.ID):
		return KnownOther
	}
	return KnownFails
}

// checks are the assertions of a requirement whose failure is documented.
func (e *evaluator) checks(requirement string) []string {
	var out []string
	for _, k := range e.terms.Known {
		if k.Requirement == requirement {
			out = append(out, k.Check)
		}
	}
	return out
}

// failsAs tells whether a requirement fails by the documented assertions and no
// other; "" among them stands for all.
func (e *evaluator) failsAs(requirement string) bool {
	checks, seen := e.checks(requirement), false
	for i := range e.report.Deviations {
		d := &e.report.Deviations[i]
		if !slices.Contains(d.Requirements, requirement) {
			continue
		}
		if seen = true; !slices.Contains(checks, d.Assertion) && !slices.Contains(checks, "") {
			return false
		}
	}
	return seen || slices.Contains(checks, "")
}

// known tells whether the failure of a requirement is documented and in force.
func (e *Evaluation) known(requirement string) bool {
	return slices.ContainsFunc(e.Known, func(k KnownUse) bool { return k.Requirement == requirement && k.State == KnownFails })
}

// Stale are the documented failures that pass.
func (e *Evaluation) Stale() []KnownUse {
	return slices.DeleteFunc(slices.Clone(e.Known), func(k KnownUse) bool { return k.State != KnownStale })
}

// Expected is the decision for a vendor's own job: that of the gate, were the
// documented failures not there; FAIL when one of them passes. The gate itself
// stays as it is.
func (e *Evaluation) Expected() Decision {
	g := e.Gate
	g.Failed = slices.DeleteFunc(slices.Clone(g.Failed), e.known)
	if len(e.Stale()) > 0 {
		return GateFail
	}
	return g.decide()
}

// Words says what a state means for the reader of a report.
func (s KnownState) Words() specs.Text { return knownWords[s] }

var knownWords = map[KnownState]specs.Text{
	KnownFails:   {EN: "fails as documented", ZH: "与所述一致，仍不通过"},
	KnownOther:   {EN: "fails, but not as documented", ZH: "不通过，但与所述不一致"},
	KnownStale:   {EN: "passes: take this note back", ZH: "现已通过，应撤回本说明"},
	KnownExpired: {EN: "the note has expired", ZH: "说明已过期"},
	KnownOpen:    {EN: "not judged in this run", ZH: "本次未判定"},
}
