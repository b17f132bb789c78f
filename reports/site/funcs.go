package site

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// funcs are what the templates may call.
func (s *site) funcs(l Lang) template.FuncMap {
	return template.FuncMap{
		"t":         func(key string, args ...any) string { return l.say(key, args...) },
		"tx":        l.markup,
		"pick":      l.pick,
		"second":    l.second,
		"req":       s.requirementLink,
		"classfile": func(id string) string { return "class-" + id + ".html" },
		"isclass":   func(id string) bool { return s.std.Class(id) != nil },
		"where":     s.where,
		"join":      strings.Join,
		"code":      func(v any) string { return oneLine(v) },
		"assertion": s.assertion,
		"derived":   derived,
		"shown":     shown,
		"example":   trace.Example,
		"steps":     func(c *suites.TestCase) []trace.Step { return trace.Steps(s.std, c) },
		"home":      func(c *suites.TestCase) string { return s.homes[c.ID] },
		"anchorof":  anchorOf,
		"place":     s.place,
		"percent":   percent,
		"noticed":   func(r *trace.Requirement, fault string) bool { return slices.Contains(r.Killed, fault) },
		"need":      func(key string) specs.Text { return orKey("need.", key) },
		"kindtext":  func(key string) specs.Text { return orKey("kind.", key) },
		"uri":       func(r *trace.Requirement) string { return r.URI(s.std) },
		"less":      func(all, some []*suites.TestCase) int { return len(all) - len(some) },
		"bind":      func(id string, c *suites.TestCase) told { return told{id, c} },
		"unitid":    func(u string) string { return fmt.Sprintf("u-%x", u) },
	}
}

// told is a case as told under a requirement.
type told struct {
	ID   string
	Case *suites.TestCase
}

// orKey is the entry of the catalogue for a word of the documents, the word
// itself when there is none.
func orKey(prefix, word string) specs.Text {
	if t, ok := catalogue[prefix+word]; ok {
		return t
	}
	return specs.Text{EN: word, ZH: word}
}

func (s *site) assertion(key string) specs.Text {
	if t, ok := s.in.Assertion(key); ok {
		return t
	}
	return specs.Text{EN: key, ZH: key}
}

// derived lists the cases of a requirement that nobody wrote.
func derived(r *trace.Requirement) []*suites.TestCase {
	return slices.DeleteFunc(slices.Clone(r.Cases), func(c *suites.TestCase) bool { return c.Rule == "scenario" })
}

// casesShown is how many cases of a requirement a page lists.
const casesShown = 8

// shown picks cases to list: all when they are few, else one of each operation
// in turn, in the order of the suite.
func shown(all []*suites.TestCase) []*suites.TestCase {
	if len(all) <= casesShown {
		return all
	}
	taken, count := map[*suites.TestCase]bool{}, map[string]int{}
	for round := 0; len(taken) < casesShown; round++ {
		for _, c := range all {
			if !taken[c] && count[c.Operation] == round && len(taken) < casesShown {
				taken[c] = true
				count[c.Operation]++
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(c *suites.TestCase) bool { return !taken[c] })
}

// anchorOf is an id that can stand in an attribute and in a link.
func anchorOf(id string) string {
	return strings.Map(func(r rune) rune {
		if r == '/' || r == ' ' || r == '~' {
			return '-'
		}
		return r
	}, id)
}

// place links where a requirement applies: the schema, operation or channel
// that a place of the documents stands in; without a link when it is none.
func (s *site) place(p specs.Place) template.HTML {
	ref := p.Ref()
	segments := strings.Split(ref, "/")
	for n := len(segments); n > 1; n-- {
		at := strings.Join(segments[:n], "/")
		if href := s.named[at]; href != "" {
			rest := strings.TrimSuffix(strings.Join(segments[n:], "/"), "/")
			return linked(href, segments[n-1], rest)
		}
	}
	for i := range s.std.Operations {
		if op := &s.std.Operations[i]; strings.HasPrefix(ref+"/", op.Document+"#"+op.Pointer+"/") {
			return linked(s.where(op.ID), op.ID, "")
		}
	}
	for i := range s.std.Channels {
		if ch := &s.std.Channels[i]; strings.HasPrefix(ref+"/", ch.Document+"#"+ch.Pointer+"/") {
			return linked(s.where(ch.ID), ch.ID, "")
		}
	}
	return template.HTML(code(fmt.Sprintf("%s:%d", p.File, p.Line)))
}

// linked is a link, with the members of the path below it.
func linked(href, name, rest string) template.HTML {
	var below []string
	for _, part := range strings.Split(rest, "/") {
		if part != "" && part != "properties" && part != "x-ucis-invariants" && strings.Trim(part, "0123456789") != "" {
			below = append(below, part)
		}
	}
	text := `<a href="` + esc(href) + `"><code>` + esc(name) + `</code></a>`
	if len(below) > 0 {
		text += ` <code>` + esc(strings.Join(below, ".")) + `</code>`
	}
	return template.HTML(text)
}

// percent is a share of a whole, "–" of nothing; never rounded up to 100.
func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%d%%", part*100/whole)
}
