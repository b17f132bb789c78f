package site

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/document"
)

// partView is all that the page of a part shows.
type partView struct {
	part
	Classes      []class
	Requirements []*trace.Requirement
	Resources    []resourceView
	Operations   []operationView
	Errors       []answerView    // that they share, one for each status
	Shared       []parameterView // that operations of other parts use
	Channels     []channelView
	Schemas      []schemaView
}

// resourceView is a resource with its state machine as a table.
type resourceView struct {
	specs.Resource
	Title  specs.Text
	Link   template.HTML // to its schema
	States []stateRow
}

// stateRow is one state and what can become of it.
type stateRow struct {
	State   string
	Label   specs.Text
	Initial bool
	By      []stateMove // by an operation
	Alone   []string    // by the system itself
}

type stateMove struct{ To, Operation string }

// channelView is a channel with its bindings in words of the document.
type channelView struct {
	asyncapi.Channel
	Title   specs.Text
	Data    template.HTML // schema of the payload
	Period  map[string]any
	Same    map[string]any
	Command map[string]any
	Links   []string
}

// Final tells a state that nothing leads out of.
func (s stateRow) Final() bool { return len(s.By)+len(s.Alone) == 0 }

// Methods lists the operations of the resource that there are.
func (r resourceView) Methods() []string {
	var all []string
	for _, id := range []string{r.List, r.Create, r.Read, r.Replace, r.Patch, r.Delete} {
		if id != "" {
			all = append(all, id)
		}
	}
	return all
}

// Kept tells whether the broker retains messages of the channel.
func (c channelView) Kept() bool { return c.Retain != nil && *c.Retain }

func (s *site) view(p part, l Lang) partView {
	d := describer{s, l}
	v := partView{part: p, Shared: d.sharedOf(p.ID)}
	for _, c := range s.classes {
		if c.Part == p.ID {
			v.Classes = append(v.Classes, c)
			v.Requirements = append(v.Requirements, c.Requirements...)
		}
	}
	for i := range s.std.Resources {
		if r := &s.std.Resources[i]; s.resourcePart(r) == p.ID {
			v.Resources = append(v.Resources, d.resource(r))
		}
	}
	for i := range s.std.Operations {
		if op := &s.std.Operations[i]; folder(op.Document) == p.ID {
			v.Operations = append(v.Operations, d.operation(op))
		}
	}
	v.Errors = errorsOf(v.Operations)
	for i := range s.std.Channels {
		if ch := &s.std.Channels[i]; folder(ch.Document) == p.ID {
			v.Channels = append(v.Channels, d.channel(ch))
		}
	}
	for _, ref := range s.std.NamedSchemas() {
		if folder(ref) == p.ID {
			v.Schemas = append(v.Schemas, d.schemaAt(ref))
		}
	}
	return v
}

func (s *site) resourcePart(r *specs.Resource) string {
	if op := s.std.Operation(firstOf(r.Read, r.List, r.Create)); op != nil {
		return folder(op.Document)
	}
	return r.Domain
}

func firstOf(names ...string) string {
	i := slices.IndexFunc(names, func(n string) bool { return n != "" })
	if i < 0 {
		return ""
	}
	return names[i]
}

func (d describer) resource(r *specs.Resource) resourceView {
	v := resourceView{Resource: *r, Link: template.HTML(d.linkTo(r.Schema))}
	if raw, err := d.std.Schemas.Lookup(r.Schema); err == nil {
		node, _ := raw.(map[string]any)
		v.Title = d.title(r.Schema, node, 0)
	}
	if r.Machine == nil {
		return v
	}
	labels := d.labels(r.Machine.Place, 0)
	for _, state := range r.Machine.States() {
		row := stateRow{State: state, Label: labels[state], Initial: slices.Contains(r.Machine.Initial, state), Alone: r.Machine.Auto[state]}
		for _, to := range r.Machine.Moves[state] {
			row.By = append(row.By, stateMove{to, mover(r, state, to)})
		}
		v.States = append(v.States, row)
	}
	slices.SortStableFunc(v.States, func(a, b stateRow) int { return rank(b) - rank(a) })
	return v
}

// rank puts initial states first and final ones last.
func rank(s stateRow) int {
	switch {
	case s.Initial:
		return 2
	case len(s.By)+len(s.Alone) > 0:
		return 1
	}
	return 0
}

// mover is the operation that makes a move, "" for a change of the member by a
// write.
func mover(r *specs.Resource, from, to string) string {
	for i := range r.Moves {
		if m := &r.Moves[i]; m.To == to && m.Allows(from) {
			return m.Operation
		}
	}
	return ""
}

// labels are the words for the values of an enumeration.
func (d describer) labels(ref string, depth int) map[string]specs.Text {
	raw, err := d.std.Schemas.Lookup(ref)
	node, ok := raw.(map[string]any)
	if err != nil || !ok || depth > deepest {
		return nil
	}
	if all, ok := node["x-ucis-labels"].(map[string]any); ok {
		out := map[string]specs.Text{}
		for _, k := range document.Keys(all) {
			label, _ := all[k].(map[string]any)
			out[k] = labelText(label)
		}
		return out
	}
	if _, at := d.behind(ref, node); at != "" {
		return d.labels(at, depth+1)
	}
	return nil
}

func labelText(label map[string]any) specs.Text {
	en, _ := label["en"].(string)
	zh, _ := label["zh"].(string)
	return specs.Text{EN: en, ZH: zh}
}

func (d describer) channel(ch *asyncapi.Channel) channelView {
	zh, _ := ch.Extensions["x-ucis-zh"].(string)
	v := channelView{Channel: *ch, Title: specs.Text{EN: ch.Summary, ZH: zh}, Links: texts(ch.Extensions["x-ucis-req"])}
	v.Period, _ = ch.Extensions["x-ucis-period"].(map[string]any)
	v.Same, _ = ch.Extensions["x-ucis-same-as"].(map[string]any)
	v.Command, _ = ch.Extensions["x-ucis-command"].(map[string]any)
	if ch.Message.Payload != "" {
		v.Data = template.HTML(d.linkTo(ch.Message.Payload))
		if strings.HasSuffix(ch.Message.Payload, "/payload") {
			raw, _ := d.std.Schemas.Lookup(ch.Message.Payload)
			v.Data = d.kind(ch.Message.Payload, raw)
		}
	}
	return v
}

// where links an operation or a channel, "" when there is no such thing.
func (s *site) where(id string) string {
	if op := s.std.Operation(id); op != nil {
		return fmt.Sprintf("part-%s.html#op-%s", folder(op.Document), id)
	}
	if ch := s.std.Channel(id); ch != nil {
		return fmt.Sprintf("part-%s.html#ch-%s", folder(ch.Document), id)
	}
	return ""
}
