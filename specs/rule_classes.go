package specs

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// ruleClasses keeps classes, and what levels say of them, to known names.
func ruleClasses(l *loading) {
	s := l.std
	roles := collect(s.Roles, func(r Role) string { return r.ID })
	levels := collect(s.Levels, func(v RolloutLevel) string { return v.ID })
	for i := range s.Classes {
		c := &s.Classes[i]
		l.bilingual(c.At, "/title", c.Title)
		l.known(c.At, "/level", "roll-out level", c.Level, levels)
		for j, id := range c.Requires {
			l.known(c.At, "/requires/"+itoa(j), "class", id, l.classIDs())
		}
		for _, role := range document.Keys(c.Roles) {
			at := document.Join("/roles", role)
			l.known(c.At, at, "role", role, roles)
			l.known(c.At, at, "obligation", c.Roles[role], []string{"M", "O", "C"})
		}
		if len(c.Roles) == 0 {
			l.findAt(c.At, "", "no role can claim the class", "add roles: {gateway: M}")
		}
	}
	l.levelClasses()
	l.acyclic()
}

// known reports a name that is not among those of its kind.
func (l *loading) known(at Source, below, kind, name string, all []string) {
	switch {
	case slices.Contains(all, name):
	case name == "":
		l.findAt(at, below, "the "+kind+" is missing", "write one of "+strings.Join(first(all, 12), ", "))
	default:
		l.findAt(at, below, name+" is no "+kind+" of this standard", document.Suggest(name, all))
	}
}

func first(all []string, n int) []string { return all[:min(n, len(all))] }

func collect[T any](entries []T, name func(T) string) []string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = name(e)
	}
	return all
}

func (l *loading) classIDs() []string {
	return collect(l.std.Classes, func(c Class) string { return c.ID })
}

// levelClasses: a class with {domain} must exist in some domain at least.
func (l *loading) levelClasses() {
	top := l.source(registryFile, "")
	domains := collect(l.std.Domains, func(d Domain) string { return d.ID })
	for i, level := range l.std.Levels {
		for j, class := range level.Classes {
			if strings.Contains(class, domainWord) && len(l.std.expand(class, domains)) > 0 {
				continue
			}
			l.known(top, "/levels/"+itoa(i)+"/classes/"+itoa(j), "class", class, l.classIDs())
		}
	}
}

// acyclic reports classes that require themselves by way of others.
func (l *loading) acyclic() {
	for i := range l.std.Classes {
		c := &l.std.Classes[i]
		if slices.Contains(l.std.Closure(c.Requires), c.ID) {
			l.findAt(c.At, "/requires", "the class "+c.ID+" requires itself, directly or by way of another", "remove one of the requirements in the circle")
		}
	}
}
