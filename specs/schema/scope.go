package schema

// scope is how a judgement got where it is, as far as that matters: through
// which schema resources (for dynamic references), and which members of the
// object at hand are hidden from the view. Equal ways share one scope.
type scope struct {
	outer    *scope
	resource *node
	hider    *node // schema whose hidden members count
	entry    bool  // an object or array was entered here
	view     View
	inner    map[scopeKey]*scope
}

type scopeKey struct {
	resource, hider *node
	entry           bool
}

func newScope(n *node, v View) *scope {
	return &scope{resource: n.resource, hider: n, entry: true, view: v}
}

func (s *scope) extend(key scopeKey) *scope {
	if next, ok := s.inner[key]; ok {
		return next
	}
	if s.inner == nil {
		s.inner = map[scopeKey]*scope{}
	}
	next := &scope{outer: s, resource: key.resource, hider: key.hider, entry: key.entry, view: s.view}
	s.inner[key] = next
	return next
}

// in is the scope inside of n, which may belong to another resource.
func (s *scope) in(n *node) *scope {
	if n.resource == nil || n.resource == s.resource {
		return s
	}
	return s.extend(scopeKey{resource: n.resource})
}

// branch is the scope inside of a subschema that need not hold: what it hides
// counts inside of it alone.
func (s *scope) branch(n *node) *scope {
	if len(n.hidden[s.view]) == 0 {
		return s
	}
	return s.extend(scopeKey{resource: s.resource, hider: n})
}

// enter is the scope for a member or item.
func (s *scope) enter(n *node) *scope {
	if s.view == Neutral || len(n.hidden[s.view]) == 0 && !s.hidesAny() {
		return s
	}
	return s.extend(scopeKey{resource: s.resource, hider: n, entry: true})
}

func (s *scope) hidesAny() bool {
	for ; s != nil; s = s.outer {
		if s.hider != nil && len(s.hider.hidden[s.view]) > 0 {
			return true
		}
		if s.entry {
			return false
		}
	}
	return false
}

// hides reports whether the member name of the object at hand is hidden.
func (s *scope) hides(name string) bool {
	for ; s != nil && s.view != Neutral; s = s.outer {
		if s.hider != nil {
			if _, ok := s.hider.hidden[s.view][name]; ok {
				return true
			}
		}
		if s.entry {
			return false
		}
	}
	return false
}

// target is the schema that a dynamic reference means on this way: that of the
// outermost resource with the anchor.
func (s *scope) target(d *dynamicRef) *node {
	found := d.target
	for ; s != nil && (d.anchor != "" || d.recursive); s = s.outer {
		if s.resource == nil {
			continue
		}
		if n, ok := s.resource.dynamicAnchors[d.anchor]; ok && !d.recursive {
			found = n
		}
		if d.recursive && s.resource.recursive {
			found = s.resource
		}
	}
	return found
}
