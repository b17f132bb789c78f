package derive

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// bodies are the request bodies of one resource that the laws need.
type bodies struct {
	sample    any            // canonical, without placeholders
	full      any            // the same with placeholders
	minimal   any            // required members only
	text      any            // full with rare characters in its free strings; nil when none is free
	patchable map[string]any // a merge patch that changes something; nil when nothing can be
	optional  string         // an optional member that a patch can remove; "" when there is none
	dropped   []any          // members that minimal lacks
	marked    any            // full with a mark of its own; nil without a tag
	refused   any            // the same with an undefined member
}

// fixtures prepares the bodies of every resource that can be created and how
// to make and remove its objects.
func (d *deriver) fixtures() error {
	d.bodies = map[string]*bodies{}
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		if r.NewSchema == "" || r.Create == "" || r.Read == "" {
			if r.Read != "" {
				d.suite.Fixtures = append(d.suite.Fixtures, suites.Fixture{Resource: r.Name, Read: r.Read, IDParam: r.IDParam})
			}
			continue
		}
		b, err := d.bodiesOf(r)
		if err != nil {
			d.gap("fixtures", r.Create, r.NewSchema, "no valid body could be made: "+err.Error(), "无法生成合法请求体："+err.Error())
			continue
		}
		d.bodies[r.Name] = b
		d.suite.Fixtures = append(d.suite.Fixtures, suites.Fixture{Resource: r.Name, Create: r.Create, Read: r.Read, Delete: r.Delete, Batch: r.Batch, IDParam: r.IDParam, Body: b.full, ID: r.ID, Made: d.std.Conventions.Statuses["create.location"], Apart: d.apart(r, b.sample),
			Needs: d.bodyNeeds(b.full)})
	}
	for i := range d.suite.Fixtures {
		d.ways(&d.suite.Fixtures[i])
	}
	return nil
}

func (d *deriver) bodiesOf(r *specs.Resource) (*bodies, error) {
	op := d.std.Operation(r.Create)
	o := d.synthOptions(op)
	full, err := synth.Canonical(d.std.Schemas, r.NewSchema, d.within(o))
	if err != nil {
		return nil, err
	}
	minimal, err := synth.Minimal(d.std.Schemas, r.NewSchema, d.within(o))
	if err != nil {
		return nil, err
	}
	f := finisher{d: d, ref: r.NewSchema, unique: r.Unique}
	full = f.withoutSecrets(full)
	if !formable(op, full) {
		return nil, errors.New("part of it has no spelling in a form")
	}
	b := &bodies{sample: full, full: f.finish(full, ""), minimal: f.finish(minimal, ""), text: f.rareText(full)}
	b.patchable, b.optional = d.patches(r, full, minimal)
	b.dropped = dropped(full, minimal)
	if refused := clone(b.full); d.std.Tag != "" && check.At(refused, d.std.Tag) != nil {
		set(refused, d.std.Tag, "cityconf ${run} marked ${unique(8)}")
		refused.(map[string]any)["undefinedMember"] = true
		b.refused, b.marked = refused, clone(refused)
		remove(b.marked, "/undefinedMember")
	}
	return b, nil
}

// patches picks a change and a removal that the patch schema and the resource
// both allow.
func (d *deriver) patches(r *specs.Resource, full, minimal any) (map[string]any, string) {
	patch := d.std.Operation(r.Patch)
	if patch == nil || patch.Body == nil {
		return nil, ""
	}
	s, err := d.std.Schemas.Compile(patch.Body.Content[0].Schema, schema.Request)
	if err != nil {
		return nil, ""
	}
	change := map[string]any{}
	if tag := strings.Split(strings.TrimPrefix(d.std.Tag, "/"), "/"); len(tag) == 2 {
		candidate := map[string]any{tag[0]: map[string]any{tag[1]: "cityconf ${run} changed"}}
		if name, ok := check.At(full, "/"+tag[0]).(map[string]any); ok && len(s.Validate(sampled(mergedName(candidate, tag[0], name)))) == 0 {
			change = mergedName(candidate, tag[0], name)
		}
	}
	if len(change) == 0 {
		return nil, ""
	}
	for _, m := range dropped(full, minimal) {
		if name, ok := m.(string); ok && len(s.Validate(map[string]any{name: nil})) == 0 && d.removable(r, full, name) {
			return change, name
		}
	}
	return change, ""
}

// removable tells whether an object stays valid without one of its members:
// another member may demand it.
func (d *deriver) removable(r *specs.Resource, full any, name string) bool {
	s, err := d.std.Schemas.Compile(r.NewSchema, schema.Request)
	object, ok := full.(map[string]any)
	if err != nil || !ok {
		return false
	}
	without := maps.Clone(object)
	delete(without, name)
	return len(s.Validate(without)) == 0
}

// mergedName fills the other members of the tagged object, so that the patch
// is valid whether or not its schema treats the object as a whole.
func mergedName(candidate map[string]any, member string, old map[string]any) map[string]any {
	merged := maps.Clone(old)
	maps.Copy(merged, candidate[member].(map[string]any))
	return map[string]any{member: merged}
}

func dropped(full, minimal any) []any {
	f, _ := full.(map[string]any)
	m, _ := minimal.(map[string]any)
	out := []any{}
	for _, k := range slices.Sorted(maps.Keys(f)) {
		if _, kept := m[k]; !kept {
			out = append(out, k)
		}
	}
	return out
}

// synthOptions prefers the examples of the documents.
func (d *deriver) synthOptions(op *openapi.Operation) synth.Options {
	o := synth.Options{Seed: d.opts.Seed, View: schema.Request}
	if op != nil && op.Body != nil {
		for _, m := range op.Body.Content {
			for _, e := range m.Examples {
				o.Examples = append(o.Examples, e.Value)
			}
		}
	}
	for i := range d.std.Examples {
		if e := &d.std.Examples[i]; e.Valid && op != nil && op.Body != nil && len(op.Body.Content) > 0 && e.Schema == op.Body.Content[0].Schema {
			o.Examples = append(o.Examples, e.Value)
		}
	}
	// The fullest example first: an object with many members shows more.
	slices.SortStableFunc(o.Examples, func(a, b any) int { return len(compactJSON(b)) - len(compactJSON(a)) })
	return o
}

func compactJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}
