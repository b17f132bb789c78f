package derive

import (
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

// instances are the generated bodies of one schema, made once: replacing takes
// the same ones as creating.
type instances struct {
	all  []synth.Instance
	gaps []synth.Gap
	err  error
}

func (d *deriver) valid(ref string, o synth.Options) ([]synth.Instance, []synth.Gap, error) {
	return d.generated("valid "+ref, func() instances {
		all, gaps, err := synth.Valid(d.std.Schemas, ref, d.within(o))
		return instances{all, gaps, err}
	})
}

func (d *deriver) invalidOf(ref string, o synth.Options) ([]synth.Instance, []synth.Gap, error) {
	return d.generated("invalid "+ref, func() instances {
		all, gaps, err := synth.Invalid(d.std.Schemas, ref, d.within(o))
		return instances{all, gaps, err}
	})
}

func (d *deriver) generated(key string, make func() instances) ([]synth.Instance, []synth.Gap, error) {
	got, ok := d.instances[key]
	if !ok {
		got = make()
		d.instances[key] = got
	}
	return got.all, got.gaps, got.err
}

// sameBodyElsewhere tells whether an operation takes the body that the
// creation of the same resource takes.
func (d *deriver) sameBodyElsewhere(op *openapi.Operation) bool {
	return slices.ContainsFunc(d.std.Resources, func(r specs.Resource) bool {
		return r.Replace == op.ID && r.NewSchema == op.Body.Content[0].Schema
	})
}

// selected keeps of the instances what shows the rule without repeating it. Of
// the wrong types at one place it keeps those that lenient parsers convert; of texts the rarest characters, of spellings the two that number
// parsers differ on; where a thin set is enough (the body was sent in full to
// another operation) one instance a keyword.
func selected(all []synth.Instance, thin bool) []synth.Instance {
	var out []synth.Instance
	seen := map[string]bool{}
	for _, i := range all {
		if i.Keyword == "type" && i.Side == "invalid" && !converted(i.Name) {
			continue
		}
		if repeats(i.Name) {
			continue
		}
		if thin {
			if k := i.Keyword; seen[k] && i.Name != "maximal" && i.Name != "minimal" {
				continue
			}
			seen[i.Keyword] = true
		}
		out = append(out, i)
	}
	return out
}

// converted tells wrong types that lenient parsers turn into the right one:
// "60" for 60, 60.5 for 60, true for 1, a single value for a list of one, null
// for nothing.
func converted(name string) bool {
	for _, t := range []string{"=string", "=number", "=boolean", "=null"} {
		if strings.HasSuffix(name, t) {
			return true
		}
	}
	return !strings.Contains(name, "=")
}

// repeats tells instances that vary what another of the same place shows.
func repeats(name string) bool {
	for _, prefix := range []string{"text/", "spelling/"} {
		if strings.HasPrefix(name, prefix) {
			return !strings.HasSuffix(name, "=rare") && !strings.HasSuffix(name, "=fraction") && !strings.HasSuffix(name, "=exponent")
		}
	}
	return false
}

// vendorMember adds a member with a vendor's prefix to a good body.
func (d *deriver) vendorMember(t target, f finisher, valid []synth.Instance) {
	s, err := d.std.Schemas.Compile(t.op.Body.Content[0].Schema, schema.Request)
	if err != nil || len(valid) == 0 {
		return
	}
	body, ok := clone(valid[0].Value).(map[string]any)
	if !ok {
		return
	}
	body["x_cityconf_probe"] = "1"
	if len(s.Validate(body)) > 0 || d.std.RequirementFor("accept.vendor-member", place(t.op)) == "" {
		return
	}
	c := t.newCase("vendor-member", "accept", specs.Text{
		EN: fmt.Sprintf("%s accepts a member with a vendor's prefix.", t.op.ID),
		ZH: fmt.Sprintf("%s 应接受带厂商前缀的成员。", t.op.ID)})
	c.Steps = []suites.Step{{Send: t.send(f.finish(body, "")), Expect: []check.Expect{{By: "accept.vendor-member", Status: success(t.op)}}}}
	d.add(c, place(t.op))
}
