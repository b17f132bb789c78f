package tender

import (
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// classes checks the classes: known, once each, and mandated together with
// what they require.
func (l *linter) classes() {
	if len(l.file.Classes) == 0 {
		l.refuse("", "names no class", "classes: [{class: core, mandated: true}]")
	}
	seen := map[string]bool{}
	for i, c := range l.file.Classes {
		p := at("classes", i)
		switch {
		case !l.knownClass(p+"/class", c.Class):
			continue
		case seen[c.Class]:
			l.refuse(p, "class "+c.Class+" is named twice", "keep one")
		}
		seen[c.Class] = true
		l.required(p, &l.file.Classes[i])
	}
}

// required wants the classes without which a class cannot be claimed.
func (l *linter) required(pointer string, c *class) {
	for _, id := range l.std.Closure([]string{c.Class}) {
		i := slices.IndexFunc(l.file.Classes, func(o class) bool { return o.Class == id })
		switch {
		case i < 0:
			l.refuse(pointer, fmt.Sprintf("class %s requires %s, which the profile does not name", c.Class, id), "add it to classes")
		case c.Mandated && !l.file.Classes[i].Mandated:
			l.refuse(pointer, fmt.Sprintf("class %s is mandated and requires %s, which is not", c.Class, id), "mandate both or neither")
		}
	}
}

// knownClass tells whether the standard has a class, and says so when not.
func (l *linter) knownClass(pointer, id string) bool {
	if l.std.Class(id) != nil {
		return true
	}
	known := make([]string, len(l.std.Classes))
	for i := range l.std.Classes {
		known[i] = l.std.Classes[i].ID
	}
	l.refuse(pointer, fmt.Sprintf("no conformance class %q", id), document.Suggest(id, known))
	return false
}

// known tells whether the standard has a requirement, and says so when not.
func (l *linter) known(pointer, id string) bool {
	if l.std.Requirement(id) != nil {
		return true
	}
	known := make([]string, len(l.std.Requirements))
	for i := range l.std.Requirements {
		known[i] = l.std.Requirements[i].ID
	}
	l.refuse(pointer, fmt.Sprintf("no requirement %q", id), document.Suggest(id, known))
	return false
}

// named checks what a rule names and returns its requirements.
func (l *linter) named(pointer string, r *rule) []string {
	switch {
	case (r.Requirement == "") == (r.Every == ""):
		l.refuse(pointer, "needs one of requirement and every", "")
		return nil
	case r.Requirement != "":
		if !l.known(pointer+"/requirement", r.Requirement) || !l.inProfile(pointer, r.Requirement) {
			return nil
		}
	case !slices.Contains([]specs.Level{specs.Must, specs.Should}, specs.Level(r.Every)):
		l.refuse(pointer+"/every", fmt.Sprintf("is %q", r.Every), "MUST or SHOULD")
		return nil
	case !l.ofClasses(pointer, r):
		return nil
	}
	for i, id := range r.Except {
		l.known(fmt.Sprintf("%s/except/%d", pointer, i), id)
	}
	found := l.members(r)
	if len(found) == 0 {
		l.refuse(pointer, "names no requirement", "these classes have no "+r.Every)
	}
	return found
}

func (l *linter) ofClasses(pointer string, r *rule) bool {
	if len(r.Of) == 0 {
		l.refuse(pointer, "every needs the classes it is meant for", "of: [core]")
		return false
	}
	sound := true
	for i, id := range r.Of {
		p := fmt.Sprintf("%s/of/%d", pointer, i)
		if !l.knownClass(p, id) {
			sound = false
		} else if l.class(id) == nil {
			l.refuse(p, "class "+id+" is not in the profile", "add it to classes")
			sound = false
		}
	}
	return sound
}

func (l *linter) inProfile(pointer, id string) bool {
	if q := l.std.Requirement(id); l.class(q.Class) == nil {
		l.refuse(pointer, fmt.Sprintf("%s is of class %s, which is not in the profile", id, q.Class), "add the class to classes")
		return false
	}
	return true
}

func (l *linter) class(id string) *class {
	if i := slices.IndexFunc(l.file.Classes, func(c class) bool { return c.Class == id }); i >= 0 {
		return &l.file.Classes[i]
	}
	return nil
}

// gateRules checks the ★ list.
func (l *linter) gateRules() {
	single := map[string]bool{}
	for i := range l.file.Gates {
		g, p := &l.file.Gates[i], at("gates", i)
		l.mark(p, &g.rule, "gate")
		for _, id := range l.named(p, &g.rule) {
			l.gate(p, g, id)
			if g.Requirement != "" && single[id] {
				l.refuse(p, id+" is named twice", "keep one")
			}
			single[id] = single[id] || g.Requirement != ""
		}
	}
}

func (l *linter) gate(p string, g *gate, id string) {
	q := l.std.Requirement(id)
	manual := g.Evidence == "manual" || g.Requirement == "" && g.Untested == "manual"
	switch {
	case q.Level == specs.May:
		l.refuse(p, id+" is a MAY: a permission cannot be missed", "remove it")
	case !l.class(q.Class).Mandated:
		l.refuse(p, fmt.Sprintf("%s decides alone, but class %s is not mandated", id, q.Class), "mandate the class or remove the gate")
	case l.untested(id) && !manual && !l.manually(id):
		l.refuse(p, id+" decides alone, but no suite tests it: "+q.Untested.EN, "mark it evidence: manual, so that people check it, or remove it")
	case g.Evidence == "manual" && !l.untested(id):
		l.refuse(p, id+" has a test; people need not check it", "leave out evidence: manual")
	case manual && l.untested(id) && !l.explains("evidence"):
		l.refuse(p, id+" is checked by people, but no symbol means evidence", "add one under symbols")
	}
}

// manually tells whether an entry of its own has people check a requirement.
func (l *linter) manually(id string) bool {
	return slices.ContainsFunc(l.file.Gates, func(g gate) bool { return g.Requirement == id && g.Evidence == "manual" })
}
