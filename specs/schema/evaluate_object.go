package schema

func (j *judgement) members(rules *objectRules, object map[string]any) {
	if rules.min != nil && len(object) < *rules.min {
		j.fail("minProperties", *rules.min, len(object))
	}
	if rules.max != nil && len(object) > *rules.max {
		j.fail("maxProperties", *rules.max, len(object))
	}
	for _, name := range rules.required {
		if _, ok := object[name]; !ok && !j.scope.hides(name) {
			j.fail("required", member(name), nothing{})
		}
	}
	for i := range j.place.list() {
		if j.brief && !j.out.valid() {
			return
		}
		j.member(rules, &j.place.children[i])
	}
}

// member is a member's name as a wanted or found thing.
type member string

func (j *judgement) member(rules *objectRules, p *place) {
	described := false
	if sub, ok := rules.properties[p.name]; ok {
		described = true
		j.visible(sub, p)
	}
	for _, rule := range rules.patterns {
		if j.matches(rule.pattern, p.name) {
			described = true
			j.visible(rule.schema, p)
		}
	}
	if !described && rules.additional != nil {
		j.visible(rules.additional, p)
	}
	if rules.names != nil {
		j.nameHolds(rules.names, p)
	}
}

// visible judges a member, unless it must not be there at all in this view.
func (j *judgement) visible(n *node, p *place) {
	if at := n.marked[j.view]; at != "" {
		j.failAt(p, viewMark(j.view), at, absent{}, p.value)
		j.out.marks.add(p.index)
		return
	}
	j.child(n, p)
}

func (j *judgement) nameHolds(names *node, p *place) {
	name := &place{value: p.name, parent: p.parent, index: p.index, name: p.name}
	out := j.judge(names, name, j.scope.enter(names), false)
	if out.valid() {
		return
	}
	want := any(nothing{})
	if !j.brief {
		want = out.faults[0].want
	}
	j.failAt(p, "propertyNames", out.faults[0].schema, want, member(p.name))
}

func (j *judgement) dependents() {
	object, ok := j.place.value.(map[string]any)
	if !ok {
		return
	}
	for _, d := range j.node.inPlace.dependents {
		if _, ok := object[d.trigger]; !ok {
			continue
		}
		if d.schema != nil {
			j.accept(j.judge(d.schema, j.place, j.scope.branch(d.schema), j.tracked))
		}
		for _, name := range d.members {
			if _, ok := object[name]; !ok && !j.scope.hides(name) {
				j.failAt(j.place, d.keyword, j.node.at+"/"+d.keyword+"/"+escapeToken(d.trigger), member(name), member(d.trigger))
			}
		}
	}
}
