package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// shower prints a requirement for people at a terminal.
type shower struct {
	w     io.Writer
	std   *specs.Standard
	lang  render.Lang
	all   bool
	proof bool
}

func (s shower) requirement(r *trace.Requirement) {
	fmt.Fprintf(s.w, "%s  %s  %s  %s\n%s\n\n", r.ID, r.Level, r.Severity, r.Class, r.URI(s.std))
	fmt.Fprintf(s.w, "%s\n%s\n", r.Statement.EN, r.Statement.ZH)
	if r.Rationale.EN != "" {
		fmt.Fprintf(s.w, "\n%s\n%s\n", r.Rationale.EN, r.Rationale.ZH)
	}
	fmt.Fprintln(s.w)
	s.facts(r)
	s.places(r)
	s.always(r)
	s.cases(r)
	if c := trace.Example(r); c != nil {
		s.title("An example", "示例")
		s.steps(r, c)
	}
	for _, c := range r.Scenarios() {
		fmt.Fprintf(s.w, "\n%s  %s\n", c.ID, inLanguage(c.Purpose, s.lang))
		s.steps(r, c)
	}
	s.faults(r)
}

func (s shower) facts(r *trace.Requirement) {
	for _, line := range []struct{ label, text string }{
		{"tested by", strings.Join(r.Test.By, ", ")},
		{"needs", strings.Join(r.Test.Needs, ", ")},
		{"requires", strings.Join(r.Test.Requires, ", ")},
		{"not tested", inLanguage(r.Untested, s.lang)},
		{"sources", strings.Join(r.Sources, "; ")},
		{"since", r.Since},
		{"stands at", fmt.Sprintf("%s:%d", r.At.File, r.At.Line)},
	} {
		if strings.Trim(line.text, " /") != "" {
			fmt.Fprintf(s.w, "%-11s%s\n", line.label, line.text)
		}
	}
}

func (s shower) places(r *trace.Requirement) {
	shown := r.Places
	if !s.all {
		shown = shown[:min(len(shown), 5)]
	}
	for _, p := range shown {
		fmt.Fprintf(s.w, "%-11s%s:%d  %s\n", "speaks of", p.File, p.Line, p.Pointer)
		if p.That != "" {
			fmt.Fprintf(s.w, "%-11s%s\n", "", strings.Join(strings.Fields(p.That), " "))
		}
	}
	if n := len(r.Places) - len(shown); n > 0 {
		fmt.Fprintf(s.w, "%-11s… %d more, see --all\n", "", n)
	}
}

func (s shower) always(r *trace.Requirement) {
	if len(r.Always) == 0 {
		return
	}
	s.title("Judged on everything a run exchanges", "对运行中的全部交互进行评判")
	for _, key := range r.Always {
		text, _ := derive.Assertion(key)
		if text.EN == "" {
			text = specs.Text{EN: key, ZH: key}
		}
		fmt.Fprintf(s.w, "  %-22s %s\n", key, inLanguage(text, s.lang))
	}
}

// cases lists the cases that name a requirement: of each operation the first
// when there are many.
func (s shower) cases(r *trace.Requirement) {
	if len(r.Cases) == 0 {
		return
	}
	s.title(fmt.Sprintf("%d test cases", len(r.Cases)), fmt.Sprintf("测试用例 %d 个", len(r.Cases)))
	shown, seen := 0, map[string]bool{}
	for _, c := range r.Cases {
		if !s.all && len(r.Cases) > 20 && (seen[c.Operation] || shown == 20) {
			continue
		}
		seen[c.Operation] = true
		shown++
		fmt.Fprintf(s.w, "  %-60s %s\n", c.ID, inLanguage(c.Purpose, s.lang))
	}
	if shown < len(r.Cases) {
		fmt.Fprintf(s.w, "  … %d more, see --all\n", len(r.Cases)-shown)
	}
}

// steps prints what a case does and which expectations count for the
// requirement.
func (s shower) steps(r *trace.Requirement, c *suites.TestCase) {
	for i, step := range trace.Steps(s.std, c) {
		fmt.Fprintf(s.w, "  %2d %s  %s\n", i+1, inLanguage(step.Does, s.lang), step.Code)
		for _, h := range step.Headers {
			fmt.Fprintf(s.w, "       %s\n", h)
		}
		if step.Body != "" {
			fmt.Fprintf(s.w, "       %s\n", strings.ReplaceAll(step.Body, "\n", "\n       "))
		}
		for _, n := range step.Notes {
			fmt.Fprintf(s.w, "     · %s\n", inLanguage(n, s.lang))
		}
		for _, e := range step.Expect {
			whose := ""
			if e.Requirement != r.ID {
				whose = "  (" + e.Requirement + ")"
			}
			fmt.Fprintf(s.w, "     → %s  %s%s\n", inLanguage(e.Text, s.lang), e.Code, whose)
		}
	}
}

func (s shower) faults(r *trace.Requirement) {
	if len(r.Faults) == 0 && len(r.Killed) == 0 {
		return
	}
	s.title("Planted faults it must notice", "应能发现的预置缺陷")
	for _, f := range r.Faults {
		fmt.Fprintf(s.w, "  %-5s %s%s\n", f.ID, inLanguage(f.Text, s.lang), s.outcome(r, f.ID))
	}
	var besides []string
	for _, id := range r.Killed {
		if !slices.ContainsFunc(r.Faults, func(f trace.Fault) bool { return f.ID == id }) {
			besides = append(besides, id)
		}
	}
	if len(besides) > 0 {
		fmt.Fprintf(s.w, "  besides noticed: %s\n", strings.Join(besides, " "))
	}
}

func (s shower) outcome(r *trace.Requirement, fault string) string {
	switch {
	case !s.proof:
		return ""
	case slices.Contains(r.Killed, fault):
		return "  ✓ noticed"
	}
	return "  noticed by another requirement, or not at all"
}

func (s shower) title(en, zh string) {
	fmt.Fprintf(s.w, "\n%s\n", inLanguage(specs.Text{EN: en, ZH: zh}, s.lang))
}
