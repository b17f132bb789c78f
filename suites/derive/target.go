package derive

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
)

// target is how to reach an operation: what must exist and which parameters
// name it.
type target struct {
	op     *openapi.Operation
	needs  []suites.Need
	params map[string]any
}

// operations lists the operations of claimed classes.
func (d *deriver) operations() []*openapi.Operation {
	var ops []*openapi.Operation
	for i := range d.std.Operations {
		if op := &d.std.Operations[i]; d.claimed[class(op)] {
			ops = append(ops, op)
		}
	}
	return ops
}

func class(op *openapi.Operation) string {
	if len(op.Tags) == 0 {
		return ""
	}
	return op.Tags[0]
}

// target finds out how an operation can be reached; ok is false when a path
// parameter names something that nothing of the suite can provide.
func (d *deriver) target(op *openapi.Operation) (t target, ok bool) {
	t = target{op: op, params: map[string]any{}}
	for _, p := range op.Parameters {
		if p.In != "path" {
			if p.Required && http.CanonicalHeaderKey(p.Name) != "Idempotency-Key" && http.CanonicalHeaderKey(p.Name) != "If-Match" {
				v, err := d.canonical(p.Schema, 0)
				if err != nil {
					return t, false
				}
				t.params[p.Name] = v
			}
			continue
		}
		n, found := d.need(op, p.Name)
		if !found {
			if t.params[p.Name], found = d.stated(op, p); !found {
				return t, false
			}
			continue
		}
		if n.With != nil {
			t.needs = append(t.needs, suites.Need{As: "device", Resource: d.device(part(op.Document)), Seed: true})
		}
		t.needs = append(t.needs, n)
		t.params[p.Name] = "${" + n.As + "Id}"
	}
	return t, true
}

// need is the object a path parameter names. An operation below an item
// (commands, observations) works on a real device, so it takes a seed.
func (d *deriver) need(op *openapi.Operation, param string) (suites.Need, bool) {
	i := strings.Index(op.Path, "/{"+param+"}")
	if i < 0 {
		return suites.Need{}, false // a part of a segment: "/report.{format}"
	}
	collection, rest := op.Path[:i], op.Path[i+len(param)+3:]
	k := slices.IndexFunc(d.std.Resources, func(r specs.Resource) bool { return r.Collection == collection })
	if k < 0 {
		return suites.Need{}, false
	}
	r := &d.std.Resources[k]
	n := suites.Need{As: "obj", Resource: r.Name}
	if m := move(r, op.ID); m != nil && d.bodies[r.Name] != nil {
		n.Own, n.In = true, d.start(r, m)
		return n, true
	}
	switch {
	case rest != "" && d.bodies[r.Name] != nil && (d.nested(op) || d.device(part(op.Document)) != r.Name):
		n.Own, n.With = true, d.withDevice(r, part(op.Document))
	case d.device(part(op.Document)) == r.Name && (rest != "" || d.bodies[r.Name] == nil):
		n.Seed = true
	case d.bodies[r.Name] == nil:
		return n, false // neither made by the tester nor a device: scenarios come by it
	default:
		n.Own = op.Method != "GET"
	}
	return n, true
}

// withDevice puts a real device into an object that refers to devices (a group
// that is to be operated), nil when it refers to none.
func (d *deriver) withDevice(r *specs.Resource, folder string) any {
	for _, ref := range d.references(r.NewSchema) {
		if member, ok := strings.CutSuffix(ref.pointer, "/*"); ok && ref.resource == d.device(folder) && strings.Count(member, "/") == 1 {
			return map[string]any{member[1:]: []any{"${deviceId}"}}
		}
	}
	return nil
}

// nested tells whether an operation belongs to a collection below an item.
func (d *deriver) nested(op *openapi.Operation) bool {
	return slices.ContainsFunc(d.std.Resources, func(r specs.Resource) bool {
		return r.Collection == op.Path || r.Item == op.Path
	})
}

// success lists the statuses by which an operation says that all is well: the
// documented 2xx, all of a documented range, and, where a document names none,
// whatever is neither an error nor a server's.
func success(op *openapi.Operation) []int {
	var all []int
	for _, r := range op.Responses {
		if s, err := strconv.Atoi(r.Status); err == nil && s/100 == 2 {
			all = append(all, s)
		}
		if r.Status == "2XX" {
			all = append(all, span(200, 300)...)
		}
	}
	if len(all) == 0 {
		return span(200, 400)
	}
	return all
}

// span lists the statuses from first up to, but not including, end.
func span(first, end int) []int {
	all := make([]int, 0, end-first)
	for s := first; s < end; s++ {
		all = append(all, s)
	}
	return all
}

func place(op *openapi.Operation) string { return op.Document + "#" + op.Pointer }

// mutates tells whether an operation may change state.
func mutates(op *openapi.Operation) bool {
	return op.Method != "GET" && op.Method != "HEAD" && op.Method != "OPTIONS"
}

// part is the folder of the standard that an operation stands in.
func part(document string) string {
	p, _, _ := strings.Cut(document, "/")
	return p
}

func header(op *openapi.Operation, name string) bool {
	return slices.ContainsFunc(op.Parameters, func(p openapi.Parameter) bool {
		return p.In == "header" && strings.EqualFold(p.Name, name)
	})
}
