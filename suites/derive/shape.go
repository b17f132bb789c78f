package derive

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// shapeValues are what the laws of a document without laws of its own need to
// know of a resource.
func (d *deriver) shapeValues(r *specs.Resource, v map[string]any) {
	b := d.bodies[r.Name]
	if b == nil {
		return
	}
	kept := map[string]any{}
	for _, name := range d.readable(r, b.full) {
		if plainName.MatchString(name) {
			kept[name] = "${objSent." + name + "}"
		}
	}
	v["kept"], v["read-ok"] = kept, numbers(success(d.std.Operation(r.Read)))
	if found := d.found(r); found != "" {
		v["found"] = found
	}
	d.replacement(r, b, v)
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func numbers(all []int) []any {
	out := make([]any, len(all))
	for i, n := range all {
		out[i] = json.Number(fmt.Sprint(n))
	}
	return out
}

// readable are the members of a body that come back when an object is read: the
// document has them in what is written and in what is read.
func (d *deriver) readable(r *specs.Resource, body any) []string {
	written, _ := body.(map[string]any)
	shown := specs.Members(d.std.Schemas, responseSchema(d.std.Operation(r.Read)))
	return slices.DeleteFunc(document.Keys(written), func(name string) bool {
		node, _ := d.std.Schemas.Lookup(shown[name])
		m, _ := node.(map[string]any)
		return shown[name] == "" || m["writeOnly"] == true || strings.Contains(strings.ToLower(name), "password")
	})
}

// responseSchema is the schema of the first success that an operation documents
// with a body.
func responseSchema(op *openapi.Operation) string {
	for _, r := range op.Responses {
		if strings.HasPrefix(r.Status, "2") && len(r.Content) > 0 {
			return r.Content[0].Schema
		}
	}
	return ""
}

// paging are the query parameters of lists that may show a part only.
var paging = regexp.MustCompile(`(?i)limit|page|offset|cursor|size|count|top|skip|start|from|max`)

// found is the condition that a list shows the object made, "" when nothing
// says where the list has its items, or when it may show some only.
func (d *deriver) found(r *specs.Resource) string {
	list := d.std.Operation(r.List)
	id := strings.TrimPrefix(r.ID, "/")
	if list == nil || !plainName.MatchString(id) || slices.ContainsFunc(list.Parameters, func(p openapi.Parameter) bool { return p.Required || paging.MatchString(p.Name) }) {
		return ""
	}
	ref := responseSchema(list)
	where := "body"
	if d.items(ref) == "" {
		where, ref = d.onlyList(ref)
	}
	if where == "" || specs.Members(d.std.Schemas, d.items(ref))[id] == "" {
		return ""
	}
	return fmt.Sprintf("%s.exists(i, has(i.%[2]s) && i.%[2]s == obj.%[2]s)", where, id)
}

// onlyList is the one member of an object that is a list, with its schema.
func (d *deriver) onlyList(ref string) (where, schema string) {
	members := specs.Members(d.std.Schemas, ref)
	for _, name := range document.Keys(members) {
		if d.items(members[name]) == "" {
			continue
		}
		if where != "" || !plainName.MatchString(name) {
			return "", ""
		}
		where, schema = "body."+name, members[name]
	}
	return where, schema
}

// items is the reference of the schema of the items of a list, "" when the
// schema is not one of a list.
func (d *deriver) items(ref string) string {
	for range longestChain {
		node, err := d.std.Schemas.Lookup(ref)
		m, _ := node.(map[string]any)
		if err != nil || m == nil {
			return ""
		}
		if m["items"] != nil {
			return document.Join(ref, "items")
		}
		target, _ := m["$ref"].(string)
		if ref, err = d.std.Schemas.Resolve(ref, target); err != nil || target == "" {
			return ""
		}
	}
	return ""
}

// replacement is another body than that of the fixture, and what of it must be
// read afterwards; and a patch that changes one member to what stands there.
func (d *deriver) replacement(r *specs.Resource, b *bodies, v map[string]any) {
	if body := bodyOf(d.std.Operation(r.Replace)); body != "" {
		other, changed := d.another(r, body, b.sample)
		if shown := among(other, d.readable(r, other)); len(changed) > 0 {
			v["replacement"], v["shown"] = other, shown
		}
	}
	if body := bodyOf(d.std.Operation(r.Patch)); body != "" {
		other, changed := d.another(r, r.NewSchema, b.sample)
		for _, name := range changed {
			if patch := among(other, []string{name}); d.holds(body, patch) {
				v["patched"] = patch
				break
			}
		}
	}
}

// bodyOf is the schema of the body that an operation takes, "" when it takes
// none.
func bodyOf(op *openapi.Operation) string {
	if op == nil || op.Body == nil || len(op.Body.Content) == 0 {
		return ""
	}
	return op.Body.Content[0].Schema
}

func among(v map[string]any, names []string) map[string]any {
	out := map[string]any{}
	for _, name := range names {
		out[name] = v[name]
	}
	return out
}

// another changes as many plain members of a body as can be seen when the
// object is read; those that may have to agree with something stay. The body
// must be one that the schema allows.
func (d *deriver) another(r *specs.Resource, ref string, sample any) (map[string]any, []string) {
	out, _ := clone(sample).(map[string]any)
	valid, _, err := d.valid(ref, synth.Options{Seed: d.opts.Seed, View: schema.Request, Most: d.most(ref)})
	if err != nil || !d.holds(ref, sample) {
		return nil, nil
	}
	var changed []string
	for _, name := range d.readable(r, sample) {
		at := document.Join("", name)
		for _, inst := range valid {
			value := check.At(inst.Value, inst.Pointer)
			trial := map[string]any{name: value}
			if inst.Pointer != at || !plain(value) || schema.Equal(value, out[name]) || inst.Keyword == "format" || len(foreignKeys(trial, "")) > 0 || slices.Contains(foreignKeys(sample, ""), at) {
				continue
			}
			if next := with(out, name, value); d.holds(ref, next) {
				out, changed = next, append(changed, name)
				break
			}
		}
	}
	return out, changed
}

func with(m map[string]any, name string, value any) map[string]any {
	out := maps.Clone(m)
	out[name] = value
	return out
}

// plain tells values that a system stores as they are.
func plain(v any) bool {
	_, flag := v.(bool)
	return flag || scalar(v)
}
