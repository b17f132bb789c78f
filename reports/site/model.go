package site

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
)

// site is the standard as the pages look things up in it.
type site struct {
	in      Input
	std     *specs.Standard
	parts   []part
	classes []class
	named   map[string]string // schema reference → page#anchor
	homes   map[string]string // case id of a scenario → requirement that shows its steps
	faults  []fault
}

// part is a folder of the standard: a domain, a cross-domain part, or the
// shared schemas.
type part struct {
	ID       string
	Title    specs.Text
	IsDomain bool
}

// File is the page of the part.
func (p part) File() string { return "part-" + p.ID + ".html" }

// class is a conformance class with its requirements.
type class struct {
	specs.Class
	Requirements []*trace.Requirement
	Tally        trace.Tally
	Part         string
	Wanted       []string // classes that require this one
}

// File is the page of the class.
func (c class) File() string { return "class-" + c.ID + ".html" }

// fault is a planted defect with what it must break.
type fault struct {
	trace.Fault
	Killed []string // requirements that failed on it
}

func newSite(in Input) *site {
	s := &site{in: in, std: in.Standard, named: map[string]string{}, homes: map[string]string{}}
	for _, ref := range s.std.NamedSchemas() {
		s.named[ref] = anchor(ref)
	}
	s.parts = s.findParts()
	s.classes = s.findClasses()
	s.faults = s.findFaults()
	s.findHomes()
	return s
}

// findHomes gives each scenario the requirement that shows its steps: the one
// it is written for, else the first that it names.
func (s *site) findHomes() {
	for i := range s.std.Scenarios {
		sc := &s.std.Scenarios[i]
		if id, ok := sc.Body["requirement"].(string); ok {
			s.homes["scenario/"+sc.ID] = id
		}
	}
	for i := range s.in.Matrix.Requirements {
		r := &s.in.Matrix.Requirements[i]
		for _, c := range r.Scenarios() {
			if home := s.row(s.homes[c.ID]); home == nil || !slices.Contains(home.Scenarios(), c) {
				s.homes[c.ID] = r.ID
			}
		}
	}
}

// findParts lists domains first, then the folders beside them.
func (s *site) findParts() []part {
	var all []part
	seen := map[string]bool{}
	for _, d := range s.std.Domains {
		seen[d.ID] = true
		all = append(all, part{d.ID, d.Title, true})
	}
	var others []string
	add := func(file string) {
		if id, _, ok := strings.Cut(file, "/"); ok && !seen[id] {
			seen[id] = true
			others = append(others, id)
		}
	}
	for _, r := range s.std.Requirements {
		add(r.At.File)
	}
	for i := range s.std.Operations {
		add(s.std.Operations[i].Document)
	}
	for _, ref := range s.std.NamedSchemas() {
		add(ref)
	}
	for _, id := range others {
		all = append(all, part{id, s.partTitle(id), false})
	}
	return all
}

// partTitle is the name of a cross-domain part: that of the catalogue, else
// what its interface document calls itself, else that of its only class.
func (s *site) partTitle(id string) specs.Text {
	if t, ok := catalogue["part."+id]; ok {
		return t
	}
	node, err := s.std.Schemas.Lookup(id + "/openapi.yaml#/info")
	if info, ok := node.(map[string]any); ok && err == nil {
		t := textOf(info, "title")
		return specs.Text{EN: capital(afterDash(t.EN)), ZH: afterDash(t.ZH)}
	}
	var titles []specs.Text
	for _, c := range s.std.Classes {
		if folder(c.At.File) == id {
			titles = append(titles, c.Title)
		}
	}
	if len(titles) == 1 {
		return titles[0]
	}
	return specs.Text{EN: id, ZH: id}
}

// afterDash drops the name of the standard before the name of a part:
// "UCIS 1.0 — versions".
func afterDash(title string) string {
	if i := strings.LastIndex(title, "—"); i >= 0 {
		return strings.TrimSpace(title[i+len("—"):])
	}
	return title
}

// capital begins a title with a capital.
func capital(title string) string {
	if title == "" {
		return ""
	}
	return strings.ToUpper(title[:1]) + title[1:]
}

func (s *site) findClasses() []class {
	var all []class
	for i, c := range s.std.Classes {
		one := class{Class: c, Tally: s.in.Matrix.Classes[i], Part: folder(c.At.File)}
		for k := range s.in.Matrix.Requirements {
			if r := &s.in.Matrix.Requirements[k]; r.Class == c.ID {
				one.Requirements = append(one.Requirements, r)
			}
		}
		for _, other := range s.std.Classes {
			if slices.Contains(other.Requires, c.ID) {
				one.Wanted = append(one.Wanted, other.ID)
			}
		}
		all = append(all, one)
	}
	return all
}

func (s *site) findFaults() []fault {
	at := map[string]int{}
	var all []fault
	for i := range s.in.Matrix.Requirements {
		r := &s.in.Matrix.Requirements[i]
		for _, f := range r.Faults {
			if _, ok := at[f.ID]; !ok {
				at[f.ID] = len(all)
				all = append(all, fault{Fault: f})
			}
			if slices.Contains(r.Killed, f.ID) {
				all[at[f.ID]].Killed = append(all[at[f.ID]].Killed, r.ID)
			}
		}
	}
	slices.SortFunc(all, func(a, b fault) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// folder is the part that a file belongs to.
func folder(file string) string {
	id, _, _ := strings.Cut(file, "/")
	return id
}

// anchor is where a named schema stands: "part-lgt.html#schema-Luminaire".
func anchor(ref string) string {
	file, pointer, _ := strings.Cut(ref, "#")
	name := pointer[strings.LastIndexByte(pointer, '/')+1:]
	_, base, _ := strings.Cut(strings.TrimSuffix(file, ".yaml"), "/")
	switch base {
	case "openapi":
		base = "schema"
	case "channels":
		base = "message"
	}
	return "part-" + folder(file) + ".html#" + base + "-" + name
}

// requirementLink is where a requirement stands, "" when there is none.
func (s *site) requirementLink(id string) string {
	if r := s.std.Requirement(id); r != nil {
		return "class-" + r.Class + ".html#" + id
	}
	return ""
}

// row finds the traceability of a requirement.
func (s *site) row(id string) *trace.Requirement { return s.in.Matrix.Requirement(id) }
