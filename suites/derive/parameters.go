package derive

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// parameterCases derives what query parameters may be and must not be, and
// what a query must not hold at all.
func (d *deriver) parameterCases() error {
	for _, op := range d.operations() {
		t, ok := d.target(op)
		if !ok && d.std.Conventions.Samples {
			d.gap("parameters", op.ID, place(op), "nothing provides the object its path names", "无法提供其路径所指的对象")
		}
		if !ok || op.Method != "GET" && !d.plainlySent(op) {
			continue
		}
		base := d.baseCase(t)
		for _, p := range op.Parameters {
			if (p.In == "query" || p.In == "cookie") && p.Schema != "" {
				if err := d.parameterCasesOf(t, p, base); err != nil {
					return fmt.Errorf("%s: parameter %s: %w", op.ID, p.Name, err)
				}
			}
		}
		c := t.newCase("parameter", "undefined", specs.Text{
			EN: op.ID + " refuses a query parameter that is not defined.", ZH: op.ID + " 应拒绝未定义的查询参数。"})
		c.Twin = base
		s := t.send(nil)
		s.Query = "cityconf-undefined=1"
		c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "reject.unknown-parameter", Status: []int{400}}}}}
		d.add(c, place(op))
	}
	return nil
}

// plainlySent tells whether an operation that changes something is called with
// nothing but its parameters: where samples are all there is, and where it does
// not remove what others have made.
func (d *deriver) plainlySent(op *openapi.Operation) bool {
	return d.std.Conventions.Samples && op.Body == nil && (op.Method != "DELETE" || strings.HasSuffix(op.Path, "}"))
}

// baseCase is the plain request of an operation: the twin of its negatives.
func (d *deriver) baseCase(t target) string {
	c := t.newCase("accept", "plain", specs.Text{EN: t.op.ID + " answers a plain request.", ZH: t.op.ID + " 应正常应答普通请求。"})
	c.Sample = d.std.Conventions.Samples && d.madeUp(t.op)
	c.Steps = []suites.Step{{Send: t.send(nil), Expect: []check.Expect{{By: "accept.parameter", Status: success(t.op)}}}}
	d.add(c, place(t.op))
	if !d.ids[c.ID] {
		return ""
	}
	return c.ID
}

// cursors are made by the system: no value of ours is valid.
func opaque(p openapi.Parameter) bool { return p.Name == "cursor" }

func (d *deriver) parameterCasesOf(t target, p openapi.Parameter, base string) error {
	o := synth.Options{Seed: d.opts.Seed, View: schema.Request, Most: d.most(p.Schema)}
	at := p.Document + "#" + p.Pointer
	if !opaque(p) {
		valid, _, err := d.valid(p.Schema, o)
		if err != nil {
			d.gap("parameters", t.op.ID, p.Schema, err.Error(), err.Error())
			return nil
		}
		for _, inst := range d.meaningful(p, selected(valid, false)) {
			d.acceptParameter(t, p, inst, base, at)
		}
	}
	invalid, gaps, err := d.invalidOf(p.Schema, o)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		d.gap("parameters", t.op.ID, g.Schema, g.Keyword+": "+g.ReasonEN, g.Keyword+"："+g.ReasonZH)
	}
	for _, inst := range selected(invalid, false) {
		d.rejectParameter(t, p, inst, base, at)
	}
	if len(invalid) > 0 {
		d.repeatedParameter(t, p, base, at)
	}
	return nil
}

// meaningful leaves out values made from a pattern where the document shows
// examples: there the pattern gives a form that not every match fills with
// sense (a date-time of month 75). Of a list of enumerated values it keeps
// three.
func (d *deriver) meaningful(p openapi.Parameter, all []synth.Instance) []synth.Instance {
	node, err := d.std.Schemas.Lookup(p.Schema)
	m, ok := node.(map[string]any)
	if err != nil || !ok {
		return all
	}
	listed := 0
	return slices.DeleteFunc(slices.Clone(all), func(i synth.Instance) bool {
		if m["type"] == "array" && i.Keyword == "enum" {
			listed++ // every member of a list is read by the same code
			return listed > 3
		}
		return m["examples"] != nil && i.Keyword == "pattern"
	})
}

func (d *deriver) acceptParameter(t target, p openapi.Parameter, inst synth.Instance, base, at string) {
	if why, presumed := d.presumes(inst, map[string]any{p.Name: inst.Value}, nil); presumed {
		d.gap("parameters", t.op.ID, inst.Schema, inst.Name+": "+why.EN, inst.Name+"："+why.ZH)
		return
	}
	if !spellable(p, inst.Value) {
		return
	}
	c := t.newCase("parameter", p.Name+"/accept/"+inst.Name, specs.Text{
		EN: fmt.Sprintf("%s accepts %s = %s.", t.op.ID, p.Name, compact(inst.Value)),
		ZH: fmt.Sprintf("%s 应接受 %s = %s。", t.op.ID, p.Name, compact(inst.Value))})
	c.Twin = d.beside(base)
	s := t.send(nil)
	s.Parameters[p.Name] = inst.Value
	c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "accept.parameter", Status: success(t.op)}}}}
	d.add(c, inst.Schema, at, place(t.op))
}

// rejectParameter voids what the wire cannot tell from a valid value: "60" for
// 60 in a query is 60.
func (d *deriver) rejectParameter(t target, p openapi.Parameter, inst synth.Instance, base, at string) {
	if word, ok := inst.Value.(string); ok && inst.Keyword == "type" && d.validOnWire(word, p) {
		inst.Value = "cityconf" // a number in quotes is a number in a query; a word is not
	}
	if !d.inQuery(p, inst) {
		d.gap("parameters", t.op.ID, inst.Schema, inst.Name+": not violable in a "+p.In, inst.Name+"：无法在"+placeZH[p.In]+"中构造该违例")
		return
	}
	key := "reject.parameter"
	if p.Name == "limit" && (inst.Keyword == "minimum" || inst.Keyword == "maximum") && d.std.RequirementFor("page.limit-range", inst.Schema, at, place(t.op)) != "" {
		key = "page.limit-range"
	}
	c := t.newCase("parameter", p.Name+"/"+inst.Name, specs.Text{
		EN: fmt.Sprintf("%s refuses %s = %s, which breaks %s.", t.op.ID, p.Name, compact(inst.Value), inst.Keyword),
		ZH: fmt.Sprintf("%s 应拒绝违反 %[4]s 的 %[2]s = %[3]s。", t.op.ID, p.Name, compact(inst.Value), inst.Keyword)})
	c.Twin = base
	s := t.send(nil)
	s.Parameters[p.Name] = inst.Value
	c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: key, Status: []int{400}}}}}
	d.add(c, inst.Schema, at, place(t.op))
}

// placeZH names the places of parameters in Chinese.
var placeZH = map[string]string{"query": "查询参数", "cookie": " Cookie "}

// repeatedParameter sends a scalar parameter twice.
func (d *deriver) repeatedParameter(t target, p openapi.Parameter, base, at string) {
	v, err := d.canonical(p.Schema, 0)
	text, ok := spelled(v, p)
	if _, list := v.([]any); err != nil || !ok || list || opaque(p) || p.In != "query" {
		return
	}
	c := t.newCase("parameter", p.Name+"/repeated", specs.Text{
		EN: fmt.Sprintf("%s refuses %s given twice.", t.op.ID, p.Name), ZH: fmt.Sprintf("%s 应拒绝重复给出的 %s。", t.op.ID, p.Name)})
	c.Twin = base
	s := t.send(nil)
	s.Query = p.Name + "=" + escapeQuery(text) + "&" + p.Name + "=" + escapeQuery(text)
	c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "reject.parameter", Status: []int{400}}}}}
	d.add(c, at, place(t.op))
}

// spelled is a parameter value as text; ok is false for values that a query
// has no spelling for.
func spelled(v any, p openapi.Parameter) (string, bool) {
	switch x := v.(type) {
	case string:
		return x, x != ""
	case json.Number:
		return x.String(), true
	case bool:
		return fmt.Sprint(x), true
	case []any:
		var parts []string
		for _, e := range x {
			s, ok := spelled(e, p)
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ","), len(parts) > 0
	}
	return "", false
}

// validOnWire reads a text back as a server would, by every type the schema
// could mean.
func (d *deriver) validOnWire(text string, p openapi.Parameter) bool {
	s, err := d.std.Schemas.Compile(p.Schema, schema.Request)
	if err != nil {
		return true
	}
	if len(s.Validate(text)) == 0 {
		return true
	}
	if v, err := schema.Parse([]byte(text)); err == nil && len(s.Validate(v)) == 0 {
		return true
	}
	var strs, vals []any
	for _, e := range strings.Split(text, ",") {
		strs = append(strs, e)
		v, err := schema.Parse([]byte(e))
		if err != nil {
			v = e
		}
		vals = append(vals, v)
	}
	return len(s.Validate(strs)) == 0 || len(s.Validate(vals)) == 0
}

func escapeQuery(s string) string {
	return strings.NewReplacer("%", "%25", "&", "%26", "+", "%2B", " ", "%20", "#", "%23").Replace(s)
}

func compact(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if r := []rune(string(b)); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return string(b)
}
