package synth

import (
	"encoding/json"
	"maps"
	"strconv"

	"github.com/cityconf/cityconf/specs/document"
)

func breakAnyOf(m *maker, pl place, w word, base any) []fault {
	return []fault{m.noBranch(pl, w, base)}
}

// breakOneOf satisfies none of the branches, and two of them.
func breakOneOf(m *maker, pl place, w word, base any) []fault {
	none := m.noBranch(pl, w, base)
	none.value = "none"
	out := []fault{none}
	if two := m.twoBranches(pl, w, base); len(two.tries) > 0 {
		out = append(out, two)
	}
	return out
}

// noBranch tries values that no alternative accepts: members of the current
// value spoiled or left out one at a time, then values of other types.
func (m *maker) noBranch(pl place, w word, base any) fault {
	cur, _ := document.Get(base, pl.ptr)
	f := fault{ptr: pl.ptr}
	if obj, ok := cur.(map[string]any); ok {
		for _, name := range sortedKeys(obj) {
			for _, v := range unlisted(obj[name], nil)[:1] {
				changed := clone(obj)
				changed[name] = v
				f.tries = append(f.tries, pl.put(changed))
			}
		}
		for _, name := range sortedKeys(obj) {
			less := clone(obj)
			delete(less, name)
			f.tries = append(f.tries, pl.put(less))
		}
		f.tries = append(f.tries, pl.put(map[string]any{}))
	}
	for _, v := range append(unlisted(cur, nil), "", "unlisted", json.Number("-7"), json.Number("0.5"), false, nil, []any{}, map[string]any{}) {
		f.tries = append(f.tries, pl.put(v))
	}
	return f
}

// maxCouples bounds the pairs of branches tried.
const maxCouples = 48

// twoBranches tries values that two alternatives accept: one made for both, or
// for objects the members of both together.
func (m *maker) twoBranches(pl place, w word, base any) fault {
	branches, _ := w.value.([]any)
	cur, _ := document.Get(base, pl.ptr)
	f := fault{ptr: pl.ptr, value: "two"}
	couples := 0
	for i := range branches {
		for j := i + 1; j < len(branches) && couples < maxCouples; j++ {
			couples++
			both := conj{at(w.at, w.key, strconv.Itoa(i)), at(w.at, w.key, strconv.Itoa(j))}
			m.refill(stepsPerInstance / 8)
			v, err := m.one(both, spot{ptr: pl.ptr, plan: &plan{}, stack: pl.stack})
			if err != nil {
				continue
			}
			f.tries = append(f.tries, pl.put(overlaid(cur, v)), pl.put(v))
		}
	}
	m.refill(stepsPerInstance)
	f.tries = m.onlyTwice(pl, w, base, f.tries)
	return f
}

// onlyTwice keeps the tries that more than one branch accepts.
func (m *maker) onlyTwice(pl place, w word, base any, tries [][]edit) [][]edit {
	branches, _ := w.value.([]any)
	var out [][]edit
	for _, t := range tries {
		hits := 0
		for i := range min(len(branches), maxBranches) {
			if m.accepts(conj{at(w.at, w.key, strconv.Itoa(i))}, t[0].value) {
				hits++
			}
		}
		if hits > 1 {
			out = append(out, t)
		}
	}
	m.refill(stepsPerInstance)
	return out
}

// overlaid puts the members of v over those of cur; v itself when one is no object.
func overlaid(cur, v any) any {
	under, ok := cur.(map[string]any)
	over, also := v.(map[string]any)
	if !ok || !also {
		return v
	}
	out := clone(under)
	maps.Copy(out, over)
	return out
}

// breakNot makes what the schema excludes.
func breakNot(m *maker, pl place, w word, base any) []fault {
	cur, _ := document.Get(base, pl.ptr)
	f := fault{ptr: pl.ptr}
	rule := conj{at(w.at, w.key)}
	for _, c := range []conj{pl.c.with(rule...), rule} {
		m.refill(stepsPerInstance / 4)
		_ = m.eachIgnoring(c, pl, w, func(v any) bool {
			f.tries = append(f.tries, pl.put(overlaid(cur, v)), pl.put(v))
			return len(f.tries) < maxTries
		})
	}
	m.refill(stepsPerInstance)
	return []fault{f}
}

// eachIgnoring yields values of what the negated schema describes, together
// with the other schemas of the place.
func (m *maker) eachIgnoring(c conj, pl place, w word, yield func(any) bool) error {
	var keep conj
	for _, n := range pl.s.nodes {
		if n.at != w.at {
			keep = keep.with(n.at)
		}
	}
	if len(c) == 1 {
		keep = nil
	}
	return m.each(keep.with(at(w.at, w.key)), spot{ptr: pl.ptr, plan: &plan{}, stack: pl.stack}, yield)
}
