package tender

import (
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// ReadKnown reads a vendor's list of failures that it documents.
func ReadKnown(name string, data []byte, std *specs.Standard) ([]reports.Known, document.Problems) {
	doc, err := document.Parse(name, data)
	if err != nil {
		return nil, asProblems(err, name)
	}
	var f struct {
		Known []reports.Known `json:"known"`
	}
	l := &linter{std: std, doc: doc, problems: document.Decode(doc, "", &f)}
	seen := map[[2]string]bool{}
	for i, k := range f.Known {
		here := at("known", i)
		if l.known(here+"/requirement", k.Requirement) && seen[[2]string{k.Requirement, k.Check}] {
			l.refuse(here, k.Requirement+" is documented twice", "keep one")
		}
		seen[[2]string{k.Requirement, k.Check}] = true
		if strings.TrimSpace(k.Reason) == "" {
			l.refuse(here+"/reason", "is needed", "why it fails, and until when")
		}
		l.date(here+"/expires", k.Expires)
	}
	return f.Known, l.problems
}

// ReadDisputes reads the list of tests that are challenged.
func ReadDisputes(name string, data []byte, std *specs.Standard) ([]reports.Dispute, document.Problems) {
	doc, err := document.Parse(name, data)
	if err != nil {
		return nil, asProblems(err, name)
	}
	var f struct {
		Disputes []reports.Dispute `json:"disputes"`
	}
	l := &linter{std: std, doc: doc, problems: document.Decode(doc, "", &f)}
	seen := map[string]bool{}
	for i, d := range f.Disputes {
		here := at("disputes", i)
		if d.ID == "" || seen[d.ID] {
			l.refuse(here+"/id", "is needed, and once only", "like D-1")
		}
		seen[d.ID] = true
		l.known(here+"/requirement", d.Requirement)
		l.bilingual(here+"/reason", d.Reason)
		l.date(here+"/raised", d.Raised)
		l.date(here+"/lapses", d.Lapses)
	}
	return f.Disputes, l.problems
}
