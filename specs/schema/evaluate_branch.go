package schema

func (j *judgement) conditions() {
	for _, n := range j.node.allOf {
		if j.here(n); j.brief && !j.out.valid() {
			return
		}
	}
	if len(j.node.anyOf) > 0 {
		j.anyOf(j.node.anyOf)
	}
	if len(j.node.oneOf) > 0 {
		j.oneOf(j.node.oneOf)
	}
	if j.node.when != nil {
		j.conditional()
	}
	if j.node.not != nil {
		j.negation(j.node.not)
	}
}

func (j *judgement) conditional() {
	next := j.node.otherwise
	if j.holds(j.node.when) {
		next = j.node.then
	}
	if next != nil {
		j.accept(j.judge(next, j.place, j.scope.branch(next), j.tracked))
	}
}

func (j *judgement) negation(n *node) {
	out := j.briefly(func() outcome { return j.judge(n, j.place, j.scope.branch(n), false) })
	if out.valid() {
		j.fail("not", nothing{}, j.place.value)
	}
}

// anyOf tries branches until one holds, all of them when they also mark
// children or annotate.
func (j *judgement) anyOf(branches []*node) {
	var failed []outcome
	matched := false
	for _, n := range branches {
		out := j.judge(n, j.place, j.scope.branch(n), j.tracked)
		if !out.valid() {
			failed = append(failed, out)
			continue
		}
		matched = true
		j.accept(out)
		if !j.tracked && len(j.collect) == 0 {
			return
		}
	}
	if !matched {
		j.noBranch("anyOf", branches, failed)
	}
	for _, out := range failed {
		j.out.marks.merge(out.marks, false)
	}
}

func (j *judgement) oneOf(branches []*node) {
	var failed []outcome
	var matched []position
	for i, n := range branches {
		attempt := func() outcome { return j.judge(n, j.place, j.scope.branch(n), j.tracked) }
		var out outcome
		if len(matched) > 0 {
			out = j.briefly(attempt)
		} else {
			out = attempt()
		}
		if !out.valid() {
			failed = append(failed, out)
			continue
		}
		if matched = append(matched, position(i)); len(matched) > 1 {
			j.fail("oneOf", exactlyOne{}, matched)
			return
		}
		j.accept(out)
	}
	if len(matched) == 0 {
		j.noBranch("oneOf", branches, failed)
	}
	for _, out := range failed {
		j.out.marks.merge(out.marks, false)
	}
}

// exactlyOne is what oneOf wants when several branches hold.
type exactlyOne struct{}

// noBranch reports that no branch holds: by the faults of the branch that was
// meant, when that can be told, else by one fault of the keyword itself.
func (j *judgement) noBranch(keyword string, branches []*node, failed []outcome) {
	if j.brief {
		j.fail(keyword, nil, nil)
		return
	}
	if i, ok := j.meant(branches, failed); ok {
		j.take(failed[i])
		return
	}
	j.fail(keyword, j.alternatives(failed), j.place.value)
}
