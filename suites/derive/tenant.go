package derive

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// stranger is the credential of a principal of another tenant that holds the
// same scopes.
const stranger = "other-tenant"

// notLetIn is why a refusal shows nothing: the stranger is refused everything.
var notLetIn = specs.Text{
	EN: "The credential other-tenant is not let in at all, so that a refusal shows nothing; it must hold the same scopes for a tenant of its own (ixit.credentials.other-tenant).",
	ZH: "凭证 other-tenant 未获任何访问权限，拒绝其请求不能说明问题；该凭证应属于另一租户且具备相同权限（ixit.credentials.other-tenant）。"}

// tenantCases derives what a principal of another tenant must not do: reach an
// object by its identifier, see it in a list, or refer to it.
func (d *deriver) tenantCases() error {
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		if d.bodies[r.Name] == nil || strings.Contains(r.Collection, "{") || !d.claims(r.Create) {
			continue
		}
		d.tenantObject(r)
		d.tenantReference(r)
	}
	for _, op := range d.operations() {
		if t, ok := d.target(op); ok && secured(op) && d.belowItem(op) {
			d.tenantOperation(t)
		}
	}
	return nil
}

func (d *deriver) claims(operation string) bool {
	op := d.std.Operation(operation)
	return op != nil && d.claimed[class(op)]
}

// belowItem tells operations on a part of an object, commands and nested lists.
func (d *deriver) belowItem(op *openapi.Operation) bool {
	return strings.Count(op.Path, "{") == 1 && !strings.HasSuffix(op.Path, "}")
}

// tenantObject tries every operation on one object, all of them with what the
// owner would send, and looks what became of the object.
func (d *deriver) tenantObject(r *specs.Resource) {
	c := &suites.TestCase{ID: r.Domain + "/" + r.Name + "/tenant", Rule: "tenant", Class: class(d.std.Operation(r.Create)), Operation: r.Read,
		Mutates: true, Needs: []suites.Need{{As: "obj", Resource: r.Name, Own: true}}, Purpose: specs.Text{
			EN: "A principal of another tenant cannot read, list, change or delete a " + r.Name + ".",
			ZH: "其他租户的主体不能读取、列出、修改或删除 " + r.Name + " 对象。"}}
	c.Steps = append([]suites.Step{d.letIn(r)}, d.tenantSteps(r)...)
	if d.claims(r.List) {
		s := walk(d.std.Operation(r.List), nil, check.Expect{By: "tenant.unlisted", That: "!has(body.items) || !body.items.exists(i, i.id == objId)"})
		s.Send.As = stranger
		c.Steps = append(c.Steps, s)
	}
	if d.claims(r.Read) {
		c.Steps = append(c.Steps, suites.Step{Send: &suites.Send{Operation: r.Read, Parameters: map[string]any{r.IDParam: "${objId}"}},
			Expect: []check.Expect{{By: "tenant.no-effect", Status: []int{200}}, {By: "tenant.no-effect", Contains: "${objSent}"}}})
	}
	d.add(c)
}

// tenantSteps are the operations on the object, refused all alike: answers that
// differ tell a stranger what there is.
func (d *deriver) tenantSteps(r *specs.Resource) []suites.Step {
	var steps []suites.Step
	for _, of := range []struct {
		operation string
		body      any
	}{{r.Read, nil}, {r.Replace, "${objSent}"}, {r.Patch, d.bodies[r.Name].patchable}, {r.Delete, nil}} {
		op := d.std.Operation(of.operation)
		if !d.claims(of.operation) || of.operation == r.Patch && d.bodies[r.Name].patchable == nil {
			continue
		}
		step := suites.Step{Send: &suites.Send{Operation: op.ID, As: stranger, Parameters: map[string]any{r.IDParam: "${objId}"}, Body: of.body},
			Expect: []check.Expect{{By: "tenant.hidden", Status: []int{403, 404}}}}
		if len(steps) == 0 {
			step.Capture = map[string]string{"refusal": "status"}
		} else {
			step.Expect = append(step.Expect, check.Expect{By: "tenant.hidden", That: "status == refusal"})
		}
		steps = append(steps, step)
	}
	return steps
}

// letIn shows that the stranger's credential opens the operations of a
// resource: it may try to create something, which is refused for its content.
func (d *deriver) letIn(r *specs.Resource) suites.Step {
	s := &suites.Send{Operation: r.Create, As: stranger, Body: map[string]any{}}
	return suites.Step{Send: s, Given: &suites.Given{That: "status != 401 && status != 403", Else: notLetIn}}
}

// tenantReference has a stranger create an object that refers to those of the
// tester's tenant.
func (d *deriver) tenantReference(r *specs.Resource) {
	full := d.bodies[r.Name].full
	if !slices.ContainsFunc(d.references(r.NewSchema), func(f reference) bool { return len(expand(full, f.pointer)) > 0 }) {
		return
	}
	c := &suites.TestCase{ID: r.Domain + "/" + r.Name + "/tenant-reference", Rule: "tenant", Class: class(d.std.Operation(r.Create)), Operation: r.Create,
		Mutates: true, Purpose: specs.Text{
			EN: "A principal of another tenant cannot create a " + r.Name + " that refers to objects of this one.",
			ZH: "其他租户的主体不能新建引用本租户对象的 " + r.Name + "。"}}
	c.Steps = []suites.Step{d.letIn(r), {Send: &suites.Send{Operation: r.Create, As: stranger, Body: full},
		Expect: []check.Expect{{By: "tenant.reference", Status: []int{403, 404, 422}}}}}
	d.add(c)
}

// tenantOperation tries an operation below an object.
func (d *deriver) tenantOperation(t target) {
	c := t.newCase("tenant", "operation", specs.Text{
		EN: t.op.ID + " is refused to a principal of another tenant.", ZH: t.op.ID + " 应拒绝其他租户的主体。"})
	c.Rule = "tenant"
	if in := d.anyList(t.op); in != nil {
		c.Steps = append(c.Steps, suites.Step{Send: &suites.Send{Operation: in.ID, As: stranger},
			Given: &suites.Given{That: "status != 401 && status != 403", Else: notLetIn}})
	}
	s := d.authSend(t)
	s.As = stranger
	c.Steps = append(c.Steps, suites.Step{Send: s, Expect: []check.Expect{{By: "tenant.hidden", Status: []int{403, 404}}}})
	d.add(c)
}

// anyList is a list that needs no object, of the part that an operation
// stands in.
func (d *deriver) anyList(op *openapi.Operation) *openapi.Operation {
	for i := range d.std.Resources {
		list := d.std.Operation(d.std.Resources[i].List)
		if list != nil && part(list.Document) == part(op.Document) && d.claimed[class(list)] && !strings.Contains(list.Path, "{") {
			return list
		}
	}
	return nil
}
