package schema

import (
	"slices"
	"strings"
)

// meant picks the branch of a failed anyOf or oneOf that the instance was
// meant for: the only branch, the one that a discriminator names, or the only
// one that type, const and enum do not rule out.
func (j *judgement) meant(branches []*node, failed []outcome) (int, bool) {
	if len(branches) == 1 {
		return 0, true
	}
	if i, ok := j.discriminated(branches); ok {
		return i, true
	}
	open := -1
	for i, out := range failed {
		if j.ruledOut(out) {
			continue
		}
		if open >= 0 {
			return 0, false
		}
		open = i
	}
	return open, open >= 0
}

// ruledOut reports whether a branch speaks of something else: the value is of
// another type or outside of its list, or a direct member has another fixed
// value.
func (j *judgement) ruledOut(out outcome) bool {
	return slices.ContainsFunc(out.faults, func(f fault) bool {
		switch f.keyword {
		case "type":
			return f.place == j.place
		case "const":
			return f.place == j.place || f.place.parent == j.place
		case "enum":
			return f.place == j.place || f.place.parent == j.place && isTag(f)
		}
		return false
	})
}

// isTag reports whether an enum names one thing only, as const does.
func isTag(f fault) bool {
	list, ok := f.want.(choice)
	return ok && len(list) == 1
}

// discriminated follows the "discriminator" of OpenAPI (3.1.0, section
// 4.8.25): the value of a member names the branch's schema.
func (j *judgement) discriminated(branches []*node) (int, bool) {
	rule, _ := j.node.raw["discriminator"].(map[string]any)
	property, _ := rule["propertyName"].(string)
	object, _ := j.place.value.(map[string]any)
	tag, ok := object[property].(string)
	if !ok || property == "" {
		return 0, false
	}
	mapping, _ := rule["mapping"].(map[string]any)
	if target, ok := mapping[tag].(string); ok {
		tag = target
	}
	i := slices.IndexFunc(branches, func(n *node) bool { return n.isNamed(tag) })
	return i, i >= 0
}

// isNamed reports whether a branch refers to the schema that a discriminator
// calls name: the last part of its reference, or a whole reference.
func (n *node) isNamed(name string) bool {
	if n.ref == nil {
		return false
	}
	return n.ref.at == name || strings.HasSuffix(n.ref.at, "/"+lastToken(name))
}

func lastToken(ref string) string {
	return ref[strings.LastIndexByte(ref, '/')+1:]
}

// alternatives says in short what would have been allowed, when every branch
// says so with type, const or enum of the same place or of the same member.
func (j *judgement) alternatives(failed []outcome) any {
	var types kinds
	values := map[*place]choice{}
	for _, out := range failed {
		f, ok := j.telling(out)
		switch want := f.want.(type) {
		case kinds:
			types |= want
		case choice:
			values[f.place] = append(values[f.place], want...)
		default:
			values[f.place] = append(values[f.place], want)
		}
		if !ok || len(values) > 1 || len(values) == 1 && types != 0 {
			return nothing{}
		}
	}
	for at, list := range values {
		if at == j.place {
			return list
		}
		return tagged{at.name, list}
	}
	return types
}

// tagged are the allowed values of a member that tells branches apart.
type tagged struct {
	name   string
	values choice
}

// telling is the fault by which a branch says what it is for.
func (j *judgement) telling(out outcome) (fault, bool) {
	for _, f := range out.faults {
		here, below := f.place == j.place, f.place.parent == j.place
		if f.keyword == "type" && here || (f.keyword == "const" || f.keyword == "enum") && (here || below) {
			return f, true
		}
	}
	return fault{}, false
}
