package derive

import (
	"fmt"
	"maps"
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
		{"malformed", d.malformed(op, last), "reject.path-id", []int{400, 404}, "a malformed identifier", "格式错误的标识"},
	} {
		if v.id == "" {
			continue
		}
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

// unknownIdentifier has the shape that the schema of the parameter gives to
// identifiers, and names nothing.
func (d *deriver) unknownIdentifier(op *openapi.Operation, param string) string {
	if d.std.Conventions.Samples {
		return d.namesNothing(op, param)
	}
	for _, p := range op.Parameters {
		if p.In != "path" || p.Name != param {
			continue
		}
		known, err := d.canonical(p.Schema, 0)
		id, isText := known.(string)
		if err == nil && isText && urnCity.MatchString(id) {
			return urnCity.ReplaceAllString(id[:strings.LastIndexByte(id, ':')], "${1}$${city}:") + ":NONE${unique(12)}"
		}
	}
	return "urn:ucis:${city}:" + part(op.Document) + ":Command:NONE${unique(12)}"
}

// namesNothing is an identifier that the schema of a stranger's parameter allows
// and that names nothing, "" when none is known.
func (d *deriver) namesNothing(op *openapi.Operation, param string) string {
	for _, id := range []string{"NONE${unique(12)}", "987654321", "00000000-0000-4000-8000-00000000dead", "none"} {
		if d.fitsPath(op, param, strings.ReplaceAll(id, "${unique(12)}", "A7A7A7A7A7A7")) {
			return id
		}
	}
	return ""
}

// fitsPath tells whether a path parameter may have the value that a text
// spells.
func (d *deriver) fitsPath(op *openapi.Operation, param, text string) bool {
	return slices.ContainsFunc(op.Parameters, func(p openapi.Parameter) bool {
		return p.In == "path" && p.Name == param && d.validOnWire(text, p)
	})
}

// malformed is a text that is no identifier, "" where any text may be one.
func (d *deriver) malformed(op *openapi.Operation, param string) string {
	if d.std.Conventions.Samples && d.fitsPath(op, param, "cityconf not an id") {
		return ""
	}
	return "cityconf%20not%20an%20id"
}

// unknownPath asks for paths beside the defined ones: one that is nothing like
// them, and two that a sloppy router takes for one of them.
func (d *deriver) unknownPath(op *openapi.Operation) {
	paths := map[string]string{"unknown": "/cityconf-no-such-path"}
	for _, r := range d.std.Resources {
		if list := d.std.Operation(r.List); list != nil && d.claimed[class(list)] && !strings.Contains(r.Collection, "{") {
			op = list
			paths["slash"], paths["capitals"] = r.Collection+"/", strings.ToUpper(r.Collection)
			break
		}
	}
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		d.add(&suites.TestCase{ID: "core/path/" + name, Rule: "routing", Class: class(op), Purpose: specs.Text{
			EN: "A path that the standard does not define is answered 404 (" + name + ").", ZH: "标准未定义的路径应返回 404（" + name + "）。"},
			Steps: []suites.Step{{Send: &suites.Send{Method: "GET", Path: paths[name]},
				Expect: []check.Expect{{By: "reject.unknown-path", Status: []int{404}}, {By: "reject.unknown-path", Problem: true}}}}})
	}
}
