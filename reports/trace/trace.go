// Package trace follows each requirement of a standard to what tests it and to
// the defects that prove the test.
//
// In go a standard, the suite derived for all of its classes, planted faults
// and, where there is one, the outcome of planting them; out comes a [Matrix]
// of requirement × tests × how, with what nothing touches. The package knows
// nothing of reports of a run, of files or of formats.
package trace

import (
	"cmp"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Fault is a defect that can be planted in a system to see whether a test
// notices it.
type Fault struct {
	ID           string     `json:"id"`
	Text         specs.Text `json:"text"`
	Requirements []string   `json:"requirements"` // at least one of these must fail on it
}

// Kill is the outcome of planting one fault.
type Kill struct {
	Fault   string   `json:"fault"`
	Named   []string `json:"named"`   // requirements the fault names that failed
	Besides []string `json:"besides"` // others that failed as well
}

// Input is what a matrix is made of.
type Input struct {
	Standard *specs.Standard
	Suite    *suites.Suite // of every class
	Faults   []Fault
	Kills    []Kill // nil without a proof
	Proof    bool   // whether Kills was given
}

// Matrix is the traceability of a standard.
type Matrix struct {
	Requirements []Requirement // in the order of the standard
	Classes      []Tally       // in the order of the standard, empty classes too
	Levels       []Tally       // roll-out levels, each with the classes it adds
	Total        Tally
	Untouched    []Untouched
	Proof        bool // whether kills are known
}

// Requirement is one requirement with all that tests it.
type Requirement struct {
	*specs.Requirement
	Rollout string             // level of its class, "L1"
	Cases   []*suites.TestCase // that name it, sorted by id
	Always  []string           // assertion keys judged on every answer or message of a run
	Places  []specs.Place      // where the documents speak of it
	Faults  []Fault            // that name it
	Killed  []string           // ids of faults that made it fail; empty without a proof
}

// Tested tells whether something executable judges the requirement.
func (r *Requirement) Tested() bool { return len(r.Cases) > 0 || len(r.Always) > 0 }

// Excused tells whether the standard says why a machine cannot judge it.
func (r *Requirement) Excused() bool { return !r.Tested() && r.Untested != (specs.Text{}) }

// Open tells a MUST that is neither tested nor excused.
func (r *Requirement) Open() bool { return r.Level == specs.Must && !r.Tested() && !r.Excused() }

// Unproven tells a MUST with an executable test that was never seen to fail.
// Without a proof that is all of them.
func (r *Requirement) Unproven() bool {
	return r.Level == specs.Must && r.Tested() && len(r.Killed) == 0
}

// Scenarios lists the cases of the requirement that people wrote.
func (r *Requirement) Scenarios() []*suites.TestCase {
	var all []*suites.TestCase
	for _, c := range r.Cases {
		if c.Rule == "scenario" {
			all = append(all, c)
		}
	}
	return all
}

// New follows every requirement.
func New(in Input) *Matrix {
	always, places, cases := standing(in.Standard), in.Standard.Places(), casesOf(in)
	m := &Matrix{Proof: in.Proof}
	for i := range in.Standard.Requirements {
		r := Requirement{Requirement: &in.Standard.Requirements[i]}
		r.Cases, r.Places = cases[r.ID], places[r.ID]
		r.Always = alwaysOf(r.Requirement, r.Places, always)
		if c := in.Standard.Class(r.Class); c != nil {
			r.Rollout = c.Level
		}
		for _, f := range in.Faults {
			if slices.Contains(f.Requirements, r.ID) {
				r.Faults = append(r.Faults, f)
			}
		}
		for _, k := range in.Kills {
			if slices.Contains(k.Named, r.ID) || slices.Contains(k.Besides, r.ID) {
				r.Killed = append(r.Killed, k.Fault)
			}
		}
		m.Requirements = append(m.Requirements, r)
	}
	m.count(in.Standard)
	m.Untouched = untouched(in)
	return m
}

// Requirement finds a row by id, nil when there is none.
func (m *Matrix) Requirement(id string) *Requirement {
	for i := range m.Requirements {
		if m.Requirements[i].ID == id {
			return &m.Requirements[i]
		}
	}
	return nil
}

// Open lists the MUSTs that are neither tested nor excused, by id.
func (m *Matrix) Open() []string {
	var ids []string
	for i := range m.Requirements {
		if m.Requirements[i].Open() {
			ids = append(ids, m.Requirements[i].ID)
		}
	}
	return ids
}

// casesOf lists by requirement the cases whose expectations name it.
func casesOf(in Input) map[string][]*suites.TestCase {
	all := map[string][]*suites.TestCase{}
	for _, c := range in.Suite.Cases {
		for _, id := range c.Requirements() {
			all[id] = append(all[id], c)
		}
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b *suites.TestCase) int { return cmp.Compare(a.ID, b.ID) })
	}
	return all
}
