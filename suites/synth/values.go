package synth

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/cityconf/cityconf/specs/document"
)

// spot is the place of an instance that is being made.
type spot struct {
	ptr    string
	plan   *plan
	hints  []any // values found for this place in examples
	stack  []string
	inside int    // members and items above
	path   uint64 // tells stacks apart
}

func (sp spot) below(c conj, ptr, token string) spot {
	out := spot{ptr: ptr, plan: sp.plan, stack: append(slices.Clip(sp.stack), c.key()), inside: sp.inside + 1}
	out.path = (&prng{state: sp.path ^ seeded(0, c.key()).state}).next()
	for _, h := range sp.hints {
		if v, ok := document.Child(h, token); ok {
			out.hints = append(out.hints, v)
		}
	}
	return out
}

// recursing reports whether the conjunction is being made already further up.
func (sp spot) recursing(c conj) bool { return slices.Contains(sp.stack, c.key()) }

// make makes the whole instance of a plan and has it accepted by the schema.
func (m *maker) make(p *plan) (any, error) {
	m.refill(stepsPerInstance)
	v, err := m.one(conj{m.root}, spot{plan: p, hints: m.opts.Examples})
	if err != nil {
		return nil, err
	}
	s, err := m.compile(m.root)
	if err != nil {
		return nil, err
	}
	m.chargeFor(v)
	if bad := s.Validate(v); len(bad) > 0 {
		return nil, fmt.Errorf("%w: %q at %q is broken by every value tried", errImpossible, bad[0].Keyword, bad[0].Instance)
	}
	return v, nil
}

// one returns the first value for a place.
func (m *maker) one(c conj, sp spot) (any, error) {
	key := m.memory(c, sp)
	if v, ok := m.done[key]; ok && key != "" {
		return v, nil
	}
	var out any
	found := false
	err := m.each(c, sp, func(v any) bool {
		out, found = v, true
		return false
	})
	if found {
		if key != "" && len(m.done) < maxRemembered {
			m.done[key] = out
		}
		return out, nil
	}
	if err == nil {
		err = fmt.Errorf("%w at %q", errImpossible, sp.ptr)
	}
	return nil, err
}

// memory names the value of a place that nothing varies: it is the same in all
// instances. It is "" where a plan or a fixed value has a say.
func (m *maker) memory(c conj, sp spot) string {
	if sp.plan.touches(sp.ptr) || m.fixedBelow(sp.ptr) {
		return ""
	}
	return sp.plan.mode.String() + sp.ptr + " " + strconv.FormatUint(sp.path, 16) + "\n" + c.key()
}

// each yields values for a place, the best first, until yield returns false.
// All have been accepted by the schemas that apply. The error is the reason why
// there were none.
func (m *maker) each(c conj, sp spot, yield func(any) bool) error {
	if v, ok := m.given(sp); ok {
		if !m.accepts(c, v) {
			return fmt.Errorf("%w: the value put at %q is refused there", errImpossible, sp.ptr)
		}
		yield(v)
		return nil
	}
	m.left -= 1
	m.charge(1)
	if m.left < 0 {
		return fmt.Errorf("%w at %q", errBudget, sp.ptr)
	}
	if sp.inside > maxDepth {
		return fmt.Errorf("%w at %q", errEndless, sp.ptr)
	}
	var last error
	tries := maxTries
	m.eachShape(c, sp, map[string]int{}, func(s *shape) bool {
		more := true
		err := m.fill(c, s, sp, func(v any) bool {
			last = nil
			more = yield(v)
			return more
		})
		if err != nil {
			last = err
		}
		tries--
		return more && tries > 0 && m.left > 0
	}, &last)
	return last
}

// given returns the value a plan or the caller prescribes for a place.
func (m *maker) given(sp spot) (any, bool) {
	if v, ok := sp.plan.values[sp.ptr]; ok {
		return v, true
	}
	v, ok := m.opts.Fixed[sp.ptr]
	return v, ok
}

// eachShape yields the shapes of a conjunction for every combination of
// alternatives the plan leaves open, until yield returns false.
func (m *maker) eachShape(c conj, sp spot, chosen map[string]int, yield func(*shape) bool, why *error) bool {
	s := m.open(c)
	if len(s.choices) > 0 {
		s = m.decided(c, sp, chosen)
	}
	if s.err != nil || s.never != "" || s.types() == 0 {
		if *why == nil {
			*why = m.contradiction(s, sp)
		}
		return true
	}
	if len(s.choices) == 0 {
		return yield(s)
	}
	open := s.choices[0]
	for _, i := range m.order(open, c, sp) {
		if m.left -= 1; m.left < 0 {
			*why = fmt.Errorf("%w at %q", errBudget, sp.ptr)
			return false
		}
		chosen[open.id()] = i
		if !m.eachShape(c, sp, chosen, yield, why) {
			return false
		}
	}
	delete(chosen, open.id())
	return true
}

// decided expands a conjunction with the alternatives that the plan and the
// search so far have chosen.
func (m *maker) decided(c conj, sp spot, chosen map[string]int) *shape {
	return m.expand(c, func(ch choice) (int, bool) {
		if i, ok := sp.plan.picked(sp.ptr, ch); ok {
			return i, true
		}
		i, ok := chosen[ch.id()]
		return i, ok
	})
}

func (m *maker) contradiction(s *shape, sp spot) error {
	if s.err != nil {
		return s.err
	}
	return fmt.Errorf("%w at %q: the schemas that apply exclude each other", errImpossible, sp.ptr)
}

// order lists the alternatives of a choice as written, but in a recursion the
// ones that end it soonest first.
func (m *maker) order(ch choice, c conj, sp spot) []int {
	out := make([]int, ch.n)
	for i := range out {
		out[i] = i
	}
	if !sp.recursing(c) && sp.inside < maxDepth/4 {
		return out
	}
	heights := make([]int, ch.n)
	for i := range out {
		heights[i] = m.altHeight(ch.alt(i))
	}
	slices.SortStableFunc(out, func(a, b int) int { return heights[a] - heights[b] })
	return out
}

func (m *maker) altHeight(a alternative) int {
	if len(a.refs) == 0 {
		return 0
	}
	return m.height(a.refs)
}

// fill yields accepted values of one decided shape.
func (m *maker) fill(c conj, s *shape, sp spot, yield func(any) bool) error {
	found := false
	tries := maxTries * 8
	if sp.plan.touches(sp.ptr) {
		tries = maxTries // most of what a plan asks for either works soon or never
	}
	offer := func(v any) bool {
		tries--
		if !m.accepts(c, v) || !m.refuses(s, v) {
			return tries > 0 && m.left > 0
		}
		found = true
		return yield(v)
	}
	err := m.candidates(c, s, sp, offer)
	switch {
	case found:
		return nil
	case err != nil:
		return err
	case m.left <= 0:
		return fmt.Errorf("%w at %q", errBudget, sp.ptr)
	}
	return fmt.Errorf("%w at %q", errImpossible, sp.ptr)
}

// refuses reports whether v breaks every condition that the shape's
// alternatives say is not met.
func (m *maker) refuses(s *shape, v any) bool {
	for _, ref := range s.refuse {
		if m.accepts(conj{ref}, v) {
			return false
		}
	}
	return true
}
