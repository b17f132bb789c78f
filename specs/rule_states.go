package specs

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// ruleStates wants state machines that tests can be made from: their states
// are those of the enum, all can be reached, and every move has an operation.
func ruleStates(l *loading) {
	for i := range l.std.Resources {
		r := &l.std.Resources[i]
		if all := markedMembers(l.std.Schemas, r.Schema, statesKey); len(all) > 1 {
			l.findAt(l.place(all[1].ref), "", r.Name+" has two state machines", "a resource has one state; show the other as a resource of its own")
		}
		if r.Machine != nil {
			l.machine(r)
		}
	}
	for i := range l.std.Operations {
		op := &l.std.Operations[i]
		if op.Extensions[moveKey] != nil && !slices.ContainsFunc(l.std.Resources, func(r Resource) bool { return r.move(op.ID) != nil }) {
			l.findAt(l.source(op.Document, op.Pointer), document.Join("", moveKey), "this operation is not a POST just below an item with "+statesKey,
				"the path is /things/{id}/verb and the representation of the item declares the states")
		}
	}
}

func (r *Resource) move(operation string) *Move {
	for i := range r.Moves {
		if r.Moves[i].Operation == operation {
			return &r.Moves[i]
		}
	}
	return nil
}

func (l *loading) machine(r *Resource) {
	m, at := r.Machine, l.place(r.Machine.Place)
	if len(m.Initial) == 0 {
		l.findAt(at, document.Join("", statesKey), "the machine has no initial state", "add initial: [state]")
	}
	codes := l.codes(m.Place)
	reached := m.reach(slices.Clone(m.Initial), m.Moves, m.Auto)
	for _, s := range m.States() {
		if !slices.Contains(codes, s) {
			l.findAt(at, document.Join("", statesKey), "the enum has no state "+s, document.Suggest(s, codes))
		} else if !slices.Contains(reached, s) {
			l.findAt(at, document.Join("", statesKey), "no move leads to the state "+s, "add one, or make it initial")
		}
	}
	for _, s := range codes {
		if !slices.Contains(m.States(), s) {
			l.findAt(at, document.Join("", "enum"), "the machine does not name the state "+s, "add it to moves, auto or initial")
		}
	}
	l.moves(r)
}

// moves holds the operations against the machine.
func (l *loading) moves(r *Resource) {
	m := r.Machine
	for _, from := range document.Keys(m.Moves) {
		for _, to := range m.Moves[from] {
			if !slices.ContainsFunc(r.Moves, func(v Move) bool { return v.To == to && v.Allows(from) }) {
				l.findAt(l.place(m.Place), document.Join("", statesKey, "moves", from), "no operation moves a "+r.Name+" from "+from+" to "+to,
					"mark one with "+moveKey+": {to: "+to+"}, or list the step under auto when the system makes it by itself")
			}
		}
	}
	for _, v := range r.Moves {
		op := l.std.Operation(v.Operation)
		at := l.source(op.Document, op.Pointer)
		for _, from := range v.From {
			if !slices.Contains(m.Moves[from], v.To) {
				l.findAt(at, document.Join("", moveKey), "the machine of "+r.Name+" has no move from "+from+" to "+v.To, "")
			}
		}
		if len(v.From) == 0 {
			l.findAt(at, document.Join("", moveKey), "the machine of "+r.Name+" has no move to "+v.To, document.Suggest(v.To, m.States()))
		}
		if op.Response(409) == nil {
			l.findAt(at, "", v.Operation+" does not document 409", "a move that the machine does not have is answered with 409")
		}
	}
}

// codes is the enum of a schema, or of what it refers to.
func (l *loading) codes(ref string) []string {
	for range deepestMark {
		node, err := l.std.Schemas.Lookup(ref)
		m, ok := node.(map[string]any)
		if err != nil || !ok {
			return nil
		}
		if m["enum"] != nil {
			return texts(m["enum"])
		}
		to, _ := m["$ref"].(string)
		if ref, err = l.std.Schemas.Resolve(ref, to); to == "" || err != nil {
			return nil
		}
	}
	return nil
}

// place is the source of a schema reference.
func (l *loading) place(ref string) Source {
	file, pointer, _ := strings.Cut(ref, "#")
	return l.source(file, pointer)
}
