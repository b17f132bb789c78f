package tender

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// ReadWaivers reads a file of waivers. A waiver that has expired or that a
// vendor issued is no problem here: the evaluation shows it without effect. One
// that names no requirement of the standard, or shares its id, is.
func ReadWaivers(name string, data []byte, std *specs.Standard) ([]reports.Waiver, document.Problems) {
	doc, err := document.Parse(name, data)
	if err != nil {
		return nil, asProblems(err, name)
	}
	var f struct {
		Waivers []reports.Waiver `json:"waivers"`
	}
	l := &linter{std: std, doc: doc, problems: document.Decode(doc, "", &f)}
	seen := map[string]bool{}
	for i, w := range f.Waivers {
		switch {
		case w.ID == "":
			l.refuse(at("waivers", i), "has no id", "like W-1")
		case seen[w.ID]:
			l.refuse(at("waivers", i)+"/id", w.ID+" is used twice", "give it a number of its own")
		}
		seen[w.ID] = true
		l.known(at("waivers", i)+"/requirement", w.Requirement)
	}
	return f.Waivers, l.problems
}

// WriteWaiver is the text that one waiver adds to a file; first says whether it
// begins the file.
func WriteWaiver(w reports.Waiver, first bool) string {
	var b strings.Builder
	if first {
		b.WriteString("waivers:\n")
	}
	for i, member := range []struct{ key, value string }{{"id", w.ID}, {"requirement", w.Requirement}, {"issuer", w.Issuer}, {"name", w.Name},
		{"reason", w.Reason}, {"scope", w.Scope}, {"issued", w.Issued}, {"expires", w.Expires}} {
		lead := "    "
		if i == 0 {
			lead = "  - "
		}
		fmt.Fprintf(&b, "%s%s: %s\n", lead, member.key, quoted(member.value))
	}
	return b.String()
}

// quoted writes text as YAML and JSON both read it.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// ReadErrata reads the committee's errata list.
func ReadErrata(name string, data []byte, std *specs.Standard) (*reports.Errata, document.Problems) {
	doc, err := document.Parse(name, data)
	if err != nil {
		return nil, asProblems(err, name)
	}
	var f struct {
		ID       string            `json:"id"`
		Standard string            `json:"standard"`
		Issued   string            `json:"issued"`
		Entries  []reports.Erratum `json:"entries"`
	}
	l := &linter{std: std, doc: doc, problems: document.Decode(doc, "", &f)}
	if f.ID == "" {
		l.refuse("/id", "is needed", "the name of the list, like ERRATA-2026-03")
	}
	if want := std.ID + "/" + std.Version; f.Standard != want {
		l.refuse("/standard", fmt.Sprintf("the list is for %q, this standard is %q", f.Standard, want), "")
	}
	l.date("/issued", f.Issued)
	seen := map[string]bool{}
	for i, x := range f.Entries {
		if l.known(at("entries", i)+"/requirement", x.Requirement) && seen[x.Requirement] {
			l.refuse(at("entries", i), x.Requirement+" is suspended twice", "keep one")
		}
		seen[x.Requirement] = true
		l.bilingual(at("entries", i)+"/reason", x.Reason)
		l.date(at("entries", i)+"/date", x.Date)
	}
	if len(l.problems) > 0 {
		return nil, l.problems
	}
	e := reports.Errata{ID: f.ID, Standard: f.Standard, Issued: f.Issued, Entries: f.Entries}.Seal()
	return &e, nil
}

func (l *linter) date(pointer, s string) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		l.refuse(pointer, fmt.Sprintf("%q is not a date", s), "like 2026-07-01")
	}
}
