package derive

import (
	"fmt"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// bodiesSent remembers which generated bodies became cases.
type bodiesSent struct{ all []bodySent }

func (b *bodiesSent) add(one bodySent) {
	if b != nil {
		b.all = append(b.all, one)
	}
}

// bodySent are the bodies of one operation.
type bodySent struct {
	operation, ref string
	valid, invalid []synth.Instance
	gaps           []synth.Gap
	again          bool // the bodies are those of another operation, or parts of them
}

// keep notes an instance that a case sends, or why none does.
func (b *bodySent) keep(in synth.Instance, sent bool) {
	switch {
	case !sent:
		b.gaps = append(b.gaps, synth.Gap{Pointer: in.Pointer, Keyword: in.Keyword, Schema: in.Schema,
			ReasonEN: "no requirement of the claimed classes asks for it, or the value cannot be sent",
			ReasonZH: "所声明的符合性类中没有相应要求，或该值无法发送"})
	case in.Side == synth.SideValid:
		b.valid = append(b.valid, in)
	default:
		b.invalid = append(b.invalid, in)
	}
}

// constraintCover counts the constraints of every body, once for the operations
// that create, replace and patch one resource.
func (d *deriver) constraintCover() ([]ConstraintCover, error) {
	var all []ConstraintCover
	for _, b := range d.sent.all {
		if b.again {
			continue
		}
		covered, err := synth.Coverage(d.std.Schemas, b.ref, schema.Request, b.valid, b.invalid, b.gaps)
		if err != nil {
			return nil, fmt.Errorf("coverage of %s: %w", b.operation, err)
		}
		for _, c := range covered {
			all = append(all, ConstraintCover{Operation: b.operation, Pointer: c.Schema, Keyword: c.Keyword,
				Valid: c.Valid, Invalid: c.Invalid, Why: b.why(c)})
		}
	}
	return all, nil
}

// why says why a side of a constraint is missing; nil when none is.
func (b *bodySent) why(c synth.Covered) *specs.Text {
	switch {
	case c.Valid && c.Invalid:
		return nil
	case len(c.Gaps) > 0:
		return &specs.Text{EN: c.Gaps[0].ReasonEN, ZH: c.Gaps[0].ReasonZH}
	}
	return &specs.Text{EN: "a value made for another keyword takes its place", ZH: "为其他关键字生成的取值已涵盖该处"}
}
