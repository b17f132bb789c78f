package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

// summaryLimit is a little less than what CI services take for a summary.
const summaryLimit = 60 << 10

// Markdown writes a summary for the page of a CI job, below 64 KiB.
func Markdown(w io.Writer, r *reports.Report, o Options) error {
	l := o.lang()
	blocks := []string{mdHead(r, l), mdClasses(r, l)}
	for _, d := range r.Deviations {
		blocks = append(blocks, mdDeviation(d, l))
	}
	for _, q := range r.Open {
		blocks = append(blocks, fmt.Sprintf("- %s **%s** %s %s\n", glyphs[q.Verdict], md(q.Requirement), md(l.say("verdict."+string(q.Verdict))), md(l.text(q.Reason))))
	}
	blocks = append(blocks, "\n"+md(l.say("one.disclaimer"))+"\n")
	size := 0
	for _, b := range blocks {
		if size += len(b); size > summaryLimit {
			b = "\n" + l.say("md.cut") + "\n"
		}
		if _, err := io.WriteString(w, b); err != nil {
			return fmt.Errorf("write Markdown: %w", err)
		}
		if size > summaryLimit {
			break
		}
	}
	return nil
}

func mdHead(r *reports.Report, l Lang) string {
	rate := l.say("one.no-rate")
	if scope := scopeOf(r); scope.Rate != nil {
		rate = scope.Rate.Text
	}
	return fmt.Sprintf("## %s %s\n\n%s %s · %s %s · %s\n\n| %s | %s | %s |\n|---|---|---|\n| **%s** (%s) | **%s** | %s |\n\n%s: %s\n\n",
		md(l.say("page.title")), r.ID, md(clip(r.ICS.Product, 200)), md(clip(r.ICS.Version, 60)), md(r.Standard.ID), md(r.Standard.Version), md(r.Stamp.Started),
		md(l.say("one.gate")), md(l.say("one.rate")), md(l.say("one.score")),
		md(l.say("gate."+string(deciding(r).Decision))), md(l.text(gateOf(r))), md(rate), md(l.text(scoreOf(r))),
		md(l.say("one.limits")), md(l.text(limitsOf(r))))
}

func mdClasses(r *reports.Report, l Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s |", md(l.say("word.class")), md(l.say("matrix.must")))
	all := parts(reports.Counts{})
	for _, p := range all {
		fmt.Fprintf(&b, " %s |", glyphs[p.Verdict])
	}
	b.WriteString("\n|---|---|" + strings.Repeat("--:|", len(all)) + "\n")
	for _, c := range r.Classes {
		if !c.Claimed {
			continue
		}
		fmt.Fprintf(&b, "| %s | %d/%d |", md(c.ID+" "+l.text(c.Title)), c.Must.Passed, c.Must.Of)
		for _, p := range parts(c.Counts) {
			fmt.Fprintf(&b, " %d |", p.N)
		}
		b.WriteString("\n")
	}
	return b.String() + "\n"
}

func mdDeviation(d reports.Deviation, l Lang) string {
	return fmt.Sprintf("- %s **%s** %s (%s, %s): %s\n  `%s`\n", glyphs[suites.Fail], d.ID, md(strings.Join(d.Requirements, " ")),
		md(l.say("level."+string(d.Level))), md(l.say("dev.folds", len(d.Cases))), md(l.text(d.Example.Message)),
		strings.ReplaceAll(line(d.Example.Replay), "`", "'"))
}

var mdEscaper = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "|", "\\|",
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "#", "\\#", "@", "&#64;", "!", "\\!")

// md takes a text literally: no markup and no mention of a person.
func md(s string) string { return mdEscaper.Replace(line(s)) }
