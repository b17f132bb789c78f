package schema

// Examination is all that one pass over an instance shows.
type Examination struct {
	// Violations are those of [Schema.Validate].
	Violations []Violation
	notes      map[string][]Annotation
}

// Annotations are those of [Schema.Annotations] for one of the keywords that
// were asked for.
func (x *Examination) Annotations(keyword string) []Annotation { return x.notes[keyword] }

// Examine judges an instance and collects what several keywords say of its
// places, at the price of little more than [Schema.Validate] alone.
func (c *Schema) Examine(v any, keywords ...string) *Examination {
	violations, notes := c.look(v, keywords)
	x := &Examination{Violations: violations}
	for _, keyword := range keywords {
		if found := annotations(notes, keyword); found != nil {
			if x.notes == nil {
				x.notes = map[string][]Annotation{}
			}
			x.notes[keyword] = found
		}
	}
	return x
}

// look judges an instance once, collecting the values of some keywords.
func (c *Schema) look(v any, keywords []string) ([]Violation, []note) {
	e := evaluation{view: c.view, collect: keywords}
	out := e.judge(c.root, &place{value: v}, newScope(c.root, c.view), false)
	return c.violations(&e, out), out.notes
}

func (c *Schema) violations(e *evaluation, out outcome) []Violation {
	if out.valid() {
		return nil
	}
	if e.steps > maxSteps {
		return []Violation{{Keyword: "limit", Schema: c.root.at, Want: render(maxSteps), Got: "more"}}
	}
	var violations []Violation
	for _, f := range reduce(out.faults) {
		violations = append(violations, f.violation())
	}
	return violations
}
