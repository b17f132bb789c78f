package trace

import (
	"cmp"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
)

// Untouched is a part of the documents that no requirement or case reaches.
type Untouched struct {
	Kind   string       `json:"kind"` // operation, channel, schema, branch, place
	Name   string       `json:"name"` // id, or reference "file#/pointer"
	Reason specs.Text   `json:"reason"`
	At     specs.Source `json:"at"`
}

// untouched finds operations and channels without a case, named schemas that
// no interface uses, branches of which no requirement speaks, and places that
// the suite could not exercise.
func untouched(in Input) []Untouched {
	used := exercised(in.Suite)
	var all []Untouched
	for i := range in.Standard.Operations {
		op := &in.Standard.Operations[i]
		if !used[op.ID] {
			all = append(all, Untouched{"operation", op.ID, specs.Text{EN: "no case sends it", ZH: "无用例发送该操作"},
				specs.Source{File: op.Document, Line: op.Line, Pointer: op.Pointer}})
		}
	}
	for i := range in.Standard.Channels {
		ch := &in.Standard.Channels[i]
		if !used[ch.ID] && !messagesRequired(in.Standard, ch.Document+"#"+ch.Pointer) {
			all = append(all, Untouched{"channel", ch.ID, specs.Text{EN: "no case waits on it", ZH: "无用例使用该信道"},
				specs.Source{File: ch.Document, Line: ch.Line, Pointer: ch.Pointer}})
		}
	}
	all = append(all, schemas(in.Standard)...)
	return append(all, gaps(in)...)
}

// messagesRequired tells whether what appears on a channel is judged.
func messagesRequired(std *specs.Standard, place string) bool {
	return std.RequirementFor("mqtt.payload", place) != ""
}

// exercised is the set of operations and channels that cases use.
func exercised(s *suites.Suite) map[string]bool {
	used := map[string]bool{}
	for _, c := range s.Cases {
		used[c.Operation] = true
		for i := range c.Steps {
			for _, id := range targets(&c.Steps[i]) {
				used[id] = true
			}
		}
	}
	return used
}

// targets lists the operations and channels that a step uses.
func targets(s *suites.Step) []string {
	switch {
	case s.Send != nil:
		return []string{s.Send.Operation}
	case s.Observe != nil:
		return []string{s.Observe.Channel}
	case s.Await != nil:
		return []string{s.Await.Channel}
	case s.Packets != nil:
		return []string{s.Packets.Channel}
	case s.Publish != nil:
		return []string{s.Publish.Channel}
	}
	return nil
}

// gaps are the places of which the suite says itself that it could not
// exercise them, once for each place and reason.
func gaps(in Input) []Untouched {
	var all []Untouched
	for _, g := range in.Suite.Gaps {
		u := Untouched{"place", g.Pointer, g.Reason, in.Standard.Place(g.Pointer)}
		if g.Pointer == "" {
			u.Name = g.Operation
			if op := in.Standard.Operation(g.Operation); op != nil {
				u.At = at(op)
			}
		}
		all = append(all, u)
	}
	slices.SortStableFunc(all, func(a, b Untouched) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Reason.EN, b.Reason.EN))
	})
	return slices.Compact(all)
}

func at(op *openapi.Operation) specs.Source {
	return specs.Source{File: op.Document, Line: op.Line, Pointer: op.Pointer}
}
