package site

import (
	"strings"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/asyncapi"
)

// frontView is what the first page counts.
type frontView struct {
	Domains, Others []partRow
	Total           trace.Tally
	Operations      int
	Channels        int
	Schemas         int
	Faults          int
}

// partRow counts what a part holds.
type partRow struct {
	part
	Requirements, Operations, Channels, Schemas int
	Classes                                     []string
}

func (s *site) front() frontView {
	v := frontView{Total: s.in.Matrix.Total, Operations: len(s.std.Operations), Channels: len(s.std.Channels),
		Schemas: len(s.named), Faults: len(s.faults)}
	for _, p := range s.parts {
		row := s.countPart(p)
		if p.IsDomain {
			v.Domains = append(v.Domains, row)
		} else {
			v.Others = append(v.Others, row)
		}
	}
	return v
}

func (s *site) countPart(p part) partRow {
	row := partRow{part: p}
	for _, c := range s.classes {
		if c.Part == p.ID {
			row.Classes = append(row.Classes, c.ID)
			row.Requirements += len(c.Requirements)
		}
	}
	for i := range s.std.Operations {
		if folder(s.std.Operations[i].Document) == p.ID {
			row.Operations++
		}
	}
	for i := range s.std.Channels {
		if folder(s.std.Channels[i].Document) == p.ID {
			row.Channels++
		}
	}
	for ref := range s.named {
		if folder(ref) == p.ID {
			row.Schemas++
		}
	}
	return row
}

// eventRow is a registered event type with the channels that carry it.
type eventRow struct {
	specs.EventType
	Channels []string
}

func (s *site) events() []eventRow {
	carriers := map[string][]string{}
	for i := range s.std.Channels {
		ch := &s.std.Channels[i]
		for _, t := range s.typesOn(ch) {
			carriers[t] = append(carriers[t], ch.ID)
		}
	}
	var all []eventRow
	for _, e := range s.std.EventTypes {
		all = append(all, eventRow{e, carriers[e.Type]})
	}
	return all
}

// typesOn lists the event types that the payload of a channel fixes.
func (s *site) typesOn(ch *asyncapi.Channel) []string {
	raw, err := s.std.Schemas.Lookup(ch.Message.Payload)
	if err != nil {
		return nil
	}
	node, _ := raw.(map[string]any)
	return fixedTypes(node)
}

// fixedTypes finds the constant or the enumeration of the member type in a
// message schema or its allOf parts.
func fixedTypes(node map[string]any) []string {
	var out []string
	properties, _ := node["properties"].(map[string]any)
	member, _ := properties["type"].(map[string]any)
	if v, ok := member["const"].(string); ok {
		out = append(out, v)
	}
	out = append(out, texts(member["enum"])...)
	parts, _ := node["allOf"].([]any)
	for _, p := range parts {
		inline, _ := p.(map[string]any)
		out = append(out, fixedTypes(inline)...)
	}
	return out
}

// Navigation for templates.

// Entries are the pages that every page links to.
func (s *site) Entries() []string {
	return []string{"index", "requirements", "levels", "events", "units", "coverage"}
}

// Classes lists the classes for the front page.
func (s *site) Classes() []class { return s.classes }

// Faults lists the planted faults.
func (s *site) Faults() []fault { return s.faults }

// Standard is the standard the pages are about.
func (s *site) Standard() *specs.Standard { return s.std }

// Suite is the digest of the suite, shortened for reading.
func (s *site) Suite() string { return s.in.Suite }

// Proof tells whether kills are known.
func (s *site) Proof() bool { return s.in.Matrix.Proof }

// Untouched counts the parts of the documents that nothing touches, by kind.
func (s *site) Untouched() map[string]int {
	count := map[string]int{}
	for _, u := range s.in.Matrix.Untouched {
		count[u.Kind]++
	}
	return count
}

// ClassesOf lists the classes that a level adds, each domain's word replaced by
// a sign of it.
func (s *site) ClassesOf(l specs.RolloutLevel) []levelClass {
	var all []levelClass
	for _, id := range l.Classes {
		if suffix, ok := strings.CutPrefix(id, "{domain}-"); ok {
			all = append(all, levelClass{Suffix: suffix})
			continue
		}
		all = append(all, levelClass{ID: id})
	}
	return all
}

// levelClass is a class, or a kind of class that each domain has.
type levelClass struct{ ID, Suffix string }
