package trace

import (
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
)

// branchKeys are assertions that judge what stands in a schema.
var branchKeys = []string{"response.schema", "mqtt.payload", "reject.body", "accept.body", "reject.parameter", "accept.parameter"}

// branching are the keywords whose subschemas are alternatives.
var branching = map[string]bool{"oneOf": true, "anyOf": true, "then": true, "else": true}

// schemas finds named schemas that no operation or channel uses, and branches
// of used ones of which no requirement speaks.
func schemas(std *specs.Standard) []Untouched {
	reached := Reached(std)
	var all []Untouched
	for _, ref := range std.NamedSchemas() {
		if !reached[ref] {
			all = append(all, Untouched{"schema", ref, specs.Text{EN: "no operation or channel uses it", ZH: "无操作或信道引用该模式"}, std.Place(ref)})
		}
	}
	for _, ref := range document.Keys(reached) {
		if branch(ref) && !required(std, ref) {
			all = append(all, Untouched{"branch", ref, specs.Text{EN: "no requirement speaks of it", ZH: "无要求涉及该分支"}, std.Place(ref)})
		}
	}
	return all
}

// required tells whether a requirement judges what stands at a place.
func required(std *specs.Standard, ref string) bool {
	for _, key := range branchKeys {
		if std.RequirementFor(key, ref) != "" {
			return true
		}
	}
	return false
}

// branch tells whether a reference ends at an alternative.
func branch(ref string) bool {
	segments := strings.Split(ref, "/")
	n := len(segments)
	return branching[segments[n-1]] || n > 1 && branching[segments[n-2]]
}

// Reached is the set of places of all schemas that operations and channels
// use, through references: the roots, and every place below them.
func Reached(std *specs.Standard) map[string]bool {
	w := walker{std: std, seen: map[string]bool{}}
	for i := range std.Operations {
		op := &std.Operations[i]
		for _, p := range op.Parameters {
			w.visit(p.Schema)
		}
		if op.Body != nil {
			for _, c := range op.Body.Content {
				w.visit(c.Schema)
			}
		}
		for _, r := range op.Responses {
			for _, h := range r.Headers {
				w.visit(h.Schema)
			}
			for _, c := range r.Content {
				w.visit(c.Schema)
			}
		}
	}
	for i := range std.Channels {
		w.visit(std.Channels[i].Message.Payload)
	}
	return w.seen
}

// walker follows references from place to place.
type walker struct {
	std  *specs.Standard
	seen map[string]bool
}

func (w walker) visit(ref string) {
	if ref == "" || w.seen[ref] {
		return
	}
	node, err := w.std.Schemas.Lookup(ref)
	if err != nil {
		return
	}
	w.seen[ref] = true
	switch v := node.(type) {
	case map[string]any:
		for _, k := range document.Keys(v) {
			w.member(ref, k, v[k])
		}
	case []any:
		for i := range v {
			w.visit(ref + "/" + strconv.Itoa(i))
		}
	}
}

func (w walker) member(ref, key string, value any) {
	target, isText := value.(string)
	switch {
	case key == "$ref" && isText:
		if to, err := w.std.Schemas.Resolve(ref, target); err == nil {
			w.visit(to)
		}
	case !isText:
		w.visit(ref + "/" + document.Escape(key))
	}
}
