package derive

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// beside is the twin of a variation where values are samples: it counts only if
// the plain request was taken.
func (d *deriver) beside(twin string) string {
	if d.std.Conventions.Samples {
		return twin
	}
	return ""
}

// sampled puts one plausible body before the valid variations, and leaves out
// those that presume what no document says. It returns the id of the case of
// that body.
func (d *deriver) sampled(t target, f finisher, o synth.Options, valid []synth.Instance, gaps []synth.Gap) ([]synth.Instance, string, []synth.Gap) {
	plain, err := d.plainBody(t.op, f.ref, o)
	if err != nil {
		return nil, "", gaps
	}
	twin := d.accept(t, f, synth.Instance{Name: "sample", Value: plain, Schema: f.ref, Side: synth.SideValid}, "")
	if twin != "" {
		d.suite.Cases[len(d.suite.Cases)-1].Sample = !d.documentsBody(t, f.ref)
	}
	var kept []synth.Instance
	for _, inst := range valid {
		if why, presumed := d.presumes(inst, inst.Value, plain); presumed {
			gaps = append(gaps, synth.Gap{Pointer: inst.Pointer, Keyword: inst.Keyword, Schema: inst.Schema, ReasonEN: inst.Name + ": " + why.EN, ReasonZH: inst.Name + "：" + why.ZH})
			continue
		}
		kept = append(kept, inst)
	}
	return kept, twin, gaps
}

// documentsBody tells whether a document shows a whole request. A body that the
// tester made up may be refused for rules that no schema can state.
func (d *deriver) documentsBody(t target, ref string) bool {
	shown := slices.ContainsFunc(d.synthOptions(t.op).Examples, func(v any) bool { return d.holds(ref, v) })
	return !d.madeUp(t.op) && (shown || d.says(ref, "example", "examples"))
}

func (d *deriver) holds(ref string, v any) bool {
	s, err := d.std.Schemas.Compile(ref, schema.Request)
	return err == nil && len(s.Validate(v)) == 0
}

// madeUp tells whether an operation needs a parameter of which the document
// shows no value; an object that its path names is made before.
func (d *deriver) madeUp(op *openapi.Operation) bool {
	return slices.ContainsFunc(op.Parameters, func(p openapi.Parameter) bool {
		if p.In != "path" && !p.Required {
			return false
		}
		if _, made := d.need(op, p.Name); p.In == "path" && made {
			return false
		}
		return !d.plainly(p) && (p.In == "path" || !d.says(p.Schema, "example", "examples", "default"))
	})
}

// plainly tells whether a document lists all values of a parameter.
func (d *deriver) plainly(p openapi.Parameter) bool { return d.says(p.Schema, "enum", "const") }

// says tells whether a schema has one of some keywords, itself or where it
// refers to.
func (d *deriver) says(ref string, keywords ...string) bool {
	for range longestChain {
		node, err := d.std.Schemas.Lookup(ref)
		m, _ := node.(map[string]any)
		if err != nil || slices.ContainsFunc(keywords, func(k string) bool { return m[k] != nil }) {
			return err == nil
		}
		target, ok := m["$ref"].(string)
		if ref, err = d.std.Schemas.Resolve(ref, target); !ok || err != nil {
			return false
		}
	}
	return false
}

// longestChain bounds references to references.
const longestChain = 8

// stated is a value for a path parameter that names no object which the tester
// could make: a listed one, or for reading, which does no harm, any that the
// schema allows.
func (d *deriver) stated(op *openapi.Operation, p openapi.Parameter) (any, bool) {
	if !d.std.Conventions.Samples || op.Method != "GET" && !d.plainly(p) {
		return nil, false
	}
	v, err := d.canonical(p.Schema, 0)
	_, ok := spelled(v, p)
	return v, err == nil && ok
}

// unspoken are keywords whose valid variations presume something of the system:
// that it takes members nobody named, or every corner of a format.
var unspoken = []string{"format", "additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames", "maxProperties"}

// presumes says why a valid value may be refused all the same by a system that
// does what its document says: it names an object that need not exist, or
// breaks a relation between members that no schema can state. plain is a value
// whose own members of this kind are known to be sound.
func (d *deriver) presumes(inst synth.Instance, value, plain any) (specs.Text, bool) {
	if !d.std.Conventions.Samples {
		return specs.Text{}, false
	}
	if _, flag := check.At(inst.Value, inst.Pointer).(bool); flag && inst.Keyword == "type" && inst.Pointer != "" {
		return specs.Text{EN: "a flag may change what else has to be said", ZH: "标志位的取值可能改变对其他成员的要求"}, true
	}
	if slices.Contains(unspoken, inst.Keyword) || check.At(inst.Value, inst.Pointer) == nil && inst.Keyword == "type" {
		return specs.Text{EN: "many systems do not take it, and documents seldom mean it", ZH: "许多系统不接受，且文档通常并无此意"}, true
	}
	for _, at := range foreignKeys(value, "") {
		if have := check.At(plain, at); plain == nil || !schema.Equal(have, check.At(value, at)) {
			return specs.Text{
				EN: fmt.Sprintf("%s may have to agree with what the system holds or with another member", at),
				ZH: fmt.Sprintf("%s 可能须与系统中已有的内容或其他成员一致", at)}, true
		}
	}
	return specs.Text{}, false
}

var (
	address   = regexp.MustCompile(`^(?:urn:|https?://)|^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)
	referring = regexp.MustCompile(`(?:^(?:id|ids|ref|uuid|parent|owner)$)|(?:_ids?$)|(?:[a-z]I[dD]s?$)|(?:Refs?$)|(?:_refs?$)|(?:[uU]uid$)`)
	related   = regexp.MustCompile(`(?i)^(?:min|max|from|to|start|end|begin|lower|upper|since|until|valid|not)(?:$|[A-Z_])`)
	dated     = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)
)

// foreignKeys lists the pointers of members that name other objects, and of
// those that come in pairs: a beginning and an end, several dates.
func foreignKeys(v any, at string) []string {
	var names, pairs []string
	switch t := v.(type) {
	case map[string]any:
		for _, key := range document.Keys(t) {
			here := document.Join(at, key)
			text, _ := t[key].(string)
			switch {
			case referring.MatchString(key), address.MatchString(text):
				names = append(names, here)
			case related.MatchString(key) && scalar(t[key]), dated.MatchString(text):
				pairs = append(pairs, here)
			default:
				names = append(names, foreignKeys(t[key], here)...)
			}
		}
	case []any:
		for i, e := range t {
			names = append(names, foreignKeys(e, at+"/"+strconv.Itoa(i))...)
		}
	}
	if len(pairs) > 1 {
		names = append(names, pairs...)
	}
	return names
}

func scalar(v any) bool {
	switch v.(type) {
	case string, json.Number:
		return true
	}
	return false
}

// absent tells null in the place of an optional member, which a stranger may
// read as no member at all.
func (d *deriver) absent(f finisher, inst synth.Instance) bool {
	if !d.std.Conventions.Samples || inst.Keyword != "type" || inst.Pointer == "" || check.At(inst.Value, inst.Pointer) != nil {
		return false
	}
	without := clone(inst.Value)
	remove(without, inst.Pointer)
	return d.holds(f.ref, without)
}

// apart is a body whose free texts are of this object alone, for systems that
// refuse a second object of the same name; nil where no text is free. What a
// text means stays: an address of mail remains one.
func (d *deriver) apart(r *specs.Resource, sample any) any {
	if !d.std.Conventions.Samples {
		return nil
	}
	f := finisher{d: d, ref: r.NewSchema}
	out, _ := clone(sample).(map[string]any)
	bound, changed := foreignKeys(sample, ""), false
	for _, name := range document.Keys(out) {
		text, ok := out[name].(string)
		at := document.Join("", name)
		if !ok || slices.Contains(bound, at) {
			continue
		}
		own := text + " ${unique(6)}"
		if user, host, mail := strings.Cut(text, "@"); mail {
			own = user + "${unique(6)}@" + host
		}
		if f.fits(sample, at, strings.Replace(own, "${unique(6)}", "A7A7A7", 1)) {
			out[name], changed = own, true
		}
	}
	if !changed {
		return nil
	}
	return out
}
