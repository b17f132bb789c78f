package derive

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// routingCases derives D1, D2, D3 and the unknown identifier: what lies beside
// the documented paths and methods.
func (d *deriver) routingCases() error {
	paths := map[string][]*openapi.Operation{}
	var order []string
	for _, op := range d.operations() {
		if len(paths[op.Path]) == 0 {
			order = append(order, op.Path)
		}
		paths[op.Path] = append(paths[op.Path], op)
	}
	slices.Sort(order)
	for _, p := range order {
		d.methodCases(paths[p])
		d.unknownID(paths[p])
	}
	if len(order) > 0 {
		d.unknownPath(paths[order[0]][0])
	}
	return nil
}

// methodCases sends a method that the path does not have.
func (d *deriver) methodCases(ops []*openapi.Operation) {
	var allowed []string
	for i := range d.std.Operations {
		if o := &d.std.Operations[i]; o.Path == ops[0].Path {
			allowed = append(allowed, o.Method)
		}
	}
	t, ok := d.target(ops[0])
	if !ok {
		return
	}
	for _, m := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		if slices.Contains(allowed, m) {
			continue
		}
		c := t.newCase("method", m, specs.Text{
			EN: fmt.Sprintf("%s %s is refused and Allow names what is supported.", m, ops[0].Path),
			ZH: fmt.Sprintf("%s %s 应被拒绝，且 Allow 应列出所支持的方法。", m, ops[0].Path)})
		c.Mutates = true
		s := t.send(nil)
		s.Method = m
		if m != "DELETE" {
			s.Body = map[string]any{}
		}
		expect := []check.Expect{{By: "reject.method", Status: []int{405}}, {By: "reject.method", Header: map[string]string{"Allow": "present"}}}
		for _, a := range allowed {
			expect = append(expect, check.Expect{By: "reject.method", That: fmt.Sprintf("headers.allow.split(',').exists(m, m.trim() == '%s')", a)})
		}
		expect = append(expect, check.Expect{By: "reject.method", That: fmt.Sprintf("!headers.allow.split(',').exists(m, m.trim() == '%s')", m)})
		c.Steps = []suites.Step{{Send: s, Expect: expect}}
		d.add(c, place(ops[0]))
		return // one undeclared method a path shows the rule
	}
}

// unknownID reads an identifier of the right shape that names nothing, and one
// of the wrong shape.
func (d *deriver) unknownID(ops []*openapi.Operation) {
	i := slices.IndexFunc(ops, func(o *openapi.Operation) bool { return o.Method == "GET" })
	if i < 0 || !strings.HasSuffix(ops[i].Path, "}") {
		return
	}
	op := ops[i]
	t, ok := d.target(op)
	if !ok {
		t = target{op: op, params: map[string]any{}}
	}
	last := op.Path[strings.LastIndex(op.Path, "{")+1 : len(op.Path)-1]
	for _, v := range []struct {
		name, id, key string
		status        []int
		en, zh        string
	}{
		{"unknown", d.unknownIdentifier(op, last), "reject.unknown-id", []int{404}, "an identifier that names nothing", "不存在的标识"},
		{"malformed", "cityconf%20not%20an%20id", "reject.path-id", []int{400, 404}, "a malformed identifier", "格式错误的标识"},
	} {
		c := t.newCase("identifier", v.name, specs.Text{EN: op.ID + " refuses " + v.en + ".", ZH: op.ID + " 应拒绝" + v.zh + "。"})
		c.Needs, c.Mutates, c.Alone = nil, false, false
		c.Steps = []suites.Step{{Send: &suites.Send{Operation: op.ID, Path: strings.ReplaceAll(op.Path, "{"+last+"}", v.id)},
			Expect: []check.Expect{{By: v.key, Status: v.status}}}}
		if strings.Contains(c.Steps[0].Send.Path, "{") && !strings.Contains(c.Steps[0].Send.Path, "${") {
			continue // a parent must exist as well: covered by its own scenario
		}
		d.add(c, place(op))
	}
}

// unknownIdentifier has the shape of the resource's identifiers: that of the
// parameter's schema when it can be made, else that of the resource's name.
func (d *deriver) unknownIdentifier(op *openapi.Operation, param string) string {
	for _, p := range op.Parameters {
		if p.In != "path" || p.Name != param {
			continue
		}
		v, err := d.canonical(p.Schema, 0)
		s, isText := v.(string)
		if parts := strings.Split(s, ":"); err == nil && isText && len(parts) == 6 {
			return fmt.Sprintf("urn:ucis:${city}:%s:%s:NONE${unique(12)}", parts[3], parts[4])
		}
	}
	for _, r := range d.std.Resources {
		if r.Item == op.Path {
			return fmt.Sprintf("urn:ucis:${city}:%s:%s:NONE${unique(12)}", r.Domain, r.Name)
		}
	}
	return "urn:ucis:${city}:" + part(op.Document) + ":Command:NONE${unique(12)}"
}

func (d *deriver) unknownPath(op *openapi.Operation) {
	c := &suites.TestCase{ID: "core/path/unknown", Rule: "routing", Class: class(op), Purpose: specs.Text{
		EN: "A path that the standard does not define is answered 404.", ZH: "标准未定义的路径应返回 404。"},
		Steps: []suites.Step{{Send: &suites.Send{Method: "GET", Path: "/cityconf-no-such-path"},
			Expect: []check.Expect{{By: "reject.unknown-path", Status: []int{404}}, {By: "reject.unknown-path", Problem: true}}}}}
	d.add(c)
}
