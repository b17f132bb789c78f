package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Terminal writes the summary that ends a run: classes, what did not pass, the
// decision, and the next command. Glyphs say what colours say.
func Terminal(w io.Writer, r *reports.Report, o Options) error {
	t := &terminal{out: bufio.NewWriter(w), r: r, l: o.lang(), width: o.Width, color: o.Color, path: cmp.Or(o.Report, "report.json")}
	if t.width <= 0 {
		t.width = 80
	}
	t.head()
	t.classes()
	t.deviations()
	t.open()
	t.decision()
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("write summary: %w", err)
	}
	return nil
}

type terminal struct {
	out   *bufio.Writer
	r     *reports.Report
	l     Lang
	width int
	color bool
	path  string // of report.json
}

// paint wraps a text in a colour of the terminal's own palette.
func (t *terminal) paint(code, s string) string {
	if !t.color || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

var colours = map[suites.Verdict]string{
	suites.Pass: "32", suites.Fail: "1;31", suites.Unclear: "33", suites.Blocked: "33", suites.NotTested: "33",
	suites.NotApplicable: "90", suites.SuiteGap: "90", suites.Suspended: "90",
	suites.Verdict(reports.NotOffered): "1;31", suites.Verdict(reports.Informed): "90",
}

func (t *terminal) mark(v suites.Verdict) string { return t.paint(colours[v], glyphs[v]) }

// put writes a paragraph, folded to the width by what a terminal shows, with
// the continuation under the text.
func (t *terminal) put(prefix, text string) {
	indent := strings.Repeat(" ", columns(prefix))
	for i, s := range fold(text, t.width-columns(prefix)) {
		if i == 0 {
			fmt.Fprintln(t.out, prefix+s)
			continue
		}
		fmt.Fprintln(t.out, indent+s)
	}
}

// both writes a bilingual text, one paragraph a language.
func (t *terminal) both(prefix string, text specs.Text) {
	if t.l != Both || text.EN == text.ZH || text.EN == "" || text.ZH == "" {
		t.put(prefix, t.l.text(text))
		return
	}
	t.put(prefix, line(text.ZH))
	t.put(strings.Repeat(" ", columns(prefix)), line(text.EN))
}

func (t *terminal) head() {
	s := t.r.Standard
	t.both("", message("term.target", strings.ToUpper(line(s.ID)), line(s.Version), line(t.r.Suite.Version), line(t.r.Target.BaseURL), t.r.Suite.Seed))
	if !t.r.Limits.None() {
		t.both(t.paint("33", "! "), limitsOf(t.r))
	}
	fmt.Fprintln(t.out)
}

// classes draws one bar a class, to the scale of the widest.
func (t *terminal) classes() {
	names, widest := 0, 1
	for _, c := range t.r.Classes {
		if c.Claimed {
			names, widest = max(names, columns(t.name(c))), max(widest, c.Counts.Applicable)
		}
	}
	names = min(names, t.width/3)
	scale := min(24, max(8, t.width-names-30))
	for _, c := range t.r.Classes {
		if c.Claimed {
			fmt.Fprintf(t.out, "%s %s %7s  %s\n", pad(t.name(c), names), pad(t.bar(c.Counts, scale, widest), scale),
				fmt.Sprintf("%d/%d", c.Counts.Pass, c.Counts.Applicable), t.counts(c.Counts))
		}
	}
	fmt.Fprintln(t.out)
}

func (t *terminal) name(c reports.Class) string {
	if t.l == English {
		return line(c.Title.EN)
	}
	return line(c.Title.ZH)
}

func (t *terminal) bar(c reports.Counts, scale, widest int) string {
	length := func(n int) int {
		if n == 0 {
			return 0
		}
		return max(1, n*scale/widest)
	}
	whole := length(c.Applicable)
	bad, open := length(c.Fail), length(c.Applicable-c.Pass-c.Fail)
	good := max(0, whole-bad-open)
	return t.paint(colours[suites.Pass], strings.Repeat("█", good)) + t.paint(colours[suites.Fail], strings.Repeat("▓", bad)) +
		t.paint(colours[suites.Unclear], strings.Repeat("░", open))
}

// counts names the verdicts that occur.
func (t *terminal) counts(c reports.Counts) string {
	var out []string
	for _, p := range parts(c) {
		if p.N > 0 {
			out = append(out, fmt.Sprintf("%s%d", t.mark(p.Verdict), p.N))
		}
	}
	return strings.Join(out, " ")
}

// part is one count with the verdict it counts.
type part struct {
	Verdict suites.Verdict
	N       int
}

func parts(c reports.Counts) []part {
	all := []part{{suites.Pass, c.Pass}, {suites.Fail, c.Fail}, {suites.Unclear, c.Inconclusive}, {suites.Blocked, c.Blocked},
		{suites.NotTested, c.NotTested}, {suites.NotApplicable, c.NotApplicable}, {suites.SuiteGap, c.SuiteGap}, {suites.Suspended, c.Suspended}}
	if c.NotOffered > 0 {
		all = append(all, part{suites.Verdict(reports.NotOffered), c.NotOffered})
	}
	return all
}
