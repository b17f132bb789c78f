package synth

import (
	"sort"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/schema"
)

// member returns the schema places that apply to a member of an object of this
// shape; allowed is false where one of them is the false schema.
func (m *maker) member(s *shape, name string) (c conj, allowed bool) {
	if known, ok := s.members[name]; ok {
		return known.c, known.allowed
	}
	c, allowed = m.membership(s, name)
	if s.members == nil {
		s.members = map[string]membership{}
	}
	s.members[name] = membership{c, allowed}
	return c, allowed
}

// assume marks what stands inside of a condition as part of it: broken, it
// does not fail, it only leads elsewhere. Schemas the condition refers to stand
// elsewhere as well and are left alone.
func (m *maker) assume(n node, refs []string) {
	for _, r := range refs {
		if n.assumed && (strings.Contains(n.at, "/if") || strings.Contains(n.at, "/contains")) {
			m.matched[r] = true
		}
	}
}

// membership is what applies to a member, and whether it may be there.
type membership struct {
	c       conj
	allowed bool
}

func (m *maker) membership(s *shape, name string) (c conj, allowed bool) {
	named := false
	for _, n := range s.nodes {
		refs := m.memberOf(n, name)
		m.assume(n, refs)
		named = named || len(refs) > 0
		c = c.with(refs...)
	}
	if !named {
		for _, w := range s.all("unevaluatedProperties") {
			c = c.with(at(w.at, w.key))
		}
	}
	return c, !contains(s.forbid, name) && !m.isFalse(c)
}

func (m *maker) memberOf(n node, name string) []string {
	var refs []string
	if props, _ := n.raw["properties"].(map[string]any); props != nil {
		if _, ok := props[name]; ok {
			refs = append(refs, at(n.at, "properties", name))
		}
	}
	patterns, _ := n.raw["patternProperties"].(map[string]any)
	for _, p := range sortedKeys(patterns) {
		if m.match(p, name) {
			refs = append(refs, at(n.at, "patternProperties", p))
		}
	}
	if _, ok := n.raw["additionalProperties"]; ok && len(refs) == 0 {
		refs = append(refs, at(n.at, "additionalProperties"))
	}
	return refs
}

// element returns the schema places that apply to an item of an array.
func (m *maker) element(s *shape, i int) (c conj, allowed bool) {
	covered := false
	for _, n := range s.nodes {
		ref, ok := elementOf(n, i)
		if ok {
			covered = true
			c = c.with(ref)
		}
	}
	if !covered {
		for _, w := range s.all("unevaluatedItems") {
			c = c.with(at(w.at, w.key))
		}
	}
	return c, !m.isFalse(c)
}

func elementOf(n node, i int) (string, bool) {
	for _, key := range []string{"prefixItems", "items"} {
		if prefix, ok := n.raw[key].([]any); ok && i < len(prefix) {
			return at(n.at, key, strconv.Itoa(i)), true
		}
	}
	rest := "items"
	if _, tuple := n.raw["items"].([]any); tuple {
		rest = "additionalItems"
	}
	_, ok := n.raw[rest]
	return at(n.at, rest), ok
}

// isFalse reports whether one of the places is the false schema, directly or
// behind references.
func (m *maker) isFalse(c conj) bool {
	if len(c) == 0 {
		return false
	}
	key := c.key()
	if known, ok := m.falses[key]; ok {
		return known
	}
	m.falses[key] = m.open(c).never != ""
	return m.falses[key]
}

// declared returns the names of all members the shape speaks of, sorted.
func (s *shape) declared() []string {
	if s.names == nil {
		s.names = s.declare()
	}
	return s.names
}

func (s *shape) declare() []string {
	set := map[string]any{}
	for _, n := range s.nodes {
		props, _ := n.raw["properties"].(map[string]any)
		for name := range props {
			set[name] = nil
		}
		for _, name := range stringList(n.raw["required"]) {
			set[name] = nil
		}
	}
	for _, name := range s.require {
		set[name] = nil
	}
	return sortedKeys(set)
}

// required returns the members an object must have, sorted, without those the
// view hides.
func (m *maker) required(s *shape) []string {
	set := map[string]bool{}
	for _, n := range s.nodes {
		for _, name := range stringList(n.raw["required"]) {
			set[name] = true
		}
	}
	for _, name := range s.require {
		set[name] = true
	}
	var out []string
	for name := range set {
		if c, _ := m.member(s, name); !m.hidden(c) {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

// hidden reports whether the view leaves a member out.
func (m *maker) hidden(c conj) bool {
	flag := map[schema.View]string{schema.Request: "readOnly", schema.Response: "writeOnly"}[m.view]
	if flag == "" || len(c) == 0 {
		return false
	}
	key := c.key()
	if known, ok := m.hiddens[key]; ok {
		return known
	}
	m.hiddens[key] = m.open(c).flag(flag)
	return m.hiddens[key]
}

// needs returns the members that a present member asks for (dependentRequired).
func (s *shape) needs(name string) []string {
	var out []string
	for _, key := range []string{"dependentRequired", "dependencies"} {
		for _, w := range s.all(key) {
			table, _ := w.value.(map[string]any)
			out = append(out, stringList(table[name])...)
		}
	}
	return out
}
