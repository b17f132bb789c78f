package specs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

const (
	statesKey = "x-ucis-states"
	moveKey   = "x-ucis-move"
)

// Machine is the state machine of a resource, as x-ucis-states beside the
// member that shows the state declares it.
type Machine struct {
	Member  string              // pointer into the representation: "/state"
	Place   string              // schema reference of the member
	Initial []string            // states of a new object
	Moves   map[string][]string // state → states that operations lead to from there
	Auto    map[string][]string // state → states that the system goes on to by itself
}

// Move is an operation below an item that changes the state of the item, as
// x-ucis-move declares it.
type Move struct {
	Operation string   // operation id
	To        string   // state after it
	From      []string // states in which it is allowed, sorted
}

// Allows tells whether a move may be made in a state.
func (m *Move) Allows(state string) bool { return slices.Contains(m.From, state) }

// Settles lists the states an object may show once it was brought to one: that
// state, and those the system goes on to by itself.
func (m *Machine) Settles(state string) []string { return m.reach([]string{state}, m.Auto) }

// Reaches tells whether an object that showed one state may show the other
// later, however many moves went unseen.
func (m *Machine) Reaches(was, is string) bool {
	return slices.Contains(m.reach([]string{was}, m.Moves, m.Auto), is)
}

// States lists every state that the machine names, sorted.
func (m *Machine) States() []string {
	named := map[string]bool{}
	for _, s := range m.Initial {
		named[s] = true
	}
	for _, graph := range []map[string][]string{m.Moves, m.Auto} {
		for from, all := range graph {
			named[from] = true
			for _, to := range all {
				named[to] = true
			}
		}
	}
	return document.Keys(named)
}

// reach is the closure of some states under graphs of moves.
func (m *Machine) reach(states []string, graphs ...map[string][]string) []string {
	for i := 0; i < len(states); i++ {
		for _, g := range graphs {
			for _, to := range g[states[i]] {
				if !slices.Contains(states, to) {
					states = append(states, to)
				}
			}
		}
	}
	return states
}

// MachineAt is the state machine declared at a schema reference, nil when there
// is none.
func (s *Standard) MachineAt(ref string) *Machine {
	for i := range s.Resources {
		if m := s.Resources[i].Machine; m != nil && m.Place == ref {
			return m
		}
	}
	return nil
}

// machineOf reads the state machine of a representation, nil when it declares
// none. Of several members the first by pointer counts; lint reports the rest.
func machineOf(schemas *schema.Set, ref string) *Machine {
	all := markedMembers(schemas, ref, statesKey)
	if len(all) == 0 {
		return nil
	}
	first := all[0]
	node, _ := first.value.(map[string]any)
	return &Machine{Member: first.member, Place: first.ref, Initial: texts(node["initial"]), Moves: graph(node["moves"]), Auto: graph(node["auto"])}
}

func graph(v any) map[string][]string {
	m, _ := v.(map[string]any)
	out := make(map[string][]string, len(m))
	for from, to := range m {
		out[from] = texts(to)
	}
	return out
}

func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		out = append(out, fmt.Sprint(e))
	}
	return out
}

// movesOf finds the operations below the items of a resource that change
// their state, sorted by id.
func movesOf(r *Resource, operations []openapi.Operation) []Move {
	if r.Machine == nil {
		return nil
	}
	var all []Move
	for i := range operations {
		op := &operations[i]
		declared, ok := op.Extensions[moveKey].(map[string]any)
		if !ok || op.Method != "POST" || !strings.HasPrefix(op.Path, r.Item+"/") || strings.Contains(op.Path[len(r.Item)+1:], "{") {
			continue
		}
		m := Move{Operation: op.ID, To: fmt.Sprint(declared["to"]), From: texts(declared["from"])}
		if m.From == nil {
			m.From = r.Machine.before(m.To)
		}
		slices.Sort(m.From)
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b Move) int { return strings.Compare(a.Operation, b.Operation) })
	return all
}

// before lists the states from which a move leads to a state.
func (m *Machine) before(to string) []string {
	var all []string
	for _, from := range document.Keys(m.Moves) {
		if slices.Contains(m.Moves[from], to) {
			all = append(all, from)
		}
	}
	return all
}
