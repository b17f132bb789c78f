package synth

import (
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// plan says how one instance differs from the plain one of its mode.
type plan struct {
	mode    mode
	values  map[string]any  // pointer → the value there
	picks   map[string]int  // pointer and choice → the alternative
	present map[string]bool // pointers that must exist
	counts  map[string]int  // pointer of an array or object → its size
}

// but returns a copy of the plan with changes made to it.
func (p *plan) but(changes ...func(*plan)) *plan {
	q := &plan{mode: p.mode, values: clone(p.values), picks: clone(p.picks), present: clone(p.present), counts: clone(p.counts)}
	for _, change := range changes {
		change(q)
	}
	return q
}

func clone[V any](in map[string]V) map[string]V {
	out := make(map[string]V, len(in)+1)
	for k, v := range in {
		out[k] = v
	}
	return out
}

func including(ptr string) func(*plan) { return func(p *plan) { p.present[ptr] = true } }

func using(ptr string, v any) func(*plan) { return func(p *plan) { p.values[ptr] = v } }

func sized(ptr string, n int) func(*plan) { return func(p *plan) { p.counts[ptr] = n } }

func picking(ptr string, c choice, i int) func(*plan) {
	return func(p *plan) { p.picks[ptr+" "+c.id()] = i }
}

// picked returns the alternative the plan wants at a place of the instance.
func (p *plan) picked(ptr string, c choice) (int, bool) {
	i, ok := p.picks[ptr+" "+c.id()]
	return i, ok
}

// wants returns the members and items directly below ptr that must exist.
func (p *plan) wants(ptr string) map[string]bool {
	out := map[string]bool{}
	for q := range p.present {
		if rest, ok := strings.CutPrefix(q, ptr+"/"); ok {
			head, _, _ := strings.Cut(rest, "/")
			out[document.Unescape(head)] = true
		}
	}
	return out
}

// touches reports whether the plan says anything about ptr or a place below it.
func (p *plan) touches(ptr string) bool {
	for q := range p.present {
		if strings.HasPrefix(q, ptr+"/") {
			return true
		}
	}
	for q := range p.values {
		if under(q, ptr) {
			return true
		}
	}
	for q := range p.picks {
		if strings.HasPrefix(q, ptr+" ") || strings.HasPrefix(q, ptr+"/") {
			return true
		}
	}
	for q := range p.counts {
		if under(q, ptr) {
			return true
		}
	}
	return false
}
