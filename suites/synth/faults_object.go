package synth

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

func breakRequired(m *maker, pl place, w word, base any) []fault {
	var out []fault
	for _, name := range stringList(w.value) {
		if c, _ := m.member(pl.s, name); m.hidden(c) {
			continue
		}
		ptr := child(pl.ptr, name)
		out = append(out, fault{ptr: ptr, tries: [][]edit{{{ptr: ptr, remove: true}}}})
	}
	return out
}

// breakProperties sends members that must not be there: those the view hides,
// and those whose schema is false.
func breakProperties(m *maker, pl place, w word, base any) []fault {
	props, _ := w.value.(map[string]any)
	var out []fault
	for _, name := range sortedKeys(props) {
		c := conj{at(w.at, w.key, name)}
		if !m.isFalse(c) {
			continue
		}
		ptr := child(pl.ptr, name)
		out = append(out, fault{ptr: ptr, tries: [][]edit{{{ptr: ptr, value: "unexpected"}}}})
	}
	return out
}

// sendHidden makes the faults of members that the view leaves out: readOnly
// ones in a request, writeOnly ones in a response, each with a legal value.
func (m *maker) sendHidden(l *ledger, pl place, base any, seen map[string]bool) {
	flag := map[schema.View]string{schema.Request: "readOnly", schema.Response: "writeOnly"}[m.view]
	for _, name := range pl.s.declared() {
		c, ok := m.member(pl.s, name)
		ptr := child(pl.ptr, name)
		if !ok || !m.hidden(c) || seen[ptr+" "+flag] {
			continue
		}
		seen[ptr+" "+flag] = true
		w := word{key: flag, at: m.flagged(c, flag)}
		open := *m
		open.view = schema.Neutral
		open.compiled, open.hiddens, open.done = map[string]*schema.Schema{}, map[string]bool{}, map[string]any{}
		open.left = stepsPerInstance
		v, err := open.one(c, spot{ptr: ptr, plan: &plan{}, stack: pl.stack, hints: m.hintsAt(ptr)})
		if err != nil {
			l.gap(gapAt(ptr, flag, w.at, reasonUnmade, text(err)))
			continue
		}
		m.breakWord(l, pl, w, base, []fault{{ptr: ptr, tries: [][]edit{{{ptr: ptr, value: v}}}}})
	}
}

// flagged is the place among those that apply where a flag is true.
func (m *maker) flagged(c conj, flag string) string {
	for _, w := range m.open(c).all(flag) {
		if w.value == true {
			return w.at
		}
	}
	return c[0]
}

func breakClosed(m *maker, pl place, w word, base any) []fault {
	if !m.isFalse(conj{at(w.at, w.key)}) {
		return nil
	}
	f := fault{ptr: child(pl.ptr, "unknownMember")}
	for _, name := range []string{"unknownMember", "unknown_member", "UNKNOWN", "0unknown", "unknown member"} {
		f.tries = append(f.tries, []edit{{ptr: child(pl.ptr, name), value: "unexpected"}})
	}
	return []fault{f}
}

// breakNames adds a member whose name breaks the rule for names.
func breakNames(m *maker, pl place, w word, base any) []fault {
	f := fault{ptr: pl.ptr}
	names := []string{"Bad Name!", "", "bad name", "BAD", "bad", "路", strings.Repeat("n", 300)}
	m.freeNames(pl.s, func(good string) bool {
		names = append(nearMisses(good), names...)
		return false
	})
	for _, bad := range names {
		c, ok := m.memberIgnoringNames(pl.s, bad)
		if !ok {
			continue
		}
		v, err := m.one(c, spot{ptr: child(pl.ptr, bad), plan: &plan{}, stack: pl.stack})
		if err == nil {
			f.tries = append(f.tries, []edit{{ptr: child(pl.ptr, bad), value: v}})
		}
	}
	return []fault{f}
}

func (m *maker) memberIgnoringNames(s *shape, name string) (conj, bool) {
	if slices.Contains(s.declared(), name) {
		return nil, false
	}
	return m.member(s, name)
}

func breakFewMembers(m *maker, pl place, w word, base any) []fault {
	cur, _ := document.Get(base, pl.ptr)
	obj, _ := cur.(map[string]any)
	n, ok := count(w.value)
	if !ok || n == 0 {
		return nil
	}
	required := m.required(pl.s)
	spare := func(needed bool) []string {
		var out []string
		for _, name := range sortedKeys(obj) {
			if slices.Contains(required, name) == needed {
				out = append(out, name)
			}
		}
		return out
	}
	names := append(spare(false), spare(true)...)
	f := fault{ptr: pl.ptr}
	if drop := len(obj) - n + 1; drop <= len(names) {
		out := clone(obj)
		for _, name := range names[:max(drop, 0)] {
			delete(out, name)
		}
		f.tries = append(f.tries, pl.put(out))
	}
	return []fault{f}
}

func breakManyMembers(m *maker, pl place, w word, base any) []fault {
	cur, _ := document.Get(base, pl.ptr)
	obj, _ := cur.(map[string]any)
	n, ok := count(w.value)
	f := fault{ptr: pl.ptr}
	if !ok {
		return nil
	}
	if n >= maxItems {
		return []fault{{ptr: pl.ptr, beyond: n, cap: maxItems}}
	}
	out := clone(obj)
	sp := spot{ptr: pl.ptr, plan: pl.plan, stack: pl.stack}
	if err := m.padObject(pl.c, pl.s, sp, out, n+1); err == nil {
		f.tries = append(f.tries, pl.put(out))
	}
	return []fault{f}
}

// breakDependent sends a member without another that it asks for.
func breakDependent(m *maker, pl place, w word, base any) []fault {
	var out []fault
	table, _ := w.value.(map[string]any)
	for _, trigger := range sortedKeys(table) {
		for _, other := range stringList(table[trigger]) {
			ptr := child(pl.ptr, other)
			f := fault{ptr: ptr, value: "with-" + trigger}
			m.refill(stepsPerInstance)
			with, err := m.make(pl.plan.but(including(child(pl.ptr, trigger))))
			if obj, ok := document.Get(with, pl.ptr); err == nil && ok {
				f.tries = [][]edit{{{ptr: pl.ptr, value: obj}, {ptr: ptr, remove: true}}}
			}
			out = append(out, f)
		}
	}
	return out
}
