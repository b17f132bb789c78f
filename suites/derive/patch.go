package derive

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// patched finds the resource that an operation patches with a merge patch,
// nil when it does something else.
func (d *deriver) patched(op *openapi.Operation) *specs.Resource {
	if d.std.Conventions.Samples {
		return nil // what a stranger makes of a patch, its schema says
	}
	k := slices.IndexFunc(d.std.Resources, func(r specs.Resource) bool { return r.Patch == op.ID })
	if k < 0 || !strings.HasPrefix(op.Body.Content[0].Type, "application/merge-patch+json") {
		return nil
	}
	return &d.std.Resources[k]
}

// patchInstances turns bodies of a resource into merge patches. The schema of
// a patch says little: what counts is whether the result is a valid resource
// (RFC 7396), so each patch is applied to the object that the tester made.
func (d *deriver) patchInstances(r *specs.Resource, o synth.Options) (valid, invalid []synth.Instance) {
	b := d.bodies[r.Name]
	s, err := d.std.Schemas.Compile(r.NewSchema, schema.Request)
	if b == nil || b.patchable == nil || err != nil {
		return nil, nil
	}
	valid = []synth.Instance{{Name: "minimal", Value: any(b.patchable), Schema: r.NewSchema, Side: "valid"}}
	good, _, _ := d.valid(r.NewSchema, o)
	bad, _, _ := d.invalidOf(r.NewSchema, o)
	for _, i := range append(selected(good, true), selected(bad, true)...) {
		patch, ok := asPatch(i)
		if !ok {
			continue
		}
		allowed := len(s.Validate(check.MergePatch(b.sample, patch))) == 0
		i.Value = patch
		switch {
		case allowed && i.Side == "valid":
			valid = append(valid, i)
		case !allowed && i.Side == "invalid":
			invalid = append(invalid, i)
		}
	}
	return valid, invalid
}

// asPatch cuts the varied member out of a body. What lacks a member cannot be
// said by a merge patch.
func asPatch(i synth.Instance) (any, bool) {
	body, ok := i.Value.(map[string]any)
	if !ok || i.Pointer == "" || i.Keyword == "required" {
		return nil, false
	}
	member := strings.Split(i.Pointer, "/")[1]
	v, present := body[member]
	if !present || v == nil {
		return nil, false // null would remove the member
	}
	return map[string]any{member: v}, true
}
