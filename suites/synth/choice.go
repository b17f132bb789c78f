package synth

import (
	"encoding/json"
	"strconv"
	"strings"
)

// alternative is one way to satisfy a choice.
type alternative struct {
	refs    []string // schema places that then apply
	require []string // members that must be there
	forbid  []string // members that must not be there
	refuse  []string // schema places that must not hold
}

// choice is a keyword that can be satisfied in more than one way.
type choice struct {
	key string // "oneOf", "anyOf", "if", "dependentSchemas"
	at  string // the schema place that holds the keyword
	n   int
	alt func(i int) alternative
	// label names an alternative: what it refers to or what tells it apart.
	label func(i int) string
}

// id names the choice in a plan.
func (c choice) id() string { return c.at + " " + c.key }

// choicesOf lists the choices a schema object offers by itself.
func (m *maker) choicesOf(ref string, n map[string]any) []choice {
	var out []choice
	for _, key := range []string{"oneOf", "anyOf"} {
		if branches, ok := n[key].([]any); ok && len(branches) > 0 {
			out = append(out, m.branches(ref, key, branches))
		}
	}
	if _, ok := n["if"]; ok && (n["then"] != nil || n["else"] != nil) {
		out = append(out, conditional(ref, n))
	}
	for _, key := range []string{"dependentSchemas", "dependencies"} {
		triggers, _ := n[key].(map[string]any)
		for _, name := range sortedKeys(triggers) {
			if _, isList := triggers[name].([]any); !isList {
				out = append(out, dependent(ref, key, name))
			}
		}
	}
	return out
}

func (m *maker) branches(ref, key string, branches []any) choice {
	alt := func(i int) alternative { return alternative{refs: []string{at(ref, key, strconv.Itoa(i))}} }
	return choice{key: key, at: ref, n: len(branches), alt: alt, label: func(i int) string { return ownLabel(branches, i) }}
}

// ownLabel is the label of a branch, told apart from siblings of the same label
// by its content.
func ownLabel(branches []any, i int) string {
	label := branchLabel(branches[i], i)
	for j := range branches {
		if j != i && branchLabel(branches[j], j) == label {
			data, _ := json.Marshal(branches[i])
			return label + "~" + short(string(data))
		}
	}
	return label
}

// branchLabel names a branch by what it refers to, what it calls itself, or the
// value that tells it apart; a position is the last resort.
func branchLabel(branch any, i int) string {
	n, _ := branch.(map[string]any)
	if ref, ok := n["$ref"].(string); ok {
		return strings.TrimSuffix(ref[strings.LastIndexAny(ref, "/#")+1:], ".yaml")
	}
	if tag := tagOf(n); tag != "" {
		return tag
	}
	for _, key := range []string{"title", "$anchor", "const", "format", "pattern"} {
		if s, ok := n[key].(string); ok {
			return s
		}
	}
	if names := stringList(n["required"]); len(names) > 0 {
		return strings.Join(names, "-")
	}
	if s, ok := n["type"].(string); ok {
		return s
	}
	return "branch" + strconv.Itoa(i)
}

// tagOf is the constant member that tells a branch from its siblings.
func tagOf(n map[string]any) string {
	props, _ := n["properties"].(map[string]any)
	for _, name := range sortedKeys(props) {
		p, _ := props[name].(map[string]any)
		if tag, ok := p["const"].(string); ok {
			return tag
		}
		if values, _ := p["enum"].([]any); len(values) == 1 {
			if tag, ok := values[0].(string); ok {
				return tag
			}
		}
	}
	return ""
}

// conditional offers the two ways through if/then/else: the second breaks the
// condition, the first has it merged in.
func conditional(ref string, n map[string]any) choice {
	met := alternative{refs: []string{at(ref, "if")}}
	if n["then"] != nil {
		met.refs = append(met.refs, at(ref, "then"))
	}
	unmet := alternative{refuse: []string{at(ref, "if")}}
	if n["else"] != nil {
		unmet.refs = []string{at(ref, "else")}
	}
	if cond, _ := n["if"].(map[string]any); len(cond) == 1 {
		unmet.forbid = stringList(cond["required"])
	}
	alts := []alternative{unmet, met}
	return choice{key: "if", at: ref, n: 2, alt: func(i int) alternative { return alts[i] },
		label: func(i int) string { return []string{"else", "then"}[i] }}
}

// dependent offers a schema that applies when a member is present.
func dependent(ref, key, name string) choice {
	alts := []alternative{
		{forbid: []string{name}},
		{refs: []string{at(ref, key, name)}, require: []string{name}},
	}
	return choice{key: key, at: at(ref, key, name), n: 2, alt: func(i int) alternative { return alts[i] },
		label: func(i int) string { return []string{"without-", "with-"}[i] + name }}
}
