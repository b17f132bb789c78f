package synth

// height is the least depth an instance of the conjunction can have: 1 for a
// scalar, more than maxDepth when every instance would be infinite. It looks at
// required members, required items and choices, and at no values.
func (m *maker) height(c conj) int {
	for d := 1; d <= maxDepth; d++ {
		if m.fits(c, d) {
			return d
		}
		if d > m.endlessAfter() {
			break
		}
	}
	return maxDepth + 1
}

// endlessAfter bounds the depths worth trying: a finite instance never needs to
// repeat a conjunction on one path, so it is no deeper than there are of them.
func (m *maker) endlessAfter() int { return len(m.finite) + len(m.endless) + 1 }

// fits reports whether the conjunction has an instance at most d deep.
func (m *maker) fits(c conj, d int) bool {
	key := c.key()
	if known, ok := m.finite[key]; ok && known <= d {
		return true
	}
	if d == 0 || m.endless[key] >= d {
		return false
	}
	m.endless[key] = d // also what a recursion back to here finds
	if !m.fitsShape(c, m.open(c), d) {
		return false
	}
	delete(m.endless, key)
	m.finite[key] = d
	return true
}

func (m *maker) fitsShape(c conj, s *shape, d int) bool {
	if s.never != "" || !m.partsFit(s, d) {
		return false
	}
	for _, ch := range s.choices {
		if !m.someFits(ch, d) {
			return false
		}
	}
	return true
}

func (m *maker) someFits(ch choice, d int) bool {
	for i := range ch.n {
		s := *m.open(ch.alt(i).refs)
		s.require, s.names, s.members = ch.alt(i).require, nil, nil
		if m.fitsShape(ch.alt(i).refs, &s, d) {
			return true
		}
	}
	return false
}

// partsFit looks at what any instance of the shape must contain.
func (m *maker) partsFit(s *shape, d int) bool {
	t := s.types()
	if t == 0 {
		return false
	}
	if t&^(isObject|isArray) != 0 && t != isAny {
		return true // a scalar will do
	}
	if t&isObject != 0 && m.membersFit(s, d) {
		return true
	}
	return t&isArray != 0 && m.elementsFit(s, d)
}

func (m *maker) membersFit(s *shape, d int) bool {
	for _, name := range m.required(s) {
		if c, ok := m.member(s, name); !ok || (len(c) > 0 && !m.fits(c, d-1)) {
			return false
		}
	}
	return true
}

func (m *maker) elementsFit(s *shape, d int) bool {
	for i := range min(s.extent("minItems", "maxItems").lo, 8) {
		if c, ok := m.element(s, i); !ok || (len(c) > 0 && !m.fits(c, d-1)) {
			return false
		}
	}
	return true
}
