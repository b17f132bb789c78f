package derive

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// ways finds, breadth first, the shortest way to every state of a machine whose
// objects the tester can make. States that the system leaves by itself are no
// place to start from.
func (d *deriver) ways(f *suites.Fixture) {
	r := d.resource(f.Resource)
	if r == nil || r.Machine == nil || f.Create == "" || len(r.Machine.Initial) != 1 {
		return
	}
	states := slices.Clone(r.Machine.Initial)
	for i := 0; i < len(states); i++ {
		for _, m := range r.Moves {
			if !m.Allows(states[i]) || slices.Contains(states, m.To) || len(r.Machine.Auto[states[i]]) > 0 {
				continue
			}
			body := d.moveBody(&m)
			f.Ways = append(f.Ways, suites.Way{From: states[i], To: m.To, Operation: m.Operation, Body: body, Needs: d.bodyNeeds(body)})
			states = append(states, m.To)
		}
	}
	slices.SortFunc(f.Ways, func(a, b suites.Way) int { return strings.Compare(a.To, b.To) })
}

// moveBody is a good body of a move, nil when it takes none.
func (d *deriver) moveBody(m *specs.Move) any {
	return d.authSend(target{op: d.std.Operation(m.Operation)}).Body
}

// stateCases derives the transition matrix of every state machine: each move
// from each state that can be reached, legal ones that work and others that
// are refused.
func (d *deriver) stateCases() error {
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		f := d.fixture(r.Name)
		if r.Machine == nil || f == nil || f.Create == "" {
			continue
		}
		d.initialState(r)
		for _, state := range r.Machine.States() {
			if !slices.Contains(r.Machine.Initial, state) && !slices.ContainsFunc(f.Ways, func(w suites.Way) bool { return w.To == state }) {
				d.gap("states", r.Create, r.Machine.Place, "nothing that the tester can do leads to the state "+state, "测试方无法使对象进入 "+state+" 状态")
				continue
			}
			if auto := r.Machine.Auto[state]; len(auto) > 0 {
				d.gap("states", r.Create, r.Machine.Place, "the system leaves the state "+state+" by itself", "系统会自行离开 "+state+" 状态")
				continue
			}
			for j := range r.Moves {
				d.moveCase(r, &r.Moves[j], state)
			}
		}
	}
	return nil
}

func (d *deriver) initialState(r *specs.Resource) {
	op := d.std.Operation(r.Create)
	if !d.claimed[class(op)] {
		return
	}
	c := &suites.TestCase{ID: part(op.Document) + "/" + op.ID + "/state/initial", Rule: "state", Class: class(op), Operation: op.ID, Mutates: true,
		Needs: []suites.Need{{As: "obj", Resource: r.Name, Own: true}},
		Purpose: specs.Text{EN: fmt.Sprintf("A new %s is %s.", r.Name, strings.Join(r.Machine.Initial, " or ")),
			ZH: fmt.Sprintf("新建的 %s 应处于 %s 状态。", r.Name, strings.Join(r.Machine.Initial, " 或 "))}}
	c.Steps = []suites.Step{{Send: d.readObject(r), Expect: []check.Expect{{By: "state.initial", That: d.shows(r, r.Machine.Initial)}}}}
	d.add(c, r.Machine.Place, place(op))
}

// moveCase makes one move in one state and reads the object again.
func (d *deriver) moveCase(r *specs.Resource, m *specs.Move, state string) {
	op := d.std.Operation(m.Operation)
	if !d.claimed[class(op)] {
		return
	}
	key, name, after := "state.illegal", "illegal", []string{state}
	first := check.Expect{By: key, Status: []int{409}}
	en, zh := fmt.Sprintf("%s is refused while the %s is %s.", op.ID, r.Name, state), fmt.Sprintf("%s 处于 %s 状态时，%s 应被拒绝。", r.Name, state, op.ID)
	if m.Allows(state) {
		key, name, after = "state.legal", "legal", r.Machine.Settles(m.To)
		first = check.Expect{By: key, Status: success(op)}
		en, zh = fmt.Sprintf("%s brings a %s from %s to %s.", op.ID, r.Name, state, m.To), fmt.Sprintf("%s 应使 %s 由 %s 状态转入 %s 状态。", op.ID, r.Name, state, m.To)
	}
	n := suites.Need{As: "obj", Resource: r.Name, Own: true, In: state}
	if slices.Contains(r.Machine.Initial, state) {
		n.In = ""
	}
	c := &suites.TestCase{ID: part(op.Document) + "/" + op.ID + "/state/" + name + "-" + state, Rule: "state", Class: class(op), Operation: op.ID, Mutates: true,
		Needs: []suites.Need{n}, Purpose: specs.Text{EN: en, ZH: zh}}
	send := &suites.Send{Operation: op.ID, Parameters: map[string]any{r.IDParam: "${objId}"}, Body: d.moveBody(m)}
	c.Steps = []suites.Step{
		{Send: send, Expect: []check.Expect{first}},
		{Send: d.readObject(r), Expect: []check.Expect{{By: key, That: d.shows(r, after)}}},
	}
	if key == "state.legal" {
		c.Steps = append(c.Steps, suites.Step{Send: d.readObject(r), Expect: []check.Expect{{By: "state.order", That: d.shows(r, after)}}})
	}
	d.add(c, r.Machine.Place, place(op))
}

func (d *deriver) readObject(r *specs.Resource) *suites.Send {
	return &suites.Send{Operation: r.Read, Parameters: map[string]any{r.IDParam: "${objId}"}}
}

// shows is the condition that a representation is in one of some states.
func (d *deriver) shows(r *specs.Resource, states []string) string {
	var all []any
	for _, s := range states {
		all = append(all, s)
	}
	return "status == 200.0 && body." + strings.ReplaceAll(r.Machine.Member[1:], "/", ".") + " in " + spellList(all)
}

func (d *deriver) resource(name string) *specs.Resource {
	i := slices.IndexFunc(d.std.Resources, func(r specs.Resource) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &d.std.Resources[i]
}

func (d *deriver) fixture(resource string) *suites.Fixture {
	i := slices.IndexFunc(d.suite.Fixtures, func(f suites.Fixture) bool { return f.Resource == resource })
	if i < 0 {
		return nil
	}
	return &d.suite.Fixtures[i]
}

// move finds the move that an operation makes, nil when it makes none.
func move(r *specs.Resource, operation string) *specs.Move {
	for i := range r.Moves {
		if r.Moves[i].Operation == operation {
			return &r.Moves[i]
		}
	}
	return nil
}

// start is a state, not the initial one, in which an object must be for a
// move; "" when a new object may make it or none can be brought there.
func (d *deriver) start(r *specs.Resource, m *specs.Move) string {
	if slices.ContainsFunc(r.Machine.Initial, m.Allows) {
		return ""
	}
	if f := d.fixture(r.Name); f != nil {
		for _, w := range f.Ways {
			if m.Allows(w.To) && len(r.Machine.Auto[w.To]) == 0 {
				return w.To
			}
		}
	}
	return ""
}
