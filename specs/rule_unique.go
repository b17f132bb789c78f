package specs

import "github.com/cityconf/cityconf/specs/document"

// names collects names of one kind and reports those given twice.
type names struct {
	l     *loading
	kind  string
	first map[string]Source
}

func (l *loading) unique(kind string) *names {
	return &names{l: l, kind: kind, first: map[string]Source{}}
}

func (n *names) add(name string, at Source) {
	if name == "" {
		return
	}
	first, twice := n.first[name]
	if !twice {
		n.first[name] = at
		return
	}
	n.l.findAt(at, "", "the "+n.kind+" "+name+" is already taken by "+first.File+":"+itoa(first.Line), "choose another; names are permanent and never reused")
}

// ruleUnique keeps every name that something else refers to unique.
func ruleUnique(l *loading) {
	s := l.std
	ids, slugs := l.unique("requirement id"), l.unique("slug")
	for i := range s.Requirements {
		r := &s.Requirements[i]
		ids.add(r.ID, r.At)
		if r.Slug != "" {
			slugs.add(r.Class+"/"+r.Slug, r.At)
		}
	}
	classes := l.unique("class")
	for i := range s.Classes {
		classes.add(s.Classes[i].ID, s.Classes[i].At)
	}
	operations, channels := l.unique("operationId"), l.unique("channel")
	for i := range s.Operations {
		o := &s.Operations[i]
		operations.add(o.ID, l.source(o.Document, o.Pointer))
	}
	for i := range s.Channels {
		c := &s.Channels[i]
		channels.add(c.ID, l.source(c.Document, c.Pointer))
	}
	l.uniqueRegistry()
	l.uniqueMarks()
}

// uniqueMarks keeps x-ucis-unique to its two forms: a mark of another form
// would be read by nothing.
func (l *loading) uniqueMarks() {
	l.walk(func(file, pointer string, v any) bool {
		m, _ := v.(map[string]any)
		if mark, there := m[uniqueKey]; there {
			if _, ok := uniqueMark(mark); !ok {
				l.find(file, document.Join(pointer, uniqueKey), uniqueKey+" is neither true nor {within: [pointers]}", "write true, or {within: [/source]} for a value that is unique among objects with the same source")
			}
		}
		return !isData(pointer)
	})
}

func (l *loading) uniqueRegistry() {
	s := l.std
	registered(l, "role", "/roles", s.Roles, func(r Role) string { return r.ID })
	registered(l, "level", "/levels", s.Levels, func(r RolloutLevel) string { return r.ID })
	registered(l, "domain", "/domains", s.Domains, func(d Domain) string { return d.ID })
	registered(l, "unit", "/units", s.Units, func(u Unit) string { return u.Code })
	registered(l, "event type", "/eventTypes", s.EventTypes, func(e EventType) string { return e.Type })
}

func registered[T any](l *loading, kind, list string, entries []T, name func(T) string) {
	seen := l.unique(kind)
	for i, e := range entries {
		at := l.source(registryFile, document.Join(list, itoa(i)))
		if name(e) == "" {
			l.findAt(at, "", "the "+kind+" has no name", "")
		}
		seen.add(name(e), at)
	}
}
