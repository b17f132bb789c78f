package synth

// candidates offers values of a decided shape, likely ones first, until offer
// returns false. They are guesses: the caller has them checked.
func (m *maker) candidates(c conj, s *shape, sp spot, offer func(any) bool) error {
	if values, limited := s.listed(); limited {
		return offerListed(values, s, sp, offer)
	}
	allowed := s.types()
	for _, h := range append(sp.hints, s.samples()...) {
		if kindOf(h)&allowed != 0 && m.usable(h, sp) && !offer(h) {
			return nil
		}
	}
	var last error
	more := true
	watched := func(v any) bool {
		more = offer(v)
		return more
	}
	for _, k := range s.preferredKinds() {
		if err := m.ofKind(k, c, s, sp, watched); err != nil {
			last = err
		}
		if !more {
			return nil
		}
	}
	return last
}

// offerListed offers the values of enum or const, those in examples first.
func offerListed(values []any, s *shape, sp spot, offer func(any) bool) error {
	for _, h := range append(sp.hints, s.samples()...) {
		if sameIn(values, h) && !offer(h) {
			return nil
		}
	}
	allowed := s.types()
	for _, wantNull := range []bool{false, true} {
		for _, v := range values {
			if (v == nil) == wantNull && kindOf(v)&allowed != 0 && !offer(v) {
				return nil
			}
		}
	}
	return nil
}

// usable reports whether an example may stand for the whole place: one of an
// object only where the usual members are wanted, and none where the plan asks
// for something below it.
func (m *maker) usable(v any, sp spot) bool {
	switch kindOf(v) {
	case isObject:
		return sp.plan.mode == usual && !sp.plan.touches(sp.ptr) && !m.fixedBelow(sp.ptr)
	case isArray:
		return len(v.([]any)) <= maxItems && !sp.plan.touches(sp.ptr) && !m.fixedBelow(sp.ptr)
	}
	return true
}

func (m *maker) fixedBelow(ptr string) bool {
	for q := range m.opts.Fixed {
		if under(q, ptr) {
			return true
		}
	}
	return false
}

// samples returns the values the schema itself gives as examples.
func (s *shape) samples() []any {
	var out []any
	for _, n := range s.nodes {
		if list, ok := n.raw["examples"].([]any); ok {
			out = append(out, list...)
		}
		for _, key := range []string{"example", "default"} {
			if v, ok := n.raw[key]; ok {
				out = append(out, v)
			}
		}
	}
	return out
}

// preferredKinds lists the types to try: as the schema names them with null
// last, or where it names none, the type its keywords speak of.
func (s *shape) preferredKinds() []kinds {
	allowed := s.types()
	var out []kinds
	add := func(k kinds) {
		for _, seen := range out {
			if seen == k {
				return
			}
		}
		if allowed&k != 0 {
			out = append(out, k)
		}
	}
	for _, w := range s.all("type") {
		for _, name := range append(stringList(w.value), stringList([]any{w.value})...) {
			if name != "null" {
				add(kindsNamed(name) & allowed)
			}
		}
	}
	if len(out) > 0 || allowed != isAny {
		add(isNull)
		return out
	}
	for _, k := range keywordKinds() {
		if s.has(k.keys...) {
			add(k.kind)
		}
	}
	for _, k := range []kinds{isString, isInteger, isObject, isArray, isBoolean, isNull} {
		add(k)
	}
	return out
}

type kindKeywords struct {
	kind kinds
	keys []string
}

// keywordKinds says which type a keyword speaks of.
func keywordKinds() []kindKeywords {
	return []kindKeywords{
		{isObject, []string{"properties", "required", "patternProperties", "additionalProperties", "unevaluatedProperties",
			"propertyNames", "minProperties", "maxProperties", "dependentRequired", "dependentSchemas"}},
		{isArray, []string{"items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"}},
		{isString, []string{"minLength", "maxLength", "pattern", "format"}},
		{isInteger | isFraction, []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}},
	}
}

// concerns reports whether a keyword says anything of values of some types.
func concerns(key string, allowed kinds) bool {
	for _, row := range keywordKinds() {
		if contains(row.keys, key) && row.kind&allowed == 0 {
			return false
		}
	}
	return true
}

// ofKind offers values of one type.
func (m *maker) ofKind(k kinds, c conj, s *shape, sp spot, offer func(any) bool) error {
	switch {
	case k&isObject != 0:
		return m.objects(c, s, sp, offer)
	case k&isArray != 0:
		return m.arrays(c, s, sp, offer)
	case k&isString != 0:
		m.texts(s, sp, offer)
	case k&(isInteger|isFraction) != 0:
		m.numbers(s, sp, offer)
	case k&isBoolean != 0:
		_ = offer(true) && offer(false)
	case k&isNull != 0:
		offer(nil)
	}
	return nil
}
