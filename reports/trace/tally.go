package trace

import "github.com/cityconf/cityconf/specs"

// Tally counts the requirements of a class, of a roll-out level, or all.
type Tally struct {
	ID           string     `json:"id"` // class or level, "" for all
	Title        specs.Text `json:"title"`
	Requirements int        `json:"requirements"`
	Must         int        `json:"must"`
	MustTested   int        `json:"mustTested"`  // with an executable test
	MustExcused  int        `json:"mustExcused"` // with a reason instead of a test
	Should       int        `json:"should"`
	May          int        `json:"may"`
	Tested       int        `json:"tested"` // of any obligation
	Cases        int        `json:"cases"`  // each counted once
	Scenarios    int        `json:"scenarios"`
	Faults       int        `json:"faults"` // that name a requirement of it, each counted once
	Killed       int        `json:"killed"` // requirements with a kill proof
}

// count fills the tallies.
func (m *Matrix) count(std *specs.Standard) {
	of := func(keep func(*Requirement) bool) Tally { return m.tally(keep) }
	for _, c := range std.Classes {
		t := of(func(r *Requirement) bool { return r.Class == c.ID })
		t.ID, t.Title = c.ID, c.Title
		m.Classes = append(m.Classes, t)
	}
	for _, l := range std.Levels {
		t := of(func(r *Requirement) bool { return r.Rollout == l.ID })
		t.ID, t.Title = l.ID, l.Title
		m.Levels = append(m.Levels, t)
	}
	m.Total = of(func(*Requirement) bool { return true })
}

func (m *Matrix) tally(keep func(*Requirement) bool) Tally {
	var t Tally
	cases, scenarios, faults := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range m.Requirements {
		r := &m.Requirements[i]
		if !keep(r) {
			continue
		}
		t.add(r)
		for _, c := range r.Cases {
			cases[c.ID] = true
			if c.Rule == "scenario" {
				scenarios[c.ID] = true
			}
		}
		for _, f := range r.Faults {
			faults[f.ID] = true
		}
	}
	t.Cases, t.Scenarios, t.Faults = len(cases), len(scenarios), len(faults)
	return t
}

func (t *Tally) add(r *Requirement) {
	t.Requirements++
	if r.Tested() {
		t.Tested++
	}
	if len(r.Killed) > 0 {
		t.Killed++
	}
	switch r.Level {
	case specs.Should:
		t.Should++
	case specs.May:
		t.May++
	default:
		t.Must++
		if r.Tested() {
			t.MustTested++
		} else if r.Excused() {
			t.MustExcused++
		}
	}
}
