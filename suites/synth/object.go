package synth

import (
	"fmt"
	"slices"
	"strings"
)

// objects offers objects of a shape: first the one the mode asks for, then
// others with one member changed.
func (m *maker) objects(c conj, s *shape, sp spot, offer func(any) bool) error {
	base, err := m.baseObject(c, s, sp)
	if err != nil {
		return err
	}
	if sp.plan.mode != minimal {
		base = m.grown(c, s, sp, base)
	}
	if !offer(base) {
		return nil
	}
	for _, name := range m.optional(s, base) {
		if with, ok := m.joined(c, s, sp, base, name); ok && !offer(with) {
			return nil
		}
	}
	return m.varied(c, s, sp, base, offer)
}

// baseObject has the required members, those the plan wants, and as many more
// as minProperties or the plan's size needs.
func (m *maker) baseObject(c conj, s *shape, sp spot) (map[string]any, error) {
	out := map[string]any{}
	names := m.required(s)
	for name := range sp.plan.wants(sp.ptr) {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := m.put(c, s, sp, out, name); err != nil {
			return nil, err
		}
	}
	limits := s.extent("minProperties", "maxProperties")
	need := limits.lo
	if n, ok := sp.plan.counts[sp.ptr]; ok {
		need = n
	}
	if sp.plan.mode != minimal && need == 0 && limits.hi != 0 && len(s.declared()) == 0 && s.has("additionalProperties", "patternProperties") {
		need = 1
	}
	return out, m.padObject(c, s, sp, out, need)
}

// put adds a member and whatever its presence asks for.
func (m *maker) put(c conj, s *shape, sp spot, out map[string]any, name string) error {
	if _, has := out[name]; has {
		return nil
	}
	mc, ok := m.member(s, name)
	if !ok {
		return fmt.Errorf("%w: %q must not be there", errImpossible, child(sp.ptr, name))
	}
	v, err := m.one(mc, sp.below(c, child(sp.ptr, name), name))
	if err != nil {
		return err
	}
	out[name] = v
	for _, other := range s.needs(name) {
		if err := m.put(c, s, sp, out, other); err != nil {
			return err
		}
	}
	return nil
}

// padObject adds optional, then undeclared members until there are need.
func (m *maker) padObject(c conj, s *shape, sp spot, out map[string]any, need int) error {
	if len(out) >= need {
		return nil
	}
	for _, name := range m.optional(s, out) {
		if len(out) >= need {
			return nil
		}
		if with, ok := m.joined(c, s, sp, out, name); ok && len(with) <= need {
			for k, v := range with {
				out[k] = v
			}
		}
	}
	if len(out) >= need {
		return nil
	}
	var last error
	m.freeNames(s, func(name string) bool {
		if _, has := out[name]; !has {
			last = m.put(c, s, sp, out, name)
		}
		return len(out) < need && m.left > 0
	})
	if len(out) < need && last == nil {
		last = fmt.Errorf("%w: no further member is allowed at %q", errImpossible, sp.ptr)
	}
	return last
}

// optional lists the declared members that could be added.
func (m *maker) optional(s *shape, to map[string]any) []string {
	var out []string
	for _, name := range s.declared() {
		c, ok := m.member(s, name)
		if _, has := to[name]; !has && ok && !m.hidden(c) {
			out = append(out, name)
		}
	}
	return out
}

// joined returns a copy of the object with one more member, false when the
// member has no value.
func (m *maker) joined(c conj, s *shape, sp spot, to map[string]any, name string) (map[string]any, bool) {
	out := clone(to)
	return out, m.put(c, s, sp, out, name) == nil
}

// grown adds the optional members the mode asks for: all at once where the
// schema accepts that, else one after the other as far as it does.
func (m *maker) grown(c conj, s *shape, sp spot, base map[string]any) map[string]any {
	names := m.wanted(c, s, sp, base)
	limit := s.extent("minProperties", "maxProperties").hi
	all := clone(base)
	for _, name := range names {
		if with, ok := m.joined(c, s, sp, all, name); ok && (limit < 0 || len(with) <= limit) {
			all = with
		}
	}
	if m.accepts(c, all) {
		return all
	}
	out := base
	for _, name := range names {
		if with, ok := m.joined(c, s, sp, out, name); ok && m.accepts(c, with) {
			out = with
		}
	}
	return out
}

// wanted lists the optional members a mode asks for. Recursion ends here: a
// member whose schema is being made further up is left out.
func (m *maker) wanted(c conj, s *shape, sp spot, base map[string]any) []string {
	var out []string
	for _, name := range m.optional(s, base) {
		m.charge(1 + len(sp.stack))
		mc, _ := m.member(s, name)
		deeper := sp.below(c, child(sp.ptr, name), name)
		if m.recurs(mc, deeper) || (sp.plan.mode == usual && !m.isUsual(mc, deeper)) {
			continue
		}
		out = append(out, name)
	}
	return out
}

// recurs looks through references and items for a schema being made above.
func (m *maker) recurs(c conj, sp spot) bool {
	if len(c) == 0 {
		return false
	}
	if m.repeats(c, sp.stack) {
		return true
	}
	s := m.open(c)
	if items, ok := m.element(s, 0); ok && s.types()&isArray != 0 && len(items) > 0 && sp.inside < maxDepth {
		return m.recurs(items, sp.below(c, item(sp.ptr, 0), "0"))
	}
	return false
}

// repeats reports whether a schema that applies by itself is already being
// made above.
func (m *maker) repeats(c conj, stack []string) bool {
	above := map[string]bool{}
	for _, key := range stack {
		for _, n := range m.open(strings.Split(key, "\n")).nodes {
			above[n.at] = true
		}
	}
	for _, n := range m.open(c).nodes {
		if above[n.at] {
			return true
		}
	}
	return false
}

func (m *maker) isUsual(c conj, sp spot) bool {
	s := m.open(c)
	return !s.flag("deprecated") && (sp.inside < 4 || s.types()&(isObject|isArray) == 0)
}

// varied offers the object with other values of one member at a time.
func (m *maker) varied(c conj, s *shape, sp spot, base map[string]any, offer func(any) bool) error {
	more := true
	for _, name := range sortedKeys(base) {
		mc, _ := m.member(s, name)
		first := true
		_ = m.each(mc, sp.below(c, child(sp.ptr, name), name), func(v any) bool {
			if first {
				first = false
				return true
			}
			out := clone(base)
			out[name] = v
			more = offer(out)
			return more
		})
		if !more {
			return nil
		}
	}
	return nil
}

// freeNames yields names of members the shape does not declare but allows.
func (m *maker) freeNames(s *shape, yield func(string) bool) {
	offer := func(name string) bool {
		if _, ok := m.member(s, name); !ok || slices.Contains(s.declared(), name) {
			return true
		}
		return yield(name)
	}
	if !m.namesByRule(s, offer) {
		return
	}
	for i := range maxItems * 2 {
		if !offer(fmt.Sprintf("extra%d", i+1)) {
			return
		}
	}
}

// byPattern reports whether some patternProperties speak of a name.
func (m *maker) byPattern(s *shape, name string) bool {
	for _, n := range s.nodes {
		if _, closed := n.raw["patternProperties"]; closed {
			refs := m.memberOf(node{at: n.at, raw: map[string]any{"patternProperties": n.raw["patternProperties"]}}, name)
			if len(refs) > 0 {
				return true
			}
		}
	}
	return false
}

// namesByRule yields names that propertyNames and patternProperties describe;
// it reports false when it was told to stop.
func (m *maker) namesByRule(s *shape, offer func(string) bool) bool {
	seed := m.opts.Seed
	m.opts.Seed = 0 // names of instances are made of these: they must not move
	defer func() { m.opts.Seed = seed }()
	more := true
	for _, name := range []string{"x_vendor_note", "note", "zh-CN"} {
		if more && s.has("patternProperties") && m.byPattern(s, name) {
			more = offer(name)
		}
	}
	var rule conj
	for _, w := range s.all("propertyNames") {
		rule = rule.with(at(w.at, w.key))
	}
	if more && len(rule) > 0 {
		_ = m.each(rule, spot{plan: &plan{}, ptr: "/name"}, func(v any) bool {
			if name, ok := v.(string); ok {
				more = offer(name)
			}
			return more
		})
	}
	for _, w := range s.all("patternProperties") {
		patterns, _ := w.value.(map[string]any)
		for _, p := range sortedKeys(patterns) {
			for i := 0; more && i < 8; i++ {
				if name, ok := m.drawn(p, extent{1, 40}, i, w.at); ok {
					more = offer(name)
				}
			}
		}
	}
	return more
}
