package specs

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// Closure is a set of classes together with all that they require, sorted.
// Names that are no classes stay.
func (s *Standard) Closure(classes []string) []string {
	x := s.names()
	seen := map[string]bool{}
	open := slices.Clone(classes)
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		if c := x.classes[id]; c != nil {
			open = append(open, c.Requires...)
		}
	}
	return document.Keys(seen)
}

// Connects tells whether a role connects to a broker and has no interface of
// its own.
func (s *Standard) Connects(role string) bool {
	return slices.ContainsFunc(s.Roles, func(r Role) bool { return r.ID == role && r.Connects })
}

// ClosureFor is Closure for a role. What a required class asks of an interface
// that a connecting role does not have is asked of the other end: such classes
// are left out.
func (s *Standard) ClosureFor(role string, classes []string) []string {
	all := s.Closure(classes)
	if !s.Connects(role) {
		return all
	}
	return slices.DeleteFunc(all, func(id string) bool {
		c := s.Class(id)
		return c == nil || c.Roles[role] == ""
	})
}

const domainWord = "{domain}"

// ClassesAt are the classes that a roll-out level wants of the given domains:
// those of the level and of each before it, closed under requires, sorted.
// "{domain}-read" stands for that class of every domain that has one. It is
// nil for an unknown level.
func (s *Standard) ClassesAt(level string, domains []string) []string {
	last := slices.IndexFunc(s.Levels, func(l RolloutLevel) bool { return l.ID == level })
	if last < 0 {
		return nil
	}
	var wanted []string
	for _, l := range s.Levels[:last+1] {
		for _, class := range l.Classes {
			wanted = append(wanted, s.expand(class, domains)...)
		}
	}
	return s.Closure(wanted)
}

// expand replaces {domain} by each domain that has such a class.
func (s *Standard) expand(class string, domains []string) []string {
	if !strings.Contains(class, domainWord) {
		return []string{class}
	}
	var all []string
	for _, d := range domains {
		if id := strings.ReplaceAll(class, domainWord, d); s.Class(id) != nil {
			all = append(all, id)
		}
	}
	return all
}
