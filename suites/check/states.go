package check

import (
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/specs"
)

// Shown is the state of an object as an answer shows it.
type Shown struct {
	Of      string // identifier of the object
	At      string // pointer of the state in the whole body
	State   string
	Machine *specs.Machine
}

// AnswerStates lists the states that an answer shows of objects with a state
// machine and an identifier.
func AnswerStates(v *View, c *Context) ([]Shown, error) {
	if !hasSchema(v, c) || v.Status >= 300 {
		return nil, nil
	}
	x, err := v.examine(content(v, c).Schema, c)
	if err != nil {
		return nil, err
	}
	var all []Shown
	for _, a := range x.Annotations("x-ucis-states") {
		m := c.Standard.MachineAt(a.Schema)
		state, ok := At(v.Body, a.Instance).(string)
		if m == nil || !ok {
			continue
		}
		if id, ok := At(v.Body, strings.TrimSuffix(a.Instance, m.Member)+"/id").(string); ok {
			all = append(all, Shown{id, a.Instance, state, m})
		}
	}
	return all, nil
}

// Unreachable is the finding that a state cannot follow one shown before.
func Unreachable(s Shown, was string) Finding {
	return Finding{At: s.At, Keyword: "states", Want: "a state that can follow " + was, Got: s.State,
		Message: text("The state %s cannot follow %s, which was shown before (%s).", "状态 %s 不能由先前所示的 %s 流转而来（%s）。", s.State, was, fmt.Sprint(s.Of))}
}
