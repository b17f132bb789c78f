package synth

import (
	"sort"
	"strconv"
	"strings"
)

// conj is the set of schema places that apply to one place of an instance. It
// stays a list of references until it is expanded, so that recursion costs
// nothing before it is followed.
type conj []string

func (c conj) key() string { return strings.Join(c, "\n") }

// with returns the conjunction of c and more places, without repeats.
func (c conj) with(refs ...string) conj {
	out := append(conj{}, c...)
	for _, r := range refs {
		if !contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// taken is a choice with the alternative that was merged in.
type taken struct {
	choice
	index int
}

// node is one schema object that applies, with the place it stands at.
type node struct {
	at  string
	raw map[string]any
	// assumed marks the condition of an if and what contains looks for: breaking
	// them is no fault of their own.
	assumed bool
}

// word is one occurrence of a keyword.
type word struct {
	key   string
	at    string // the schema place that holds the keyword
	value any
}

// shape is a conjunction with every "$ref" and "allOf" followed and the chosen
// alternatives merged in: a flat list of schema objects that all apply.
type shape struct {
	nodes   []node
	choices []choice              // not yet decided, in order of appearance
	taken   []taken               // decided and merged in
	require []string              // members an alternative needs beyond its schema
	forbid  []string              // members an alternative rules out
	refuse  []string              // schemas the value must not satisfy: the condition of an else
	members map[string]membership // remembered by member
	names   []string              // remembered by declared
	never   string                // the place of a false schema, "" when there is none
	err     error                 // a reference that leads nowhere
}

// all returns the occurrences of a keyword in order.
func (s *shape) all(key string) []word {
	var out []word
	for _, n := range s.nodes {
		if v, ok := n.raw[key]; ok {
			out = append(out, word{key, n.at, v})
		}
	}
	return out
}

func (s *shape) has(keys ...string) bool {
	for _, k := range keys {
		for _, n := range s.nodes {
			if _, ok := n.raw[k]; ok {
				return true
			}
		}
	}
	return false
}

// flag reports whether a boolean annotation is true at any place that applies.
func (s *shape) flag(key string) bool {
	for _, n := range s.nodes {
		if on, _ := n.raw[key].(bool); on {
			return true
		}
	}
	return false
}

// places are the references of all schema objects that apply.
func (s *shape) places() []string {
	var out []string
	for _, n := range s.nodes {
		out = append(out, n.at)
	}
	return out
}

// open expands a conjunction with every choice left open; the shape is shared
// and must not be changed.
func (m *maker) open(c conj) *shape {
	key := c.key()
	s, ok := m.plain[key]
	if !ok {
		s = m.expand(c, func(choice) (int, bool) { return 0, false })
		m.plain[key] = s
	}
	return s
}

// picker decides a choice: the alternative's index, or false to leave it open.
type picker func(c choice) (int, bool)

// expander collects the schema objects of a conjunction.
type expander struct {
	m    *maker
	pick picker
	out  *shape
	seen map[string]bool
	// assuming is set while such a schema is collected.
	assuming bool
}

// expand follows references and merges the alternatives that pick decides.
func (m *maker) expand(c conj, pick picker) *shape {
	e := &expander{m: m, pick: pick, out: &shape{}, seen: map[string]bool{}}
	for _, ref := range c {
		e.assuming = m.matched[ref]
		e.add(ref)
	}
	return e.out
}

func (e *expander) add(ref string) {
	if e.seen[ref] || e.out.never != "" || e.out.err != nil {
		return
	}
	e.seen[ref] = true
	raw, err := e.m.set.Lookup(ref)
	if err != nil {
		e.out.err = err
		return
	}
	switch n := raw.(type) {
	case bool:
		if !n {
			e.out.never = ref
		}
	case map[string]any:
		e.addObject(ref, n)
	}
}

func (e *expander) addObject(ref string, n map[string]any) {
	target, isRef := n["$ref"].(string)
	if !isRef || !e.m.ignoresRefSiblings(ref) {
		e.out.nodes = append(e.out.nodes, node{ref, n, e.assuming})
	}
	if !isRef {
		target, isRef = n["$dynamicRef"].(string)
	}
	if isRef {
		to, err := e.m.set.Resolve(ref, target)
		if err != nil {
			e.out.err = err
			return
		}
		e.add(to)
		if e.m.ignoresRefSiblings(ref) {
			return
		}
	}
	parts, _ := n["allOf"].([]any)
	for i := range parts {
		e.add(at(ref, "allOf", strconv.Itoa(i)))
	}
	for _, c := range e.m.choicesOf(ref, n) {
		e.decide(c)
	}
}

// decide merges the picked alternative, or keeps the choice open.
func (e *expander) decide(c choice) {
	i, ok := e.pick(c)
	if !ok {
		e.out.choices = append(e.out.choices, c)
		return
	}
	alt := c.alt(i)
	e.out.taken = append(e.out.taken, taken{c, i})
	e.out.require = append(e.out.require, alt.require...)
	e.out.forbid = append(e.out.forbid, alt.forbid...)
	e.out.refuse = append(e.out.refuse, alt.refuse...)
	for j, r := range alt.refs {
		before := e.assuming
		e.assuming = before || (c.key == "if" && i == 1 && j == 0)
		e.add(r)
		e.assuming = before
	}
}

// at names a place below a schema place.
func at(ref string, path ...string) string {
	if !strings.Contains(ref, "#") {
		ref += "#"
	}
	for _, p := range path {
		ref = child(ref, p)
	}
	return ref
}

// ignoresRefSiblings reports whether the document reads "$ref" alone, as
// OpenAPI 3.0 and the drafts up to 7 do.
func (m *maker) ignoresRefSiblings(ref string) bool {
	doc, _, _ := strings.Cut(ref, "#")
	if old, ok := m.legacy[doc]; ok {
		return old
	}
	root, _ := m.set.Lookup(doc)
	n, _ := root.(map[string]any)
	version, _ := n["openapi"].(string)
	dialect, _ := n["$schema"].(string)
	old := strings.HasPrefix(version, "3.0") || strings.Contains(dialect, "/draft-0")
	m.legacy[doc] = old
	return old
}

func sortedKeys(n map[string]any) []string {
	keys := make([]string, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func stringList(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, x := range list {
		if s, ok := x.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
