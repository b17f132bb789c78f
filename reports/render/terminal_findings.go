package render

import (
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// What a summary shows before it points to the report.
const (
	deviationsInTerminal = 12
	openInTerminal       = 12
)

// deviations shows each distinct one once: what several operations have in
// common is named, not repeated.
func (t *terminal) deviations() {
	at := map[string]specs.Text{}
	for _, q := range t.r.Requirements {
		at[q.ID] = q.Statement
	}
	groups := alike(t.r.Deviations)
	for i, g := range groups {
		if i == deviationsInTerminal {
			t.both("  ", message("term.more", len(groups)-i))
			fmt.Fprintln(t.out)
			break
		}
		t.deviation(g, at)
	}
}

func (t *terminal) deviation(group []reports.Deviation, at map[string]specs.Text) {
	d, cases := group[0], 0
	for _, one := range group {
		cases += len(one.Cases)
	}
	x := d.Example
	title := fmt.Sprintf("%s %s %s  ", t.mark(suites.Fail), d.ID, t.paint("1", strings.Join(d.Requirements, " ")))
	t.put(title, t.sentence(at[x.Requirement])+"  ("+t.l.say("level."+string(d.Level))+" · "+t.l.say("dev.folds", cases)+")")
	t.both("   ", x.Message)
	t.pair(x)
	if len(group) > 1 {
		t.put("   ", t.l.say("term.alike")+"  "+operations(group[1:]))
	}
	fmt.Fprintf(t.out, "   %s  %s\n\n", t.l.say("word.reproduce"), t.replay(x)) // never folded: it is copied
}

// operations names where else a deviation was seen.
func operations(group []reports.Deviation) string {
	out := make([]string, len(group))
	for i, d := range group {
		out[i] = strings.TrimSpace(d.ID + " " + line(d.Operation))
	}
	return strings.Join(out, ", ")
}

// replay is the command with the report where it was written.
func (t *terminal) replay(x reports.Example) string {
	return line(reports.Replay(t.path, x.Case))
}

// pair sets expected and observed side by side when there is room.
func (t *terminal) pair(x reports.Example) {
	if x.Observed == (specs.Text{}) {
		return
	}
	want := t.l.say("word.expected") + "  " + t.l.text(x.Expected)
	got := t.l.say("word.observed") + "  " + t.l.text(x.Observed)
	if columns(want+got)+7 <= t.width {
		fmt.Fprintln(t.out, "   "+want+"    "+got)
		return
	}
	t.put("   ", want)
	t.put("   ", got)
}

// sentence is a requirement in the language of the reader; the report has both.
func (t *terminal) sentence(s specs.Text) string {
	if t.l == Both {
		return Chinese.text(s)
	}
	return t.l.text(s)
}

func (t *terminal) open() {
	for i, o := range t.r.Open {
		if i == openInTerminal {
			t.both("  ", message("term.more", len(t.r.Open)-i))
			break
		}
		title := fmt.Sprintf("%s %s  ", t.mark(o.Verdict), t.paint("1", o.Requirement))
		t.put(title, t.l.say("term.open", o.Reason, message("verdict."+string(o.Verdict))))
	}
	if len(t.r.Open) > 0 {
		fmt.Fprintln(t.out)
	}
}

// decision is the last thing on the screen: gate, fraction, and what to do.
func (t *terminal) decision() {
	g, scope := deciding(t.r), scopeOf(t.r)
	code := map[reports.Decision]string{reports.GatePass: "1;32", reports.GateFail: "1;31", reports.GateIncomplete: "1;33"}[g.Decision]
	sign := map[reports.Decision]string{reports.GatePass: "✓", reports.GateFail: "✗", reports.GateIncomplete: "?"}[g.Decision]
	t.put(t.l.say("one.gate")+"  "+t.paint(code, sign+" "+t.l.say("gate."+string(g.Decision)))+"  ", t.l.text(gateOf(t.r)))
	rate := t.l.say("one.no-rate")
	if scope.Rate != nil {
		rate = scope.Rate.Text
	}
	t.put(t.l.say("one.rate")+"  ", rate+"  "+t.counts(scope.Counts)+"  "+t.l.say("one.score")+"  "+t.l.text(scoreOf(t.r)))
	t.put(t.l.say("term.report")+"  ", fmt.Sprintf("%s  %s  (%s)", t.r.ID, when(t.r.Stamp.Started), t.l.say("term.assured-"+t.r.Assurance)))
	if len(t.r.Deviations) > 0 {
		fmt.Fprintf(t.out, "%s  %s\n", t.l.say("term.next"), t.replay(t.r.Deviations[0].Example))
	}
}
