package synth

import (
	"fmt"
	"strconv"
)

// arrays offers arrays of a shape: first one of the size the mode or the plan
// asks for, then others with the first item changed.
func (m *maker) arrays(c conj, s *shape, sp spot, offer func(any) bool) error {
	n := m.length(c, s, sp)
	base, err := m.baseArray(c, s, sp, n)
	if err != nil {
		return err
	}
	if !offer(base) {
		return nil
	}
	for i := range base {
		if err := m.otherItems(c, s, sp, base, i, offer); err != nil || i == 2 {
			return nil
		}
	}
	return nil
}

// length is the number of items: what the plan says, else the least, but one
// where the mode wants more than the minimum and the array is no recursion.
func (m *maker) length(c conj, s *shape, sp spot) int {
	if n, ok := sp.plan.counts[sp.ptr]; ok {
		return n
	}
	limits := s.extent("minItems", "maxItems")
	least, _ := containing(s)
	n := max(limits.lo, least)
	for token := range sp.plan.wants(sp.ptr) {
		if i, err := strconv.Atoi(token); err == nil {
			n = max(n, i+1)
		}
	}
	if n == 0 && sp.plan.mode != minimal && limits.hi != 0 {
		ec, ok := m.element(s, 0)
		if ok && !m.recurs(ec, sp.below(c, item(sp.ptr, 0), "0")) {
			return 1
		}
	}
	return n
}

// slot is a "contains" with the items that are made to match it.
type slot struct {
	word
	from, to int
}

// containing returns the slots of all "contains" and how many items they take:
// one after the other, or where that is too many all from the first item on.
func containing(s *shape) (least int, slots []slot) {
	for _, w := range s.all("contains") {
		n := 1
		for _, other := range s.nodes {
			if v, ok := count(other.raw["minContains"]); ok && other.at == w.at {
				n = v
			}
		}
		if n > 0 {
			slots = append(slots, slot{w, least, least + n})
			least += n
		}
	}
	if hi := s.extent("minItems", "maxItems").hi; hi >= 0 && least > hi {
		least = 0
		for i, sl := range slots {
			slots[i].from, slots[i].to = 0, sl.to-sl.from
			least = max(least, slots[i].to)
		}
	}
	return least, slots
}

// elementIn is what applies to an item, with "contains" where it must match.
func (m *maker) elementIn(s *shape, i int) (conj, bool) {
	c, ok := m.element(s, i)
	_, slots := containing(s)
	for _, sl := range slots {
		if i >= sl.from && i < sl.to {
			m.matched[at(sl.at, sl.key)] = true
			c = c.with(at(sl.at, sl.key))
		}
	}
	return c, ok
}

func (m *maker) baseArray(c conj, s *shape, sp spot, n int) ([]any, error) {
	out := []any{}
	unique := s.flag("uniqueItems")
	for i := 0; i < n; i++ {
		ec, ok := m.elementIn(s, i)
		if !ok {
			return nil, fmt.Errorf("%w: no item %d is allowed at %q", errImpossible, i, sp.ptr)
		}
		v, err := m.itemBeside(ec, sp.below(c, item(sp.ptr, i), strconv.Itoa(i)), out, unique)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// itemBeside returns a value for an item, one that is not there yet where items
// must differ. It begins the search where the last item's value was found.
func (m *maker) itemBeside(c conj, sp spot, others []any, unique bool) (any, error) {
	if !unique {
		return m.one(c, sp)
	}
	var out any
	found := false
	err := m.each(c, sp, func(v any) bool {
		found = !sameIn(others, v)
		out = v
		return !found
	})
	if !found && err == nil {
		err = fmt.Errorf("%w: not enough different items at %q", errImpossible, sp.ptr)
	}
	return out, err
}

func (m *maker) otherItems(c conj, s *shape, sp spot, base []any, i int, offer func(any) bool) error {
	ec, _ := m.elementIn(s, i)
	return m.each(ec, sp.below(c, item(sp.ptr, i), strconv.Itoa(i)), func(v any) bool {
		out := append([]any{}, base...)
		out[i] = v
		return offer(out)
	})
}
