package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

// GitHub writes workflow commands that annotate a job, at most one a class:
// more would bury the first, and one that says so when nothing is amiss. A job
// prints the file to its standard output.
func GitHub(w io.Writer, r *reports.Report, o Options) error {
	l := o.lang()
	said := false
	for _, c := range r.Classes {
		if !c.Claimed {
			continue
		}
		kind, ids := "error", withVerdict(r, c.ID, suites.Fail)
		if len(ids) == 0 {
			kind, ids = "warning", withVerdict(r, c.ID, suites.Unclear, suites.Blocked, suites.NotTested)
		}
		if len(ids) == 0 {
			continue
		}
		said = true
		if err := annotate(w, kind, c.ID+" "+l.text(c.Title), l.annotation(r, ids)); err != nil {
			return err
		}
	}
	if said {
		return nil
	}
	_, message := badge(r, l)
	return annotate(w, "notice", l.say("page.title"), message+"\n"+l.say("page.number", r.ID))
}

func annotate(w io.Writer, kind, title, message string) error {
	if _, err := fmt.Fprintf(w, "::%s title=%s::%s\n", kind, ghProperty.Replace(line(title)), ghData.Replace(message)); err != nil {
		return fmt.Errorf("write annotations: %w", err)
	}
	return nil
}

func withVerdict(r *reports.Report, class string, wanted ...suites.Verdict) []reports.Requirement {
	var out []reports.Requirement
	for _, q := range r.Requirements {
		for _, v := range wanted {
			if q.Class == class && q.Verdict == v {
				out = append(out, q)
			}
		}
	}
	return out
}

// annotation names each requirement with its verdict and sentence.
func (l Lang) annotation(r *reports.Report, ids []reports.Requirement) string {
	lines := make([]string, 0, len(ids)+1)
	for _, q := range ids {
		lines = append(lines, glyphs[q.Verdict]+" "+q.ID+" "+l.text(q.Statement))
	}
	return strings.Join(append(lines, l.say("page.number", r.ID)), "\n")
}

// Workflow commands end at a line feed; properties also at commas and colons.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
var (
	ghData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	ghProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
