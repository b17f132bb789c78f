package trace

import (
	"fmt"
	"io"
	"strings"
)

// shownUntouched is how many of a kind the text lists; the JSON has all.
const shownUntouched = 10

// Text writes the matrix for people at a terminal: counts by level and class,
// then what is left to do.
func (m *Matrix) Text(w io.Writer) error {
	var b strings.Builder
	for _, part := range []struct {
		title string
		rows  []Tally
	}{{"level", m.Levels}, {"class", m.Classes}, {"all", []Tally{m.Total}}} {
		fmt.Fprintf(&b, "%-14s %5s %14s %7s %6s %6s %7s %7s\n", part.title, "req", "MUST tested", "reason", "cases", "scen.", "faults", "killed")
		for _, t := range part.rows {
			fmt.Fprintf(&b, "%-14s %5d %14s %7d %6d %6d %7d %7s\n", t.ID, t.Requirements, share(t), t.MustExcused, t.Cases, t.Scenarios, t.Faults, m.killed(t))
		}
		b.WriteByte('\n')
	}
	m.excused(&b)
	m.open(&b)
	m.untouched(&b)
	if !m.Proof {
		b.WriteString("killed is unknown: give --proof FILE, which cityconf prove --out FILE writes\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// share is the fraction of MUSTs with an executable test, with its counts.
func share(t Tally) string {
	if t.Must == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d %d%%", t.MustTested, t.Must, t.MustTested*100/t.Must)
}

func (m *Matrix) killed(t Tally) string {
	if !m.Proof {
		return "?"
	}
	return fmt.Sprintf("%d/%d", t.Killed, t.Tested)
}

func (m *Matrix) excused(b *strings.Builder) {
	for i := range m.Requirements {
		if r := &m.Requirements[i]; !r.Tested() && !r.Open() {
			reason := r.Untested.EN
			if reason == "" {
				reason = "no reason is given"
			}
			fmt.Fprintf(b, "not tested   %-9s %-6s %s\n", r.ID, r.Level, reason)
		}
	}
}

func (m *Matrix) open(b *strings.Builder) {
	for i := range m.Requirements {
		if r := &m.Requirements[i]; r.Open() {
			fmt.Fprintf(b, "NO TEST, NO REASON  %s  %s:%d  test.by [%s] leads to no case\n", r.ID, r.At.File, r.At.Line, strings.Join(r.Test.By, " "))
		}
	}
	m.unproven(b)
}

// unproven lists, class by class, the MUSTs with a test that no fault made fail.
func (m *Matrix) unproven(b *strings.Builder) {
	if !m.Proof {
		return
	}
	for _, c := range m.Classes {
		var ids []string
		for i := range m.Requirements {
			if r := &m.Requirements[i]; r.Class == c.ID && r.Unproven() {
				ids = append(ids, fmt.Sprintf("%s (%d faults name it)", r.ID, len(r.Faults)))
			}
		}
		if len(ids) > 0 {
			fmt.Fprintf(b, "no kill proof  %-12s %s\n", c.ID, strings.Join(ids, ", "))
		}
	}
}

func (m *Matrix) untouched(b *strings.Builder) {
	var kinds []string
	count := map[string]int{}
	for _, u := range m.Untouched {
		if count[u.Kind]++; count[u.Kind] == 1 {
			kinds = append(kinds, u.Kind)
		}
	}
	for _, kind := range kinds {
		fmt.Fprintf(b, "\nuntouched: %s (%d)\n", kind, count[kind])
		shown := 0
		for _, u := range m.Untouched {
			if u.Kind != kind {
				continue
			}
			if shown++; shown > shownUntouched {
				fmt.Fprintf(b, "  … %d more, see --json\n", count[kind]-shownUntouched)
				break
			}
			fmt.Fprintf(b, "  %s  %s\n", u.Name, u.Reason.EN)
		}
	}
	if len(kinds) > 0 {
		b.WriteByte('\n')
	}
}
