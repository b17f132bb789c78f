package render

import (
	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/specs"
)

// subject says what a question is about: the requirement with its sentence, or
// a part of the run or the statement.
func subject(a compare.Ask) specs.Text {
	switch q := a.Requirement; {
	case q != nil:
		s := q.Statement
		return specs.Text{EN: q.ID + " (" + catalogue["level."+string(q.Level)].EN + "): " + clip(s.EN, 400),
			ZH: q.ID + "（" + catalogue["level."+string(q.Level)].ZH + "）：" + clip(s.ZH, 400)}
	case a.Kind == "condition":
		return known("condition.", a.Subject.EN, "ask.run")
	case a.Subject == specs.Text{}:
		return message("ask.run")
	}
	return specs.Text{EN: clip(a.Subject.EN, 200), ZH: clip(a.Subject.ZH, 200)}
}

// question says what the vendor is to clarify, with the reason of the report.
func question(a compare.Ask) specs.Text {
	short := func(t specs.Text) specs.Text { return specs.Text{EN: clip(t.EN, 300), ZH: clip(t.ZH, 300)} }
	if a.Kind == "condition" {
		return message("asked.condition", short(a.Wanted), short(a.Reason))
	}
	out := message("asked." + a.Kind)
	if a.Reason != (specs.Text{}) {
		out = join([]specs.Text{out, message("ask.reason", short(a.Reason))})
	}
	return out
}
