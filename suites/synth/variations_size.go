package synth

import (
	"slices"
	"strconv"
)

// lengthVariant is a string of exactly n code points at the place.
func (m *maker) lengthVariant(pl place, verb, value string, n int) variant {
	va := variant{verb: verb, value: value}
	m.refill(stepsPerInstance)
	tries := 8
	m.exact(pl.s, n, verb+pl.ptr, func(text string) bool {
		va.plans = append(va.plans, pl.plan.but(using(pl.ptr, text)))
		tries--
		return tries > 0
	})
	return va
}

func varyShort(m *maker, pl place, w word, _ *ledger) []variant {
	limits := pl.s.extent("minLength", "maxLength")
	if pl.isListed() {
		return nil
	}
	return m.lengths(pl, limits, "min-length", limits.lo, limits.lo+1)
}

func varyLong(m *maker, pl place, w word, l *ledger) []variant {
	limits := pl.s.extent("minLength", "maxLength")
	if pl.isListed() || limits.hi < 0 {
		return nil
	}
	if limits.hi > maxText {
		l.gap(gapAt(pl.ptr, w.key, w.at, reasonMax, strconv.Itoa(limits.hi), strconv.Itoa(maxText)))
		return m.lengths(pl, limits, "capped-length", max(maxText, limits.lo), 0)
	}
	out := m.lengths(pl, limits, "max-length", limits.hi, limits.hi-1)
	if !pl.s.has("pattern", "format") {
		out = append(out, set(pl, "max-length", "non-bmp", ofLength("𠮷", limits.hi)))
	}
	return out
}

func (m *maker) lengths(pl place, limits extent, verb string, limit, near int) []variant {
	if limit > maxText {
		return nil
	}
	out := []variant{m.lengthVariant(pl, verb, "", limit)}
	if near > 0 && limits.has(near) {
		out = append(out, m.lengthVariant(pl, "near-"+verb, "", near))
	}
	return out
}

func varyPattern(m *maker, pl place, w word, _ *ledger) []variant {
	source, _ := w.value.(string)
	p := m.pattern(source)
	if pl.isListed() || p == nil || pl.s.has("format") {
		return nil
	}
	limits := pl.s.extent("minLength", "maxLength")
	hi := limits.lo + 64
	if limits.hi >= 0 {
		hi = min(hi, limits.hi)
	}
	sizes := m.sizes(p, limits.lo, hi)
	if len(sizes) == 0 {
		return nil
	}
	return []variant{m.firstLength(pl, "shortest", sizes), m.firstLength(pl, "longer", reversed(sizes))}
}

// firstLength is a match of the first of the sizes that has one.
func (m *maker) firstLength(pl place, value string, sizes []int) variant {
	for _, n := range sizes[:min(len(sizes), 16)] {
		if va := m.lengthVariant(pl, "pattern", value, n); len(va.plans) > 0 {
			return va
		}
	}
	return variant{verb: "pattern", value: value}
}

func reversed(sizes []int) []int {
	out := slices.Clone(sizes)
	slices.Reverse(out)
	return out
}

func varyFormat(_ *maker, pl place, w word, _ *ledger) []variant {
	name, _ := w.value.(string)
	if pl.isListed() {
		return nil
	}
	var out []variant
	for _, c := range formats()[name].corners {
		out = append(out, set(pl, "format", c.name, c.text))
	}
	if len(out) > 0 {
		out = append(out, variant{verb: "format", value: "usual", plans: []*plan{pl.plan}})
	}
	return out
}

func varyFew(_ *maker, pl place, w word, _ *ledger) []variant {
	limits := pl.s.extent("minItems", "maxItems")
	return sizesOf(pl, limits, "min-items", limits.lo, limits.lo+1, maxItems)
}

func varyMany(_ *maker, pl place, w word, l *ledger) []variant {
	limits := pl.s.extent("minItems", "maxItems")
	return many(pl, w, l, limits, "items", limits.hi)
}

func varyFewMembers(_ *maker, pl place, w word, _ *ledger) []variant {
	limits := pl.s.extent("minProperties", "maxProperties")
	return sizesOf(pl, limits, "min-properties", limits.lo, limits.lo+1, maxItems)
}

func varyManyMembers(_ *maker, pl place, w word, l *ledger) []variant {
	limits := pl.s.extent("minProperties", "maxProperties")
	return many(pl, w, l, limits, "properties", limits.hi)
}

// many exercises an upper size, or the cap with a gap where it is beyond.
func many(pl place, w word, l *ledger, limits extent, noun string, limit int) []variant {
	if limit <= maxItems {
		return sizesOf(pl, limits, "max-"+noun, limit, limit-1, maxItems)
	}
	if !pl.isListed() {
		l.gap(gapAt(pl.ptr, w.key, w.at, reasonMax, strconv.Itoa(limit), strconv.Itoa(maxItems)))
	}
	return sizesOf(pl, limits, "capped-"+noun, min(maxItems, max(limits.lo, 20)), -1, maxItems)
}

func sizesOf(pl place, limits extent, verb string, limit, near, cap int) []variant {
	if pl.isListed() || limit < 0 || limit > cap {
		return nil
	}
	out := []variant{{verb: verb, plans: []*plan{pl.plan.but(sized(pl.ptr, limit))}}}
	if near >= 0 && limits.has(near) {
		out = append(out, variant{verb: "near-" + verb, plans: []*plan{pl.plan.but(sized(pl.ptr, near))}})
	}
	return out
}

func varyUnique(_ *maker, pl place, w word, _ *ledger) []variant {
	limits := pl.s.extent("minItems", "maxItems")
	n := max(2, limits.lo)
	if w.value != true || !limits.has(n) || n > maxItems || pl.isListed() {
		return nil
	}
	return []variant{{verb: "unique-items", plans: []*plan{pl.plan.but(sized(pl.ptr, n))}}}
}

func varyContains(_ *maker, pl place, w word, _ *ledger) []variant {
	least, _ := containing(pl.s)
	limits := pl.s.extent("minItems", "maxItems")
	n := max(limits.lo, least)
	if n > maxItems || pl.isListed() {
		return nil
	}
	out := []variant{{verb: "contains", plans: []*plan{pl.plan.but(sized(pl.ptr, n))}}}
	if limits.has(n + 1) {
		out = append(out, variant{verb: "contains", value: "and-another", plans: []*plan{pl.plan.but(sized(pl.ptr, n+1))}})
	}
	return out
}

func varyDependent(_ *maker, pl place, w word, _ *ledger) []variant {
	var out []variant
	table, _ := w.value.(map[string]any)
	for _, name := range sortedKeys(table) {
		if len(stringList(table[name])) > 0 && !slices.Contains(pl.s.forbid, name) {
			out = append(out, variant{verb: "dependent", value: name, plans: []*plan{pl.plan.but(including(child(pl.ptr, name)))}})
		}
	}
	return out
}

// varyOpen adds an undeclared member where the schema allows any.
func varyOpen(m *maker, pl place, w word, _ *ledger) []variant {
	if w.value == false || pl.isListed() {
		return nil
	}
	var out []variant
	m.refill(stepsPerInstance)
	tries := 4
	m.freeNames(pl.s, func(name string) bool {
		out = append(out, variant{verb: "extra", plans: []*plan{pl.plan.but(including(child(pl.ptr, name)))}})
		tries--
		return len(out) == 0 && tries > 0
	})
	return out
}
