package derive

import (
	"errors"
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

func (d *deriver) canonical(ref string, seed uint64) (any, error) {
	if ref == "" {
		return nil, fmt.Errorf("no schema")
	}
	return synth.Canonical(d.std.Schemas, ref, d.within(synth.Options{Seed: d.opts.Seed + seed, View: schema.Request}))
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
		d.otherBodies(op)
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
	o.Most = d.most(ref)
	valid, gaps, err := d.valid(ref, o)
	if err != nil {
		why := unmade(err)
		d.gap("bodies", op.ID, ref, why.EN, why.ZH)
		return nil
	}
	invalid, more, err := d.invalidOf(ref, o)
	if errors.Is(err, synth.ErrWork) {
		why := unmade(err)
		d.gap("bodies", op.ID, ref, why.EN, why.ZH)
	} else if err != nil {
		return err
	}
	if r := d.patched(op); r != nil {
		valid, invalid = d.patchInstances(r, d.synthOptions(d.std.Operation(r.Create)))
		f.ref, gaps, more = r.NewSchema, nil, nil
	}
	twin := ""
	thin := d.sameBodyElsewhere(op)
	if d.std.Conventions.Samples {
		valid, twin, gaps = d.sampled(t, f, o, valid, gaps)
	}
	sent := bodySent{operation: op.ID, ref: f.ref, gaps: append(slices.Clone(gaps), more...), again: thin || d.patched(op) != nil}
	for _, inst := range selected(valid, thin) {
		id := d.accept(t, f, inst, d.beside(twin))
		if twin == "" {
			twin = id
		}
		sent.keep(inst, id != "")
	}
	d.exampleCases(t, f)
	d.vendorMember(t, f, valid)
	for _, inst := range selected(invalid, thin) {
		sent.keep(inst, d.reject(t, f, inst, twin))
	}
	d.sent.add(sent)
	for _, g := range append(gaps, more...) {
		d.gap("bodies", op.ID, g.Schema, g.Keyword+": "+g.ReasonEN, g.Keyword+"："+g.ReasonZH)
	}
	d.syntaxCases(t, f, valid, twin)
	if !sent.again && formOf(op) == nil {
		d.spellingCases(t, f, valid, d.beside(twin))
	}
	return nil
}

func (d *deriver) finisher(op *openapi.Operation, ref string) finisher {
	f := finisher{d: d, ref: ref}
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		f.batch = f.batch || r.Batch == op.ID
		if r.Create == op.ID || r.Replace == op.ID || r.Patch == op.ID {
			f.unique = r.Unique
		}
	}
	return f
}

// accept emits one case that the system must accept; beside is the id of a
// case without which it shows nothing, "" when there is none.
func (d *deriver) accept(t target, f finisher, inst synth.Instance, beside string) string {
	reason, skip := f.unsendable(inst)
	if !skip {
		reason, skip = unwritten(t.op, inst)
	}
	if skip {
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
	c.Twin = beside
	c.Steps = []suites.Step{{Send: t.send(f.finish(inst.Value, inst.Pointer)),
		Expect: []check.Expect{{By: key, Status: success(t.op)}}}}
	d.add(c, inst.Schema, place(t.op))
	if !d.ids[c.ID] {
		return ""
	}
	return c.ID
}

// reject emits one case that the system must refuse, and a look at what it
// must have left alone. It tells whether the standard asks for the refusal.
func (d *deriver) reject(t target, f finisher, inst synth.Instance, twin string) bool {
	if d.absent(f, inst) {
		d.gap("bodies", t.op.ID, inst.Schema, inst.Name+": many systems read null as a member that is not there", inst.Name+"：许多系统将 null 视为缺少该成员")
		return false
	}
	if !d.visible(t.op, f.ref, inst) {
		d.gap("bodies", t.op.ID, inst.Schema, inst.Name+": not violable in a form", inst.Name+"：无法在表单中构造该违例")
		return false
	}
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
	c.Twin, c.Alone = twin, d.std.Conventions.Samples // what a stranger takes all the same must not show in other answers
	c.Steps = []suites.Step{{Send: t.sendValue(f.finish(inst.Value, inst.Pointer)),
		Expect: []check.Expect{{By: key, Status: []int{422}}}}}
	c.Steps = append(c.Steps, d.unchanged(t)...)
	d.add(c, inst.Schema, place(t.op))
	return d.ids[c.ID]
}

// unchanged reads the object again after a refused change.
func (d *deriver) unchanged(t target) []suites.Step {
	if d.std.Conventions.Samples || t.op.Method != "PUT" && t.op.Method != "PATCH" || len(t.needs) != 1 || !t.needs[0].Own {
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
	if _, skip := f.unsendable(synth.Instance{Value: value}); skip || !formable(t.op, value) {
		return
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
