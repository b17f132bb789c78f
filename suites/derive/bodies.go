package derive

import (
	"encoding/json"
	"fmt"
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
	refused   any            // full with an undefined member and a mark of its own; nil without a tag
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
		d.suite.Fixtures = append(d.suite.Fixtures, suites.Fixture{Resource: r.Name, Create: r.Create, Read: r.Read, Delete: r.Delete, IDParam: r.IDParam, Body: b.full,
			Needs: d.allNeeds(&suites.TestCase{Steps: []suites.Step{{Send: &suites.Send{Body: b.full}}}})})
	}
	return nil
}

func (d *deriver) bodiesOf(r *specs.Resource) (*bodies, error) {
	op := d.std.Operation(r.Create)
	o := d.synthOptions(op)
	full, err := synth.Canonical(d.std.Schemas, r.NewSchema, o)
	if err != nil {
		return nil, err
	}
	minimal, err := synth.Minimal(d.std.Schemas, r.NewSchema, o)
	if err != nil {
		return nil, err
	}
	f := finisher{d: d, ref: r.NewSchema, unique: r.Unique}
	full = f.withoutSecrets(full)
	b := &bodies{sample: full, full: f.finish(full, ""), minimal: f.finish(minimal, ""), text: f.rareText(full)}
	b.patchable, b.optional = d.patches(r, full, minimal)
	b.dropped = dropped(full, minimal)
	if refused := clone(b.full); d.std.Tag != "" && check.At(refused, d.std.Tag) != nil {
		set(refused, d.std.Tag, "cityconf ${run} refused ${unique(8)}")
		refused.(map[string]any)["undefinedMember"] = true
		b.refused = refused
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

func (d *deriver) canonical(ref string, seed uint64) (any, error) {
	if ref == "" {
		return nil, fmt.Errorf("no schema")
	}
	return synth.Canonical(d.std.Schemas, ref, synth.Options{Seed: d.opts.Seed + seed, View: schema.Request})
}

// bodyCases derives what a body may be (accepted) and must not be (refused).
func (d *deriver) bodyCases() error {
	for _, op := range d.operations() {
		if op.Body == nil || len(op.Body.Content) == 0 || op.Body.Content[0].Schema == "" {
			continue
		}
		t, ok := d.target(op)
		if !ok {
			d.gap("bodies", op.ID, place(op), "nothing provides the object its path names", "无法提供其路径所指的对象")
			continue
		}
		if err := d.bodyCasesOf(t); err != nil {
			return fmt.Errorf("%s: %w", op.ID, err)
		}
	}
	return nil
}

func (d *deriver) bodyCasesOf(t target) error {
	op := t.op
	ref := op.Body.Content[0].Schema
	f := d.finisher(op, ref)
	o := d.synthOptions(op)
	valid, gaps, err := d.valid(ref, o)
	if err != nil {
		d.gap("bodies", op.ID, ref, err.Error(), err.Error())
		return nil
	}
	invalid, more, err := d.invalidOf(ref, o)
	if err != nil {
		return err
	}
	if r := d.patched(op); r != nil {
		valid, invalid = d.patchInstances(r, d.synthOptions(d.std.Operation(r.Create)))
		f.ref, gaps, more = r.NewSchema, nil, nil
	}
	twin := ""
	thin := d.sameBodyElsewhere(op)
	for _, inst := range selected(valid, thin) {
		id := d.accept(t, f, inst)
		if twin == "" {
			twin = id
		}
	}
	d.exampleCases(t, f)
	d.vendorMember(t, f, valid)
	for _, inst := range selected(invalid, thin) {
		d.reject(t, f, inst, twin)
	}
	for _, g := range append(gaps, more...) {
		d.gap("bodies", op.ID, g.Schema, g.Keyword+": "+g.ReasonEN, g.Keyword+"："+g.ReasonZH)
	}
	d.syntaxCases(t, f, valid, twin)
	return nil
}

func (d *deriver) finisher(op *openapi.Operation, ref string) finisher {
	f := finisher{d: d, ref: ref}
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		if r.Create == op.ID || r.Replace == op.ID || r.Patch == op.ID {
			f.unique = r.Unique
		}
	}
	return f
}

// accept emits one case that the system must accept.
func (d *deriver) accept(t target, f finisher, inst synth.Instance) string {
	if reason, skip := f.unsendable(inst); skip {
		d.gap("bodies", t.op.ID, inst.Schema, inst.Name+": "+reason.EN, inst.Name+"："+reason.ZH)
		return ""
	}
	key := "accept.body"
	if strings.HasPrefix(inst.Name, "spelling/") {
		key = "accept.number-spelling"
	}
	c := t.newCase("accept", inst.Name, specs.Text{
		EN: fmt.Sprintf("%s accepts a valid body (%s).", t.op.ID, inst.Name),
		ZH: fmt.Sprintf("%s 应接受合法请求体（%s）。", t.op.ID, inst.Name)})
	c.Steps = []suites.Step{{Send: t.send(f.finish(inst.Value, inst.Pointer)),
		Expect: []check.Expect{{By: key, Status: success(t.op)}}}}
	d.add(c, inst.Schema, place(t.op))
	if !d.ids[c.ID] {
		return ""
	}
	return c.ID
}

// reject emits one case that the system must refuse, and a look at what it
// must have left alone.
func (d *deriver) reject(t target, f finisher, inst synth.Instance, twin string) {
	key := "reject.body"
	switch inst.Keyword {
	case "additionalProperties", "unevaluatedProperties":
		key = "reject.unknown-member"
	case "readOnly":
		key = "reject.read-only"
	default:
		if d.patched(t.op) != nil {
			key = "patch.invalid-result"
		}
	}
	c := t.newCase("reject", strings.TrimPrefix(inst.Name, "reject/"), specs.Text{
		EN: fmt.Sprintf("%s refuses a body that breaks %s at %s.", t.op.ID, inst.Keyword, orBody(inst.Pointer)),
		ZH: fmt.Sprintf("%s 应拒绝在 %[3]s 处违反 %[2]s 的请求体。", t.op.ID, inst.Keyword, orBody(inst.Pointer))})
	c.Twin = twin
	c.Steps = []suites.Step{{Send: t.sendValue(f.finish(inst.Value, inst.Pointer)),
		Expect: []check.Expect{{By: key, Status: []int{422}}}}}
	c.Steps = append(c.Steps, d.unchanged(t)...)
	d.add(c, inst.Schema, place(t.op))
}

// unchanged reads the object again after a refused change.
func (d *deriver) unchanged(t target) []suites.Step {
	if t.op.Method != "PUT" && t.op.Method != "PATCH" || len(t.needs) != 1 || !t.needs[0].Own {
		return nil
	}
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		if (r.Replace == t.op.ID || r.Patch == t.op.ID) && r.Read != "" {
			return []suites.Step{{Send: &suites.Send{Operation: r.Read, Parameters: map[string]any{r.IDParam: "${objId}"}},
				Expect: []check.Expect{{By: "reject.no-effect", Contains: "${objSent}"}}}}
		}
	}
	return nil
}

// exampleCases sends the documented examples as they are.
func (d *deriver) exampleCases(t target, f finisher) {
	for _, e := range t.op.Body.Content[0].Examples {
		d.exampleCase(t, f, e.Name, e.Value, t.op.Document+"#"+e.Pointer)
	}
	for i := range d.std.Examples {
		if e := &d.std.Examples[i]; e.Valid && e.Schema == t.op.Body.Content[0].Schema {
			d.exampleCase(t, f, e.Name, e.Value, place(t.op))
		}
	}
}

func (d *deriver) exampleCase(t target, f finisher, name string, value any, at string) {
	s, err := d.std.Schemas.Compile(f.ref, schema.Request)
	if err != nil || len(s.Validate(value)) > 0 {
		return // lint names it
	}
	c := t.newCase("example", name, specs.Text{
		EN: fmt.Sprintf("%s accepts the documented example %s.", t.op.ID, name),
		ZH: fmt.Sprintf("%s 应接受文档示例 %s。", t.op.ID, name)})
	c.Steps = []suites.Step{{Send: t.send(f.finish(value, "")), Expect: []check.Expect{{By: "accept.example", Status: success(t.op)}}}}
	d.add(c, at, place(t.op))
}

// newCase starts a case for the target.
func (t target) newCase(rule, name string, purpose specs.Text) *suites.TestCase {
	return &suites.TestCase{ID: part(t.op.Document) + "/" + t.op.ID + "/" + rule + "/" + name, Rule: rule, Class: class(t.op), Operation: t.op.ID,
		Purpose: purpose, Needs: t.needs, Mutates: mutates(t.op) || slices.ContainsFunc(t.needs, func(n suites.Need) bool { return !n.Seed })}
}

func (t target) send(body any) *suites.Send {
	return &suites.Send{Operation: t.op.ID, Parameters: maps.Clone(t.params), Body: body}
}

// sendValue is send for a body that may be JSON null.
func (t target) sendValue(body any) *suites.Send {
	s := t.send(body)
	if body == nil {
		null := "null"
		s.Raw = &null
	}
	return s
}

func orBody(pointer string) string {
	if pointer == "" {
		return "/"
	}
	return pointer
}
