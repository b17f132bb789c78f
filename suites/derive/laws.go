package derive

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

//go:embed laws/*.yaml laws/shape/*.yaml
var lawFiles embed.FS

// law is a stateful law as a template: for each resource that offers what
// Where names, the $(…) are replaced and a test case results.
type law struct {
	Rule    string        `json:"rule"`
	For     string        `json:"for"`   // "resource", "device" (at a broker of the city), "link" (a device at the tester's broker), or "any": the first resource that offers what is named
	Where   []string      `json:"where"` // operations ("patch If-Match" also needs the header), or unique, text, patchable, optional, limit
	Purpose specs.Text    `json:"purpose"`
	Needs   []suites.Need `json:"needs"`
	Mutates bool          `json:"mutates"`
	Alone   bool          `json:"alone"`
	Steps   []suites.Step `json:"steps"`
}

// lawCases instantiates every law for every resource.
func (d *deriver) lawCases() error {
	files, err := fs.Glob(lawFiles, path.Join("laws", d.std.Conventions.Laws, "*.yaml"))
	if err != nil {
		return err
	}
	for _, name := range files {
		text, err := lawFiles.ReadFile(name)
		if err != nil {
			return err
		}
		for i, part := range strings.Split(string(text), "\n---\n") {
			if err := d.lawCase(fmt.Sprintf("%s#%d", name, i+1), part); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *deriver) lawCase(name, text string) error {
	doc, err := document.Parse(name, []byte(text))
	if err != nil {
		return err
	}
	head, _ := doc.Root.(map[string]any)
	where, _ := head["where"].([]any)
	for _, s := range d.subjects(fmt.Sprint(head["for"])) {
		if !d.offers(s.values, where) {
			continue
		}
		var l law
		if err := decode(substitute(doc.Root, s.values), &l); err != nil {
			return fmt.Errorf("%s for %s: %w", name, s.resource.Name, err)
		}
		d.instantiate(&l, s)
		if l.For == "any" {
			break
		}
	}
	return nil
}

// subject is what a law is instantiated for.
type subject struct {
	resource *specs.Resource
	values   map[string]any
}

// subjects lists the resources, or the devices of the parts with channels.
func (d *deriver) subjects(kind string) []subject {
	var all []subject
	if kind == "device" || kind == "link" {
		if (kind == "link") != d.std.Connects(d.opts.Role) {
			return nil
		}
		for _, f := range d.folders() {
			if r, v := d.deviceValues(f); r != nil {
				all = append(all, subject{r, v})
			}
		}
		return all
	}
	for i := range d.std.Resources {
		r := &d.std.Resources[i]
		if r.Domain == "" && r.Create == "" {
			continue // kept by the system itself (the audit log): its list grows while one looks
		}
		all = append(all, subject{r, d.values(r)})
	}
	return all
}

func (d *deriver) instantiate(l *law, s subject) {
	c := &suites.TestCase{ID: d.folder(s.resource) + "/" + s.resource.Name + "/law/" + l.Rule, Rule: "law/" + l.Rule,
		Purpose: l.Purpose, Needs: l.Needs, Steps: l.Steps, Mutates: l.Mutates, Alone: l.Alone}
	if l.For == "device" || l.For == "link" {
		c.Class, _ = s.values["channel-class"].(string)
		if d.claimed[c.Class] {
			d.add(c, s.resource.Schema)
		}
		return
	}
	op := d.std.Operation(s.values[operationOf(l.Where[0])].(string))
	c.Operation, c.Class = op.ID, d.lawClass(s.resource, l.Where)
	if d.claimed[c.Class] {
		d.add(c, place(op))
	}
}

// folder is the part of the standard in which a resource stands.
func (d *deriver) folder(r *specs.Resource) string {
	for _, id := range []string{r.Read, r.List, r.Create} {
		if op := d.std.Operation(id); op != nil {
			return part(op.Document)
		}
	}
	return r.Domain
}

// lawClass is the class of the most demanding operation the law uses: writing
// before reading.
func (d *deriver) lawClass(r *specs.Resource, where []string) string {
	out := ""
	for _, w := range where {
		if op := d.std.Operation(operations(r)[operationOf(w)]); op != nil && (out == "" || mutates(op)) {
			out = class(op)
		}
	}
	return out
}

func operationOf(where string) string {
	name, _, _ := strings.Cut(where, " ")
	return name
}

func operations(r *specs.Resource) map[string]string {
	return map[string]string{"create": r.Create, "read": r.Read, "list": r.List, "replace": r.Replace, "patch": r.Patch, "delete": r.Delete, "batch": r.Batch,
		"observations": r.Observations, "aggregates": r.Aggregates}
}

// values are what the $(…) of a law stand for.
func (d *deriver) values(r *specs.Resource) map[string]any {
	v := map[string]any{"name": r.Name, "title": r.Name, "id": r.IDParam, "collection": r.Collection, "item": r.Item,
		"tag-path": strings.ReplaceAll(d.std.Tag, "/", ".")}
	for k, id := range operations(r) {
		if id != "" {
			v[k] = id
		}
	}
	if b := d.bodies[r.Name]; b != nil {
		v["body"], v["minimal"], v["dropped"] = b.full, b.minimal, spellList(b.dropped)
		if b.text != nil {
			v["text"] = b.text
		}
		if b.patchable != nil {
			v["patchable"], v["changed"] = b.patchable, check.MergePatch(b.full, b.patchable)
		}
		if b.optional != "" {
			v["optional"] = b.optional
		}
		if b.refused != nil {
			v["refused"], v["marked"] = b.refused, b.marked
			v["hundred"] = slices.Repeat([]any{map[string]any{"action": "upsert", "object": b.marked}}, 100)
		}
	}
	if d.std.Conventions.Samples {
		d.shapeValues(r, v)
	}
	if members := d.aggregated(r); members != nil {
		v["aggregated"] = spellList(members)
	}
	if len(r.Unique) > 0 {
		v["unique"] = true
	}
	if list := d.std.Operation(r.List); list != nil {
		d.limitValue(list, v)
	}
	return v
}

// aggregated are the members that windows of a resource's history can show.
func (d *deriver) aggregated(r *specs.Resource) []any {
	op := d.std.Operation(r.Aggregates)
	if op == nil {
		return nil
	}
	for _, p := range op.Parameters {
		if node, err := d.std.Schemas.Lookup(p.Schema); p.Name == "member" && err == nil {
			members, _ := check.At(node, "/enum").([]any)
			return members
		}
	}
	return nil
}

func (d *deriver) limitValue(list *openapi.Operation, v map[string]any) {
	for _, p := range list.Parameters {
		if p.Name != "limit" {
			continue
		}
		v["limit"] = true
		if s, err := d.std.Schemas.Lookup(p.Schema); err == nil {
			if m, ok := s.(map[string]any); ok && m["default"] != nil {
				v["default-limit"] = m["default"]
			}
		}
	}
}

// offers tells whether a subject has all that a law names: operations (of
// claimed classes, with the header named), channels, bodies.
func (d *deriver) offers(values map[string]any, where []any) bool {
	return !slices.ContainsFunc(where, func(w any) bool {
		name, hdr, _ := strings.Cut(fmt.Sprint(w), " ")
		if values[name] == nil {
			return true
		}
		op := d.std.Operation(fmt.Sprint(values[name]))
		if op != nil && !d.claimed[class(op)] {
			return true
		}
		return hdr != "" && (op == nil || !header(op, hdr))
	})
}

// substitute replaces $(name): a whole string takes the value, a part of one
// its spelling; keys too.
func substitute(v any, values map[string]any) any {
	switch t := v.(type) {
	case string:
		if strings.HasPrefix(t, "$(") && strings.Index(t, ")") == len(t)-1 {
			if x, ok := values[t[2:len(t)-1]]; ok {
				return x
			}
		}
		return substituteText(t, values)
	case map[string]any:
		m := make(map[string]any, len(t))
		for k, e := range t {
			m[substituteText(k, values)] = substitute(e, values)
		}
		return m
	case []any:
		l := make([]any, len(t))
		for i, e := range t {
			l[i] = substitute(e, values)
		}
		return l
	}
	return v
}

func substituteText(s string, values map[string]any) string {
	for k, v := range values {
		if strings.Contains(s, "$("+k+")") {
			s = strings.ReplaceAll(s, "$("+k+")", fmt.Sprint(v))
		}
	}
	return s
}

// spellList writes names as a CEL list.
func spellList(all []any) string {
	var parts []string
	for _, e := range all {
		parts = append(parts, strconv.Quote(fmt.Sprint(e)))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// decode reads a tree into a struct; a key that the struct lacks is an error.
func decode(tree any, into any) error {
	b, err := json.Marshal(tree)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.DisallowUnknownFields()
	dec.UseNumber()
	return dec.Decode(into)
}
