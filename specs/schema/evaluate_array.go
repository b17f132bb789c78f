package schema

func (j *judgement) items(rules *arrayRules, array []any) {
	if rules.min != nil && len(array) < *rules.min {
		j.fail("minItems", *rules.min, len(array))
	}
	if rules.max != nil && len(array) > *rules.max {
		j.fail("maxItems", *rules.max, len(array))
	}
	if rules.unique {
		j.unique(array)
	}
	for i := range j.place.list() {
		if j.brief && !j.out.valid() {
			return
		}
		if i < len(rules.prefix) {
			j.child(rules.prefix[i], &j.place.children[i])
		} else if rules.rest != nil {
			j.child(rules.rest, &j.place.children[i])
		}
	}
	if rules.contains != nil {
		j.contains(rules)
	}
}

// unique reports each item that repeats an earlier one.
func (j *judgement) unique(array []any) {
	first := make(map[string]int, len(array))
	for i, item := range array {
		text := identity(item)
		if earlier, ok := first[text]; ok {
			j.failAt(&j.place.list()[i], "uniqueItems", j.node.at+"/uniqueItems", position(earlier), item)
			continue
		}
		first[text] = i
	}
}

// position is the place of an item in its array, from 0.
type position int

func (j *judgement) contains(rules *arrayRules) {
	found := 0
	for i := range j.place.list() {
		item := &j.place.children[i]
		out := j.briefly(func() outcome { return j.judge(rules.contains, item, j.scope.enter(rules.contains), false) })
		if !out.valid() {
			continue
		}
		found++
		j.out.notes = joinNotes(j.out.notes, out.notes)
		if rules.containsEvaluates {
			j.out.marks.add(i)
		}
	}
	switch {
	case rules.minContains == nil && found == 0:
		j.fail("contains", 1, found)
	case rules.minContains != nil && found < *rules.minContains:
		j.fail("minContains", *rules.minContains, found)
	case rules.maxContains != nil && found > *rules.maxContains:
		j.fail("maxContains", *rules.maxContains, found)
	}
}
