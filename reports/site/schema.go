package site

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// schemaView is a named schema as the pages show it.
type schemaView struct {
	Anchor     string // within the page
	Name       string
	Title      specs.Text
	Kind       template.HTML // for schemas without members
	On         template.HTML // schemas it builds on, "" for none
	Members    []member
	Conditions string // JSON of keywords that the table does not show, "" for none
	Invariants []invariant
	Monotone   []string
	Links      []string // requirements of the schema itself
	At         specs.Source
}

// member is a property, nested ones with their whole name.
type member struct {
	Name     string // "rules[].level"
	Title    specs.Text
	Kind     template.HTML
	Unit     string
	Required bool
	ReadOnly bool
	Unique   bool
	Refers   string // resource that the value names, ""
	Links    []string
	line     int
}

type invariant struct {
	Requirement string
	That        string
}

// schemaAt shows a named schema.
func (d describer) schemaAt(ref string) schemaView {
	_, at, _ := strings.Cut(d.named[ref], "#")
	v := schemaView{Anchor: at, Name: ref[strings.LastIndexByte(ref, '/')+1:], At: d.std.Place(ref)}
	raw, err := d.std.Schemas.Lookup(ref)
	node, ok := raw.(map[string]any)
	if err != nil || !ok {
		v.Kind = d.kind(ref, raw)
		return v
	}
	v.Title = d.title(ref, node, 0)
	v.Links, v.Monotone = texts(node["x-ucis-req"]), texts(node["x-ucis-monotone"])
	v.Members = d.membersOf(ref, node, "", 0)
	v.On = d.builtOn(ref, node)
	if len(v.Members) == 0 {
		v.Kind = d.ownKind(ref, node, v.On != "")
	}
	v.Conditions = conditions(node)
	list, _ := node["x-ucis-invariants"].([]any)
	for _, e := range list {
		entry, _ := e.(map[string]any)
		v.Invariants = append(v.Invariants, invariant{fmt.Sprint(entry["req"]), strings.Join(strings.Fields(fmt.Sprint(entry["that"])), " ")})
	}
	return v
}

// ownKind is the kind of a schema without members, less what is said already
// of the schemas it builds on.
func (d describer) ownKind(ref string, node map[string]any, said bool) template.HTML {
	if !said {
		return d.kind(ref, node)
	}
	own := maps.Clone(node)
	delete(own, "$ref")
	if kind := d.kind(ref, own); string(kind) != d.l.say("type.any") {
		return kind
	}
	return ""
}

// deepest bounds how far nested objects are unfolded into one table.
const deepest = 4

// membersOf lists the properties of a schema and of its inline allOf parts, in
// the order of the document.
func (d describer) membersOf(ref string, node map[string]any, prefix string, depth int) []member {
	if depth > deepest {
		return nil
	}
	required := texts(node["required"])
	properties, _ := node["properties"].(map[string]any)
	var names []string
	for name := range properties {
		names = append(names, name)
	}
	line := func(name string) int { return d.std.Place(ref + document.Join("/properties", name)).Line }
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(line(a), line(b)), strings.Compare(a, b)) })
	var out []member
	for _, name := range names {
		at := ref + document.Join("/properties", name)
		m := d.member(at, prefix+name, properties[name])
		m.Required = slices.Contains(required, name)
		out = append(out, m)
		out = append(out, d.nested(at, prefix+name, properties[name], depth)...)
	}
	parts, _ := node["allOf"].([]any)
	for i, p := range parts {
		if inline, ok := p.(map[string]any); ok && inline["properties"] != nil {
			out = append(out, d.membersOf(fmt.Sprintf("%s/allOf/%d", ref, i), inline, prefix, depth+1)...)
		}
	}
	return out
}

// nested unfolds objects and lists of objects that have no name of their own.
func (d describer) nested(ref, name string, schema any, depth int) []member {
	node, _ := schema.(map[string]any)
	if node["properties"] != nil {
		return d.membersOf(ref, node, name+".", depth+1)
	}
	if items, ok := node["items"].(map[string]any); ok && items["properties"] != nil {
		return d.membersOf(ref+"/items", items, name+"[].", depth+1)
	}
	return nil
}

func (d describer) member(ref, name string, schema any) member {
	node, _ := schema.(map[string]any)
	refers, _ := node["x-ucis-refers"].(string)
	return member{Name: name, Title: d.title(ref, node, 0), Kind: d.kind(ref, schema), Unit: d.unit(ref, node, 0),
		ReadOnly: node["readOnly"] == true, Unique: node["x-ucis-unique"] == true, Refers: refers, Links: texts(node["x-ucis-req"])}
}

// title is what a schema calls itself, else what the schema it refers to does.
func (d describer) title(ref string, node map[string]any, depth int) specs.Text {
	for _, key := range []string{"title", "description"} {
		if t := textOf(node, key); t.EN != "" {
			return t
		}
	}
	if next, at := d.behind(ref, node); next != nil && depth < deepest {
		return d.title(at, next, depth+1)
	}
	return specs.Text{}
}

// unit is the unit of a plain number, or the one that a measured value fixes.
func (d describer) unit(ref string, node map[string]any, depth int) string {
	if depth > deepest || node == nil {
		return ""
	}
	if u, ok := node["x-ucis-unit"].(string); ok {
		return u
	}
	if u, ok := document.Get(node, "/properties/unit/const"); ok {
		return fmt.Sprint(u)
	}
	parts, _ := node["allOf"].([]any)
	for i, p := range parts {
		inline, _ := p.(map[string]any)
		if u := d.unit(fmt.Sprintf("%s/allOf/%d", ref, i), inline, depth+1); u != "" {
			return u
		}
	}
	if next, at := d.behind(ref, node); next != nil {
		return d.unit(at, next, depth+1)
	}
	return ""
}

// behind is the schema that a $ref leads to, nil when there is none.
func (d describer) behind(ref string, node map[string]any) (map[string]any, string) {
	target, ok := node["$ref"].(string)
	if !ok {
		return nil, ""
	}
	at, err := d.std.Schemas.Resolve(ref, target)
	if err != nil {
		return nil, ""
	}
	raw, err := d.std.Schemas.Lookup(at)
	if err != nil {
		return nil, ""
	}
	next, _ := raw.(map[string]any)
	return next, at
}

// builtOn links the schemas that a schema adds to.
func (d describer) builtOn(ref string, node map[string]any) template.HTML {
	var links []string
	if target, ok := node["$ref"].(string); ok && len(node) > 1 {
		links = append(links, d.link(ref, target))
	}
	parts, _ := node["allOf"].([]any)
	for _, p := range parts {
		inline, _ := p.(map[string]any)
		if target, ok := inline["$ref"].(string); ok {
			links = append(links, d.link(ref, target))
		}
	}
	return template.HTML(strings.Join(links, d.l.say("sep.list")))
}
