package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// ruleExamples judges every example by its schema: those that are shown as
// valid, and those that are shown as invalid, for exactly the stated reason.
func ruleExamples(l *loading) {
	for i := range l.std.Examples {
		e := &l.std.Examples[i]
		compiled, err := l.std.Schemas.Compile(e.Schema, e.View)
		if err != nil {
			l.unusable(e.Schema, err)
			continue
		}
		found := compiled.Validate(e.Value)
		if e.Valid {
			l.mustBeValid(e.At, "/value", found)
		} else {
			l.mustBeInvalid(e, found)
		}
	}
	l.shownExamples()
}

func (l *loading) mustBeValid(at Source, below string, found []schema.Violation) {
	for _, v := range found {
		en, _ := v.Text()
		l.findAt(at, below+v.Instance, "the example is not valid: "+en+" ("+v.Keyword+")", "correct the value or the schema "+v.Schema)
	}
}

func (l *loading) mustBeInvalid(e *Example, found []schema.Violation) {
	l.bilingual(e.At, "/why", e.Why)
	if len(found) == 0 {
		l.findAt(e.At, "/value", "the example is valid, but stands among the invalid ones", "break the rule that why names, or move the file")
		return
	}
	if e.Keyword == "" && e.Where == "" {
		return
	}
	for _, v := range found {
		if e.Keyword != "" && v.Keyword != e.Keyword || e.Where != "" && v.Instance != e.Where {
			en, _ := v.Text()
			l.findAt(e.At, "/value"+v.Instance, "the example is invalid for another reason: "+en+" ("+v.Keyword+" at "+quoted(v.Instance)+")",
				"leave exactly one fault in the value, or correct keyword and at")
		}
	}
}

func quoted(pointer string) string { return `"` + pointer + `"` }

// shownExamples judges the examples inside of the interface documents.
func (l *loading) shownExamples() {
	for i := range l.std.Operations {
		o := &l.std.Operations[i]
		if o.Body != nil {
			l.mediaExamples(o.Body.Document, o.Body.Content, schema.Request)
		}
		for _, r := range o.Responses {
			l.mediaExamples(r.Document, r.Content, schema.Response)
		}
	}
	for i := range l.std.Channels {
		c := &l.std.Channels[i]
		for _, value := range c.Message.Examples {
			l.shown(l.source(c.Document, c.Pointer), c.Message.Payload, schema.Neutral, value)
		}
	}
}

func (l *loading) mediaExamples(file string, content []openapi.MediaType, view schema.View) {
	for _, m := range content {
		for _, e := range m.Examples {
			l.shown(l.source(file, e.Pointer), m.Schema, view, e.Value)
		}
	}
}

func (l *loading) shown(at Source, ref string, view schema.View, value any) {
	if ref == "" {
		return
	}
	compiled, err := l.std.Schemas.Compile(ref, view)
	if err != nil {
		return // reported with the schemas
	}
	for _, v := range compiled.Validate(value) {
		en, _ := v.Text()
		l.findAt(at, "", "the example is not valid at "+quoted(v.Instance)+": "+strings.TrimSuffix(en, "."), "correct the example")
	}
}
