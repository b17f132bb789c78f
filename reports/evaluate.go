package reports

import (
	"fmt"
	"slices"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Terms are a buyer's rules for reading a report.
type Terms struct {
	Profile *Profile // nil reads the vendor's own claim
	Waivers []Waiver
	At      time.Time // of judging validity, waivers and what else has a date

	Known    []Known   // failures that the vendor documents
	Disputes []Dispute // tests that are challenged
}

// Evaluate reads a report under a buyer's rules and returns it with its
// [Evaluation]; the report it is given stays as it is. It is an error when the
// profile speaks of another standard or of requirements that the report lacks.
func Evaluate(r *Report, t Terms) (*Report, error) {
	e := &evaluator{report: r, terms: t, profile: t.Profile, at: map[string]*Requirement{}}
	if e.profile == nil {
		e.profile = ownProfile(r)
	}
	for i := range r.Requirements {
		e.at[r.Requirements[i].ID] = &r.Requirements[i]
	}
	if err := e.fits(); err != nil {
		return nil, fmt.Errorf("evaluate: %w", err)
	}
	out := *r
	var err error
	if out.Evaluation, err = e.evaluation(); err != nil {
		return nil, fmt.Errorf("evaluate: %w", err)
	}
	return &out, nil
}

// ownProfile mandates what the vendor claims: every MUST of the claimed
// classes decides, nothing is scored.
func ownProfile(r *Report) *Profile {
	p := &Profile{Assurance: "A0", Repetitions: 1}
	for _, c := range r.OwnClaim.Classes {
		p.Classes = append(p.Classes, ProfileClass{Class: c, Mandated: true, Weight: "0"})
	}
	for i := range r.Requirements {
		if q := &r.Requirements[i]; q.Level == specs.Must && slices.Contains(r.OwnClaim.Classes, q.Class) {
			p.Gates = append(p.Gates, ProfileGate{Requirement: q.ID, Manual: q.Verdict == suites.SuiteGap})
		}
	}
	return p
}

// evaluator holds what one evaluation looks up.
type evaluator struct {
	report  *Report
	terms   Terms
	profile *Profile
	at      map[string]*Requirement
}

// fits holds the profile against the report.
func (e *evaluator) fits() error {
	if name := e.report.Standard.ID + "/" + e.report.Standard.Version; e.terms.Profile != nil && e.profile.Standard != name {
		return fmt.Errorf("profile %s is for %s, the report is about %s", e.profile.ID, e.profile.Standard, name)
	}
	known := map[string]bool{}
	for i := range e.report.Classes {
		known[e.report.Classes[i].ID] = true
	}
	for _, c := range e.profile.Classes {
		if e.terms.Profile != nil && !known[c.Class] {
			return fmt.Errorf("profile %s names class %q, which the standard does not have", e.profile.ID, c.Class)
		}
	}
	for _, id := range e.profile.named() {
		if e.at[id] == nil {
			return fmt.Errorf("profile %s names requirement %q, which the standard does not have", e.profile.ID, id)
		}
	}
	return nil
}

// named lists every requirement that a profile names.
func (p *Profile) named() []string {
	var out []string
	for _, g := range p.Gates {
		out = append(out, g.Requirement)
	}
	for _, s := range p.Scores {
		out = append(out, s.Requirement)
	}
	for _, a := range p.Answers {
		out = append(out, a.Requirements...)
	}
	return append(out, p.Excused...)
}

// evaluation puts the parts together.
func (e *evaluator) evaluation() (*Evaluation, error) {
	items := e.items()
	out := &Evaluation{At: e.terms.At.Format(time.RFC3339), Profile: e.terms.Profile, ValidUntil: e.validUntil()}
	out.Waivers = e.uses(items)
	out.Gate = tenderGate(items)
	if len(e.terms.Waivers) > 0 {
		waived := out.Gate.waive(items)
		out.Waived = &waived
	}
	var err error
	if out.Score, err = e.score(items); err != nil {
		return nil, err
	}
	out.Scope = e.scope(items)
	out.Items, out.Conditions, out.Known = items, e.conditions(), e.known()
	out.Disputed, err = e.disputed()
	return out, err
}

// scope counts over the classes of the profile; what is not offered counts as
// applicable, so that claiming less never raises the rate.
func (e *evaluator) scope(items []Item) Scope {
	c := CountItems(items, "")
	s := Scope{Classes: []string{}, Counts: c, Rate: rate(c)}
	for _, k := range e.profile.Classes {
		s.Classes = append(s.Classes, k.Class)
	}
	return s
}

// CountItems counts items by their standing, of one class or, when it is "", of
// all.
func CountItems(items []Item, class string) Counts {
	var c Counts
	for i := range items {
		if class == "" || items[i].Class == class {
			c.add(items[i].Standing)
		}
	}
	return c
}

// add counts one standing.
func (c *Counts) add(s Standing) {
	c.Total++
	switch s {
	case NotOffered:
		c.NotOffered++
		c.Applicable++
		return
	case Informed:
		c.Informative++
		return
	}
	k := counters[suites.Verdict(s)]
	*k.of(c)++
	if k.applicable {
		c.Applicable++
	}
}
