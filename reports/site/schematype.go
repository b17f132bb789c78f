package site

import (
	"fmt"
	"html/template"
	"strings"
)

// describer writes schemas in one language.
type describer struct {
	*site
	l Lang
}

func esc(s string) string { return template.HTMLEscapeString(s) }

func code(s string) string { return "<code>" + esc(s) + "</code>" }

// kind says in one line what a schema accepts; base is the reference of the
// schema, from which its $ref is resolved.
func (d describer) kind(base string, schema any) template.HTML {
	node, ok := schema.(map[string]any)
	if !ok {
		if schema == false {
			return template.HTML(d.l.say("type.nothing"))
		}
		return template.HTML(d.l.say("type.any"))
	}
	var words []string
	if target, ok := node["$ref"].(string); ok {
		words = append(words, d.link(base, target))
	}
	words = append(words, d.types(base, node)...)
	words = append(words, d.choices(node)...)
	words = append(words, d.bounds(node)...)
	words = append(words, d.alternatives(base, node)...)
	if len(words) == 0 {
		return template.HTML(d.l.say("type.any"))
	}
	return template.HTML(strings.Join(words, d.l.say("sep.list")))
}

// link is a reference to another schema, by its name.
func (d describer) link(base, target string) string {
	ref, err := d.std.Schemas.Resolve(base, target)
	if err != nil {
		return code(target)
	}
	return d.linkTo(ref)
}

func (d describer) linkTo(ref string) string {
	name := ref[strings.LastIndexByte(ref, '/')+1:]
	if href := d.named[ref]; href != "" {
		return `<a href="` + esc(href) + `">` + esc(name) + `</a>`
	}
	return code(name)
}

// types are the JSON types, with what a list holds.
func (d describer) types(base string, node map[string]any) []string {
	var names []string
	switch t := node["type"].(type) {
	case string:
		names = []string{t}
	case []any:
		for _, one := range t {
			names = append(names, fmt.Sprint(one))
		}
	}
	var out []string
	for i, name := range names {
		text := d.l.say("type." + name)
		if name == "array" && node["items"] != nil {
			text = d.l.say("type.list-of", string(d.kind(base+"/items", node["items"])))
		}
		if i > 0 {
			text = d.l.say("sep.or") + text
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return nil
	}
	return []string{strings.Join(out, "")}
}

// choices are fixed values.
func (d describer) choices(node map[string]any) []string {
	var out []string
	if v, ok := node["const"]; ok {
		out = append(out, "= "+code(oneLine(v)))
	}
	if all, ok := node["enum"].([]any); ok {
		labels, _ := node["x-ucis-labels"].(map[string]any)
		var words []string
		for _, v := range all {
			text := code(oneLine(v))
			if label, ok := labels[fmt.Sprint(v)].(map[string]any); ok {
				text += " " + esc(d.l.pick(labelText(label)))
			}
			words = append(words, text)
		}
		out = append(out, strings.Join(words, d.l.say("sep.value")))
	}
	if f, ok := node["format"].(string); ok {
		out = append(out, esc(f))
	}
	if p, ok := node["pattern"].(string); ok {
		out = append(out, code(p))
	}
	return out
}

// bounds are limits of value, length and number.
func (d describer) bounds(node map[string]any) []string {
	var out []string
	add := func(format string, key string) {
		if v, ok := node[key]; ok {
			out = append(out, esc(fmt.Sprintf(format, oneLine(v))))
		}
	}
	add("≥ %s", "minimum")
	add("> %s", "exclusiveMinimum")
	add("≤ %s", "maximum")
	add("< %s", "exclusiveMaximum")
	if v, ok := node["multipleOf"]; ok {
		out = append(out, d.l.say("type.step", oneLine(v)))
	}
	for _, size := range []struct{ least, most, unit string }{
		{"minLength", "maxLength", "type.characters"}, {"minItems", "maxItems", "type.items"}, {"minProperties", "maxProperties", "type.members"},
	} {
		if text := between(node[size.least], node[size.most]); text != "" {
			out = append(out, d.l.say(size.unit, text))
		}
	}
	if node["uniqueItems"] == true {
		out = append(out, d.l.say("type.unique"))
	}
	if v, ok := node["default"]; ok {
		out = append(out, d.l.say("type.default", code(oneLine(v))))
	}
	return out
}

// between is a range of sizes, "" for none.
func between(least, most any) string {
	switch {
	case least != nil && most != nil && oneLine(least) == oneLine(most):
		return oneLine(least)
	case least != nil && most != nil:
		return oneLine(least) + "–" + oneLine(most)
	case least != nil:
		return "≥ " + oneLine(least)
	case most != nil:
		return "≤ " + oneLine(most)
	}
	return ""
}

// alternatives are branches, each in one line.
func (d describer) alternatives(base string, node map[string]any) []string {
	var out []string
	for _, key := range []string{"oneOf", "anyOf"} {
		all, _ := node[key].([]any)
		var words []string
		for i, branch := range all {
			words = append(words, string(d.kind(fmt.Sprintf("%s/%s/%d", base, key, i), branch)))
		}
		if len(words) > 0 {
			out = append(out, d.l.say("type."+key, strings.Join(words, d.l.say("sep.branch"))))
		}
	}
	return out
}
