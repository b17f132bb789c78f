package schema

// marks remembers which children of a place have been evaluated: surely, by
// schemas that hold, or only maybe, by schemas that do not. The second kind
// keeps one defect from being reported twice: a member that a failing schema
// describes is not "unevaluated", its schema failed.
type marks struct{ surely, maybe []bool }

func newMarks(p *place) marks {
	n := len(p.list())
	if n == 0 {
		return marks{}
	}
	both := make([]bool, 2*n)
	return marks{both[:n:n], both[n:]}
}

func (m marks) add(i int) {
	if m.surely != nil {
		m.surely[i] = true
	}
}

func (m marks) merge(other marks, valid bool) {
	if m.surely == nil || other.surely == nil {
		return
	}
	for i := range m.surely {
		m.surely[i] = m.surely[i] || other.surely[i] && valid
		m.maybe[i] = m.maybe[i] || other.maybe[i] || other.surely[i]
	}
}

// unevaluated applies unevaluatedProperties and unevaluatedItems, last of all
// keywords (JSON Schema 2020-12 core, section 11).
func (j *judgement) unevaluated() {
	var rest *node
	switch j.place.value.(type) {
	case map[string]any:
		rest = j.node.unevaluatedMembers
	case []any:
		rest = j.node.unevaluatedItems
	}
	if rest == nil {
		return
	}
	explained := !j.out.valid()
	for i := range j.place.list() {
		if j.out.marks.surely[i] || explained && j.out.marks.maybe[i] {
			continue
		}
		j.child(rest, &j.place.children[i])
	}
}
