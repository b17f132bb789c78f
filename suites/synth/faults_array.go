package synth

import (
	"encoding/json"

	"github.com/cityconf/cityconf/specs/document"
)

func (pl place) arrayIn(base any) []any {
	cur, _ := document.Get(base, pl.ptr)
	list, _ := cur.([]any)
	return list
}

func breakFew(m *maker, pl place, w word, base any) []fault {
	n, ok := count(w.value)
	list := pl.arrayIn(base)
	if !ok || n == 0 || len(list) < n {
		return nil
	}
	return []fault{here(pl, "", list[:n-1], list[len(list)-n+1:])}
}

func breakMany(m *maker, pl place, w word, base any) []fault {
	n, ok := count(w.value)
	if !ok {
		return nil
	}
	if n >= maxItems {
		return []fault{{ptr: pl.ptr, beyond: n, cap: maxItems}}
	}
	return []fault{m.listsOf(pl, n+1)}
}

// listsOf tries arrays of n items whatever the limits say.
func (m *maker) listsOf(pl place, n int) fault {
	f := fault{ptr: pl.ptr}
	m.refill(stepsPerInstance)
	if list, err := m.baseArray(pl.c, pl.s, spot{ptr: pl.ptr, plan: pl.plan, stack: pl.stack, hints: m.hintsAt(pl.ptr)}, n); err == nil {
		f.tries = append(f.tries, pl.put(list))
	} else if list, err = m.baseArray(pl.c, pl.s, spot{ptr: pl.ptr, plan: pl.plan, stack: pl.stack}, n-1); err == nil && len(list) > 0 {
		f.tries = append(f.tries, pl.put(append(list, list[0])))
	}
	return f
}

// breakUnique repeats an item; numbers also in another spelling, for 1 and 1.0
// are the same value (JSON Schema core, section 4.2.2).
func breakUnique(m *maker, pl place, w word, base any) []fault {
	if w.value != true {
		return nil
	}
	list := pl.arrayIn(base)
	if len(list) == 0 {
		m.refill(stepsPerInstance)
		made, err := m.baseArray(pl.c, pl.s, spot{ptr: pl.ptr, plan: pl.plan, stack: pl.stack}, 1)
		if err != nil {
			return []fault{{ptr: pl.ptr}}
		}
		list = made
	}
	last := list[len(list)-1]
	out := []fault{here(pl, "", repeated(list, last)...)}
	if n, ok := last.(json.Number); ok && kindOf(last) == isInteger && len(n) < 12 {
		out = append(out, here(pl, "spelling", repeated(list, n+".0")...))
	}
	return out
}

// repeated puts an item beside the last one, or in place of the one before it.
func repeated(list []any, v any) []any {
	longer := append(append([]any{}, list...), v)
	if len(list) < 2 {
		return []any{longer}
	}
	replaced := append([]any{}, list...)
	replaced[len(list)-2] = v
	return []any{longer, replaced}
}

// breakContains replaces the items that match by ones that do not.
func breakContains(m *maker, pl place, w word, base any) []fault {
	list := pl.arrayIn(base)
	rule := conj{at(w.at, w.key)}
	f := fault{ptr: pl.ptr}
	out := append([]any{}, list...)
	for i, v := range list {
		if !m.accepts(rule, v) {
			continue
		}
		c, _ := m.element(pl.s, i)
		m.refill(stepsPerInstance)
		other, ok := m.notMatching(c, rule, spot{ptr: item(pl.ptr, i), plan: &plan{}, stack: pl.stack}, out)
		if !ok {
			return []fault{here(pl, "", []any{})}
		}
		out[i] = other
	}
	f.tries = append(f.tries, pl.put(out), pl.put([]any{}))
	return []fault{f}
}

// notMatching finds an item that the array allows and the rule refuses.
func (m *maker) notMatching(c, rule conj, sp spot, others []any) (any, bool) {
	var out any
	found := false
	try := func(v any) bool {
		if !m.accepts(rule, v) && !sameIn(others, v) {
			out, found = v, true
		}
		return !found
	}
	_ = m.each(c, sp, try)
	if found {
		return out, true
	}
	for _, v := range []any{"unmatched", json.Number("-7"), nil, false, map[string]any{}, []any{}} {
		if m.accepts(c, v) && !try(v) {
			return out, true
		}
	}
	return nil, false
}

// breakMaxContains adds matching items until there is one too many.
func breakMaxContains(m *maker, pl place, w word, base any) []fault {
	n, ok := count(w.value)
	rule := at(w.at, "contains")
	f := fault{ptr: pl.ptr}
	if !ok || n >= maxItems || nodeAt(pl.s, w.at)["contains"] == nil {
		return nil
	}
	list := append([]any{}, pl.arrayIn(base)...)
	for i := len(list); i <= n+1; i++ {
		c, _ := m.element(pl.s, i)
		m.refill(stepsPerInstance)
		v, err := m.itemBeside(c.with(rule), spot{ptr: item(pl.ptr, i), plan: &plan{}, stack: pl.stack}, list, pl.s.flag("uniqueItems"))
		if err != nil {
			break
		}
		list = append(list, v)
		f.tries = append(f.tries, pl.put(append([]any{}, list...)))
	}
	return []fault{f}
}

// breakTuple adds an item where none is allowed.
func breakTuple(m *maker, pl place, w word, base any) []fault {
	if _, tuple := w.value.([]any); tuple || !m.isFalse(conj{at(w.at, w.key)}) {
		return nil
	}
	list := append([]any{}, pl.arrayIn(base)...)
	m.refill(stepsPerInstance)
	for i := len(list); i < maxItems; i++ {
		c, ok := m.elementIn(pl.s, i)
		if !ok {
			break
		}
		v, err := m.one(c, spot{ptr: item(pl.ptr, i), plan: &plan{}, stack: pl.stack})
		if err != nil {
			break
		}
		list = append(list, v)
	}
	return []fault{here(pl, "", append(list, "unexpected"))}
}
