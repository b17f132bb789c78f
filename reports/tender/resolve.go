package tender

import (
	"slices"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
)

// resolve turns a checked file into a profile: every rule into requirements,
// in the order of classes and of the standard.
func (l *linter) resolve() *reports.Profile {
	f := &l.file
	p := reports.Profile{Format: reports.ProfileFormat, ID: f.ID, Title: f.Title, Buyer: f.Buyer, Issued: f.Issued,
		Standard: f.Standard, StandardHash: f.StandardDigest, Assurance: f.Assurance, Repetitions: max(1, f.Repetitions),
		ValidDays: f.ValidDays, Excused: f.Excused}
	for _, s := range f.Symbols {
		p.Symbols = append(p.Symbols, reports.ProfileSymbol(s))
	}
	for _, c := range f.Classes {
		p.Classes = append(p.Classes, reports.ProfileClass{Class: c.Class, Mandated: c.Mandated, Weight: number(c.Weight, "0")})
	}
	for _, a := range f.Answers {
		p.Answers = append(p.Answers, reports.PinnedAnswer(a))
	}
	p.Gates, p.Scores = l.gates(), l.scores()
	p = p.Seal()
	return &p
}

func (l *linter) gates() []reports.ProfileGate {
	var out []reports.ProfileGate
	seen := map[string]bool{}
	for i := range l.file.Gates {
		for _, id := range l.members(&l.file.Gates[i].rule) {
			if !seen[id] {
				seen[id] = true
				out = append(out, reports.ProfileGate{Requirement: id, Manual: l.untested(id)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b reports.ProfileGate) int { return l.place(a.Requirement) - l.place(b.Requirement) })
	return out
}

func (l *linter) scores() []reports.ProfileScore {
	var out []reports.ProfileScore
	for i := range l.file.Scores {
		s := &l.file.Scores[i]
		for _, id := range l.members(&s.rule) {
			x := reports.ProfileScore{Requirement: id, Weight: number(s.Weight, "1"), Measure: s.Measure, Wanted: number(s.Wanted, "")}
			for _, b := range s.Bands {
				x.Bands = append(x.Bands, reports.Band{From: number(b.From, ""), To: number(b.To, ""), Value: number(b.Value, "0")})
			}
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b reports.ProfileScore) int { return l.place(a.Requirement) - l.place(b.Requirement) })
	return out
}

// place is where a requirement stands: by the class's place in the profile,
// then by the standard.
func (l *linter) place(id string) int {
	for i := range l.std.Requirements {
		if q := &l.std.Requirements[i]; q.ID == id {
			c := slices.IndexFunc(l.file.Classes, func(c class) bool { return c.Class == q.Class })
			return c*len(l.std.Requirements) + i
		}
	}
	return -1
}

// members lists the requirements that a rule names.
func (l *linter) members(r *rule) []string {
	if r.Requirement != "" {
		return []string{r.Requirement}
	}
	var out []string
	for i := range l.std.Requirements {
		q := &l.std.Requirements[i]
		if q.Level == specs.Level(r.Every) && slices.Contains(r.Of, q.Class) && !slices.Contains(r.Except, q.ID) {
			out = append(out, q.ID)
		}
	}
	return out
}

// untested tells whether the standard says that no suite tests a requirement.
func (l *linter) untested(id string) bool {
	q := l.std.Requirement(id)
	return q != nil && q.Untested != specs.Text{}
}
