package tender

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// linter holds one file against the standard it speaks of.
type linter struct {
	std      *specs.Standard
	doc      *document.Document
	file     file
	problems document.Problems
	warnings document.Problems
}

func (l *linter) refuse(pointer, message, hint string) {
	l.problems = append(l.problems, l.doc.Problem(pointer, message, hint))
}

func (l *linter) warn(pointer, message, hint string) {
	l.warnings = append(l.warnings, l.doc.Problem(pointer, message, hint))
}

// lint applies every rule; those that follow from others say nothing twice.
func (l *linter) lint() {
	l.head()
	l.run()
	l.symbols()
	l.classes()
	l.gateRules()
	l.scoreRules()
	l.weights()
	l.answers()
}

// prices refuses what a machine cannot test and a conformance profile must not
// mix in: the price.
func (l *linter) prices() {
	document.Walk(l.doc.Root, "", func(pointer string, v any) bool {
		words := []string{document.Unescape(pointer[strings.LastIndex(pointer, "/")+1:])}
		if s, ok := v.(string); ok && slices.Contains([]string{"class", "requirement", "measure"}, words[0]) {
			words = append(words, s)
		}
		if slices.ContainsFunc(words, isPrice) {
			l.refuse(pointer, "is about a price; a profile scores nothing but conformance", "score the price in the tender itself")
			return false
		}
		return true
	})
}

func isPrice(s string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc([]string{"price", "cost", "报价", "价格", "费用"}, func(w string) bool { return strings.Contains(s, w) })
}

// head checks what identifies the profile.
func (l *linter) head() {
	f := &l.file
	if f.Format != reports.ProfileFormat {
		l.refuse("/format", fmt.Sprintf("is %q", f.Format), "write "+reports.ProfileFormat)
	}
	if strings.TrimSpace(f.ID) == "" {
		l.refuse("/id", "is needed", "the number of the tender, like XC-2026-07")
	}
	if name := l.std.ID + "/" + l.std.Version; f.Standard != name {
		l.refuse("/standard", fmt.Sprintf("the profile is for %q, this standard is %q", f.Standard, name), "")
	}
	if f.StandardDigest != "" && f.StandardDigest != l.std.Digest {
		l.refuse("/standardDigest", "this edition of the standard has the digest "+l.std.Digest, "take the edition of the tender, or this digest")
	}
	l.date("/issued", f.Issued)
	l.bilingual("/title", f.Title)
	l.bilingual("/buyer", f.Buyer)
}

func (l *linter) bilingual(pointer string, t specs.Text) {
	if strings.TrimSpace(t.EN) == "" || strings.TrimSpace(t.ZH) == "" {
		l.refuse(pointer, "is needed in both languages", "{en: …, zh: …}")
	}
}

// run checks what is demanded of the run itself.
func (l *linter) run() {
	f := &l.file
	if levels := []string{"A0", "A1", "A2", "A3"}; !slices.Contains(levels, f.Assurance) {
		l.refuse("/assurance", fmt.Sprintf("no assurance level %q", f.Assurance), "known are "+strings.Join(levels, ", "))
	}
	if f.Repetitions < 1 {
		l.refuse("/repetitions", fmt.Sprintf("is %d", f.Repetitions), "at least 1")
	}
	if f.ValidDays < 0 {
		l.refuse("/validDays", "is negative", "leave it out for no limit")
	}
}

// meanings are what a mark can stand for.
var meanings = []string{"gate", "scored", "evidence"}

// symbols checks that every mark is explained once, and that every kind of
// item in the profile has a mark.
func (l *linter) symbols() {
	seen := map[string]bool{}
	for i, s := range l.file.Symbols {
		switch {
		case strings.TrimSpace(s.Mark) == "":
			l.refuse(at("symbols", i), "has no mark", "like ★")
		case seen[s.Mark]:
			l.refuse(at("symbols", i)+"/mark", "the mark "+s.Mark+" is explained twice", "keep one")
		case !slices.Contains(meanings, s.Means):
			l.refuse(at("symbols", i)+"/means", fmt.Sprintf("no meaning %q", s.Means), document.Suggest(s.Means, meanings))
		}
		seen[s.Mark] = true
		l.bilingual(at("symbols", i)+"/text", s.Text)
	}
	for _, want := range []struct {
		means string
		used  bool
		list  string
	}{{"gate", len(l.file.Gates) > 0, "/gates"}, {"scored", len(l.file.Scores) > 0, "/scores"}} {
		if want.used && !l.explains(want.means) {
			l.refuse(want.list, "no symbol means "+want.means, "add one under symbols")
		}
	}
}

func (l *linter) explains(means string) bool {
	return slices.ContainsFunc(l.file.Symbols, func(s symbol) bool { return s.Means == means })
}

// mark checks the symbol that a rule names.
func (l *linter) mark(pointer string, r *rule, means string) {
	if r.Symbol == "" {
		return
	}
	var known []string
	for _, s := range l.file.Symbols {
		if s.Means == means {
			known = append(known, s.Mark)
		}
	}
	if !slices.Contains(known, r.Symbol) {
		l.refuse(pointer+"/symbol", fmt.Sprintf("the symbol %q is not defined with the meaning %s", r.Symbol, means), "explain it under symbols")
	}
}

// answers checks the pinned answers and what they excuse.
func (l *linter) answers() {
	for i, a := range l.file.Answers {
		if a.Question == "" || a.Answer == nil {
			l.refuse(at("answers", i), "needs a question and the answer to it", "")
		}
		for j, id := range a.Requirements {
			l.known(fmt.Sprintf("%s/requirements/%d", at("answers", i), j), id)
		}
	}
	for i, id := range l.file.Excused {
		if l.known(at("excused", i), id) && !slices.ContainsFunc(l.scores(), func(s reports.ProfileScore) bool { return s.Requirement == id }) {
			l.refuse(at("excused", i), id+" is not scored, so nothing can be excused", "remove it")
		}
	}
}
