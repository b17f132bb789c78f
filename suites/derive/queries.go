package derive

import (
	"fmt"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// queryCases derives G4 to G10: filters, sort, bbox, datetime and fields of
// every list. What must be found is an object the tester made; what is found
// besides must satisfy the query as well.
func (d *deriver) queryCases() error {
	if d.std.Conventions.Samples {
		return nil // what a parameter of a stranger selects, nobody says
	}
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		list := d.std.Operation(r.List)
		if list == nil || !d.claimed[class(list)] || d.bodies[r.Name] == nil || !d.claimed[class(d.std.Operation(r.Create))] {
			continue
		}
		for _, p := range list.Parameters {
			if p.In != "query" {
				continue
			}
			if rule := queryRules[p.Name]; rule != nil {
				rule(d, r, list, p)
				continue
			}
			d.filterCase(r, list, p)
		}
	}
	return nil
}

var queryRules = map[string]func(*deriver, *specs.Resource, *openapi.Operation, openapi.Parameter){
	"limit":    func(*deriver, *specs.Resource, *openapi.Operation, openapi.Parameter) {},
	"cursor":   func(*deriver, *specs.Resource, *openapi.Operation, openapi.Parameter) {},
	"sort":     (*deriver).sortCases,
	"bbox":     (*deriver).bboxCase,
	"datetime": (*deriver).datetimeCase,
	"fields":   (*deriver).fieldsCase,
}

func (d *deriver) query(r *specs.Resource, list *openapi.Operation, p openapi.Parameter, name, en, zh string, steps ...suites.Step) {
	c := &suites.TestCase{ID: part(list.Document) + "/" + list.ID + "/query/" + name, Rule: "query", Class: class(list), Operation: list.ID,
		Purpose: specs.Text{EN: en, ZH: zh}, Needs: []suites.Need{{As: "obj", Resource: r.Name, Own: true}}, Mutates: true, Steps: steps}
	d.add(c, p.Document+"#"+p.Pointer, place(list))
}

func walk(list *openapi.Operation, params map[string]any, expect ...check.Expect) suites.Step {
	all := map[string]any{"limit": "1000"}
	for k, v := range params {
		all[k] = v
	}
	return suites.Step{Send: &suites.Send{Operation: list.ID, Walk: true, Parameters: all}, Expect: expect}
}

// filterCase covers a parameter named like a member of the representation.
func (d *deriver) filterCase(r *specs.Resource, list *openapi.Operation, p openapi.Parameter) {
	full, _ := d.bodies[r.Name].full.(map[string]any)
	m := p.Name
	value, written := full[m]
	if _, scalar := value.(map[string]any); scalar || !written && !d.hasMember(r, m) {
		d.gap("query", list.ID, p.Document+"#"+p.Pointer, "no scalar member called "+m+" to filter by", "没有名为 "+m+" 的标量成员可供筛选")
		return
	}
	steps := []suites.Step{}
	want := "obj." + m
	if !written {
		// A member the system assigns: filter by what it says now.
		steps = append(steps, suites.Step{Send: &suites.Send{Operation: r.Read, Parameters: map[string]any{r.IDParam: "${objId}"}},
			Capture: map[string]string{"have": "body." + m}})
		want = "have"
	}
	steps = append(steps, walk(list, map[string]any{m: "${" + want + "}"},
		check.Expect{By: "query.filter-sound", Status: []int{200}},
		check.Expect{By: "query.filter-sound", That: fmt.Sprintf("body.items.all(i, i.%s == %s)", m, want)},
		check.Expect{By: "query.filter-complete", That: "body.items.exists(i, i.id == objId)"}))
	d.query(r, list, p, "filter/"+m,
		fmt.Sprintf("%s filtered by %s shows all and only what matches.", list.ID, m),
		fmt.Sprintf("%s 按 %s 筛选时，应返回全部且仅返回匹配的对象。", list.ID, m), steps...)
}

func (d *deriver) hasMember(r *specs.Resource, name string) bool {
	for _, e := range d.std.Examples {
		if m, ok := e.Value.(map[string]any); ok && e.Valid && e.Schema == r.Schema && m[name] != nil {
			return true
		}
	}
	return false
}

// sortCases covers each value of the sort parameter.
func (d *deriver) sortCases(r *specs.Resource, list *openapi.Operation, p openapi.Parameter) {
	node, err := d.std.Schemas.Lookup(p.Schema)
	s, _ := node.(map[string]any)
	values, _ := s["enum"].([]any)
	if err != nil || len(values) == 0 {
		d.gap("query", list.ID, p.Document+"#"+p.Pointer, "sort names no values", "sort 未列出取值")
		return
	}
	for _, v := range values {
		by := fmt.Sprint(v)
		d.query(r, list, p, "sort/"+by,
			fmt.Sprintf("%s sorted by %s is ordered, ties by id.", list.ID, by),
			fmt.Sprintf("%s 按 %s 排序时应有序，相同值按 id 排列。", list.ID, by),
			walk(list, map[string]any{"sort": by},
				check.Expect{By: "query.sort", Status: []int{200}},
				check.Expect{By: "query.sort", That: fmt.Sprintf("ordered(body.items, '%s')", by)},
				check.Expect{By: "query.sort", That: "body.items.exists_one(i, i.id == objId)"}))
	}
}

// bboxCase asks for a box around the object, and for one beside it.
func (d *deriver) bboxCase(r *specs.Resource, list *openapi.Operation, p openapi.Parameter) {
	full, _ := d.bodies[r.Name].full.(map[string]any)
	if _, ok := check.At(full, "/location/coordinates").([]any); !ok {
		return
	}
	at := "obj.location.coordinates"
	box := fmt.Sprintf("${%[1]s[0] - 0.0005},${%[1]s[1] - 0.0005},${%[1]s[0] + 0.0005},${%[1]s[1] + 0.0005}", at)
	beside := fmt.Sprintf("${%[1]s[0] + 0.01},${%[1]s[1] + 0.01},${%[1]s[0] + 0.02},${%[1]s[1] + 0.02}", at)
	edge := fmt.Sprintf("${%[1]s[0]},${%[1]s[1]},${%[1]s[0] + 0.0005},${%[1]s[1] + 0.0005}", at)
	// West greater than east: the box runs over the antimeridian. The first
	// leaves out a strip around the object, the second only one beside it.
	around := fmt.Sprintf("${%[1]s[0] + 0.01},${%[1]s[1] - 0.01},${%[1]s[0] - 0.01},${%[1]s[1] + 0.01}", at)
	over := fmt.Sprintf("${%[1]s[0] - 0.01},${%[1]s[1] - 0.01},${%[1]s[0] - 0.02},${%[1]s[1] + 0.01}", at)
	d.query(r, list, p, "bbox-edge", list.ID+" with bbox counts its bounds in.", list.ID+" 使用 bbox 时，范围应含边界。",
		walk(list, map[string]any{"bbox": edge},
			check.Expect{By: "query.bbox", Status: []int{200}},
			check.Expect{By: "query.bbox", That: "body.items.exists(i, i.id == objId)"}))
	d.query(r, list, p, "bbox-antimeridian", list.ID+" understands a bbox across the antimeridian.", list.ID+" 应支持跨越 180° 经线的 bbox。",
		walk(list, map[string]any{"bbox": over},
			check.Expect{By: "query.bbox", Status: []int{200}},
			check.Expect{By: "query.bbox", That: "body.items.exists(i, i.id == objId)"}),
		walk(list, map[string]any{"bbox": around},
			check.Expect{By: "query.bbox", That: "!body.items.exists(i, i.id == objId)"}))
	d.query(r, list, p, "bbox", list.ID+" with bbox shows all and only what lies in it.", list.ID+" 使用 bbox 时，应返回范围内的全部且仅范围内的对象。",
		walk(list, map[string]any{"bbox": box},
			check.Expect{By: "query.bbox", Status: []int{200}},
			check.Expect{By: "query.bbox", That: "body.items.exists(i, i.id == objId)"},
			check.Expect{By: "query.bbox", That: fmt.Sprintf("body.items.all(i, distance(i.location.coordinates[0], i.location.coordinates[1], %[1]s[0], %[1]s[1]) < 200.0)", at)}),
		walk(list, map[string]any{"bbox": beside},
			check.Expect{By: "query.bbox", That: "!body.items.exists(i, i.id == objId)"}))
}

// datetimeCase asks for the half-open interval that begins with the object's
// last change, and for the one that ends there.
func (d *deriver) datetimeCase(r *specs.Resource, list *openapi.Operation, p openapi.Parameter) {
	d.query(r, list, p, "datetime", list.ID+" with datetime selects by a half-open interval.", list.ID+" 使用 datetime 时，应按左闭右开区间筛选。",
		suites.Step{Send: &suites.Send{Operation: r.Read, Parameters: map[string]any{r.IDParam: "${objId}"}}, Capture: map[string]string{
			"at": "body.modifiedAt", "after": "timestamp(body.modifiedAt) + duration('1s')", "before": "timestamp(body.modifiedAt) - duration('60s')"}},
		walk(list, map[string]any{"datetime": "${at}/${after}"},
			check.Expect{By: "query.datetime", Status: []int{200}},
			check.Expect{By: "query.datetime", That: "body.items.exists(i, i.id == objId)"}),
		walk(list, map[string]any{"datetime": "${before}/${at}"},
			check.Expect{By: "query.datetime", That: "!body.items.exists(i, i.id == objId)"}))
}

func (d *deriver) fieldsCase(r *specs.Resource, list *openapi.Operation, p openapi.Parameter) {
	d.query(r, list, p, "fields", list.ID+" with fields=id shows nothing but id and type.", list.ID+" 使用 fields=id 时，应仅返回 id 与 type。",
		walk(list, map[string]any{"fields": "id"},
			check.Expect{By: "query.fields", Status: []int{200}},
			check.Expect{By: "query.fields", That: "body.items.all(i, has(i.id) && i.all(k, k in ['id', 'type'] || k.startsWith('x_')))"}))
}
