package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// index answers by name what the slices of a standard hold in order.
type index struct {
	requirements map[string]*Requirement
	classes      map[string]*Class
	operations   map[string]*openapi.Operation
	channels     map[string]*asyncapi.Channel
	resources    map[string]*Resource
	local        map[string]map[string]string // place "file#/pointer" → assertion key → requirement
	global       map[string]string            // assertion key → requirement linked from no place
	docs         map[string]*document.Document
}

// newIndex makes the index; bound are requirements that are not global although
// no x-ucis-req names them.
func newIndex(s *Standard, docs map[string]*document.Document, links []link, bound map[string]bool) *index {
	x := &index{
		requirements: byName(s.Requirements, func(r *Requirement) string { return r.ID }),
		classes:      byName(s.Classes, func(c *Class) string { return c.ID }),
		operations:   byName(s.Operations, func(o *openapi.Operation) string { return o.ID }),
		channels:     byName(s.Channels, func(c *asyncapi.Channel) string { return c.ID }),
		resources:    byName(s.Resources, func(r *Resource) string { return r.Name }),
		local:        map[string]map[string]string{},
		global:       map[string]string{},
		docs:         docs,
	}
	x.link(s, links, bound)
	return x
}

// byName maps names to the entries of a slice; the first of equal names counts.
func byName[T any](entries []T, name func(*T) string) map[string]*T {
	m := make(map[string]*T, len(entries))
	for i := range entries {
		if n := name(&entries[i]); m[n] == nil {
			m[n] = &entries[i]
		}
	}
	return m
}

// link works out which requirement an assertion key establishes where.
func (x *index) link(s *Standard, links []link, bound map[string]bool) {
	linked := map[string]bool{}
	for _, k := range links {
		linked[k.requirement] = true
		r := x.requirements[k.requirement]
		if r == nil {
			continue
		}
		place := k.file + "#" + k.place
		if x.local[place] == nil {
			x.local[place] = map[string]string{}
		}
		addKeys(x.local[place], r)
	}
	for i := range s.Requirements {
		if r := &s.Requirements[i]; !linked[r.ID] && !bound[r.ID] {
			addKeys(x.global, r)
		}
	}
}

func addKeys(m map[string]string, r *Requirement) {
	for _, key := range r.Test.By {
		if m[key] == "" {
			m[key] = r.ID
		}
	}
}

// names is the index of a loaded standard, or a new one for a standard that
// was put together in memory.
func (s *Standard) names() *index {
	if s.index != nil {
		return s.index
	}
	return newIndex(s, nil, nil, nil)
}

// Requirement finds a requirement by its id, nil when there is none.
func (s *Standard) Requirement(id string) *Requirement { return s.names().requirements[id] }

// Class finds a conformance class by its id, nil when there is none.
func (s *Standard) Class(id string) *Class { return s.names().classes[id] }

// Operation finds an operation by its operationId, nil when there is none.
func (s *Standard) Operation(id string) *openapi.Operation { return s.names().operations[id] }

// Channel finds a channel by its id, nil when there is none.
func (s *Standard) Channel(id string) *asyncapi.Channel { return s.names().channels[id] }

// Resource finds a resource by its name, nil when there is none.
func (s *Standard) Resource(name string) *Resource { return s.names().resources[name] }

// RequirementFor is the id of the requirement that an assertion key
// establishes at a place, "" when there is none (the assertion is then not
// made). A place is a reference "file#/pointer". From each place in turn it
// walks up to the root of the document: the nearest x-ucis-req whose
// requirement names the key in test.by counts. When no place has one, the
// global requirement of the key does: one that is linked from no place.
func (s *Standard) RequirementFor(key string, places ...string) string {
	x := s.names()
	for _, place := range places {
		if id := x.nearest(key, place); id != "" {
			return id
		}
	}
	return x.global[key]
}

func (x *index) nearest(key, place string) string {
	root := strings.IndexByte(place, '#')
	if root < 0 {
		root, place = len(place), place+"#"
	}
	for {
		if id := x.local[place][key]; id != "" {
			return id
		}
		cut := strings.LastIndexByte(place, '/')
		if cut <= root {
			return ""
		}
		place = place[:cut]
	}
}

// Place is the file and line of a reference "file#/pointer".
func (s *Standard) Place(ref string) Source {
	file, pointer, _ := strings.Cut(ref, "#")
	at := Source{File: file, Pointer: pointer}
	if doc := s.names().docs[file]; doc != nil {
		at.Line = doc.Line(pointer)
	}
	return at
}
