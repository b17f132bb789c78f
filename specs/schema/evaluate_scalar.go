package schema

import "unicode/utf8"

func (j *judgement) string(s string) {
	if rules := j.node.text; rules != nil {
		j.lengthHolds(rules, utf8.RuneCountInString(s))
		if rules.pattern != nil && !j.matches(rules.pattern, s) {
			j.fail("pattern", expression(rules.pattern.source), j.answer(rules.pattern, s))
		}
	}
	if j.node.format == "" {
		return
	}
	if ok, known := CheckFormat(j.node.format, s); known && !ok {
		j.fail("format", formatName(j.node.format), s)
	}
}

func (j *judgement) lengthHolds(rules *textRules, length int) {
	if rules.min != nil && length < *rules.min {
		j.fail("minLength", *rules.min, length)
	}
	if rules.max != nil && length > *rules.max {
		j.fail("maxLength", *rules.max, length)
	}
}

// expression and formatName are shown as they are, without quotes.
type (
	expression string
	formatName string
)

// matches reports whether s has the pattern. A pattern that once ran into the
// time limit is not tried again in the same judgement.
func (j *judgement) matches(p *pattern, s string) bool {
	if j.stuck[p] {
		return false
	}
	ok, err := p.match(s)
	if err != nil {
		if j.stuck == nil {
			j.stuck = map[*pattern]bool{}
		}
		j.stuck[p] = true
	}
	return ok && err == nil
}

// undecided is shown instead of a value that a pattern was too slow for.
type undecided struct{}

func (j *judgement) answer(p *pattern, s string) any {
	if j.stuck[p] {
		return undecided{}
	}
	return s
}

func (j *judgement) numeric(rules *numericRules) {
	n, _ := j.place.number()
	for _, l := range rules.limits {
		if c := n.compare(l.bound); c == l.forbidden[0] || c == l.forbidden[1] {
			j.fail(l.keyword, l.bound, j.place.value)
		}
	}
	if rules.multipleOf != nil && !n.isMultipleOf(rules.multipleOf) {
		j.fail("multipleOf", rules.multipleOf, j.place.value)
	}
}
