package proof

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Text writes the proof for people at a terminal: the matrix, a line a fault,
// when it is wanted; what is not as it should be; and the figures.
func (p *Proof) Text(w io.Writer, matrix bool) error {
	var b strings.Builder
	if matrix {
		p.matrix(&b)
	}
	p.shortcomings(&b)
	p.figures(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *Proof) matrix(b *strings.Builder) {
	for _, t := range p.Kills {
		fmt.Fprintf(b, "%-5s %s", t.Fault, orNone(t.Named))
		if len(t.Besides) > 0 {
			fmt.Fprintf(b, "  besides %s", strings.Join(t.Besides, " "))
		}
		b.WriteByte('\n')
	}
	if len(p.Kills) > 0 {
		b.WriteByte('\n')
	}
}

func (p *Proof) shortcomings(b *strings.Builder) {
	for _, t := range p.Kills {
		switch {
		case t.Stray():
			fmt.Fprintf(b, "wrong blame    %s  expected %s; failed %s\n", t.Fault, strings.Join(t.Expected, " "), strings.Join(t.Besides, " "))
		case !t.Killed():
			fmt.Fprintf(b, "not noticed    %s  expected %s\n", t.Fault, strings.Join(t.Expected, " "))
		}
	}
	for _, pair := range p.Pairs {
		if !pair.Both() {
			fmt.Fprintf(b, "masked pair    %s %s  named %s and %s\n", pair.Faults[0], pair.Faults[1], orNone(pair.Named[0]), orNone(pair.Named[1]))
		}
	}
	for _, f := range p.Blamed {
		fmt.Fprintf(b, "false blame    %s: %s (%s)\n", f.System, f.Requirement, f.Finding)
	}
	if !p.Whole {
		return
	}
	for _, id := range p.Unproven() {
		fmt.Fprintf(b, "never failed   %s: no fault makes it fail\n", id)
	}
	for _, key := range p.Idle() {
		fmt.Fprintf(b, "never failed   the assertion %s\n", key)
	}
}

func (p *Proof) figures(b *strings.Builder) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(b, "%-42s %s\n", name, fmt.Sprintf(format, args...))
	}
	noticed := p.Killed() + count(p.Kills, Trial.Stray)
	line("faults killed / planted", "%d/%d", p.Killed(), len(p.Kills))
	line("blamed on what they break / noticed", "%d/%d", p.Killed(), noticed)
	if len(p.Pairs) > 0 {
		line("pairs with both faults named", "%d/%d (seed %d)", p.Named(), len(p.Pairs), p.Seed)
	}
	if p.Whole {
		line("MUSTs with a kill proof / with a test", "%d/%d", len(p.Musts)-len(p.Unproven()), len(p.Musts))
		line("assertions that failed / that judge", "%d/%d", len(p.Keys)-len(p.Idle()), len(p.Keys))
	}
	line("requirements with a kill proof", "%d", len(p.Proven()))
	line("false failures", "%d (%d conforming cities, %d variations)", len(p.Blamed), p.Conforming, len(p.Variations))
	line("time of the proof", "%v", p.Took.Round(time.Second))
}

func orNone(ids []string) string {
	if len(ids) == 0 {
		return "nothing"
	}
	return strings.Join(ids, " ")
}
