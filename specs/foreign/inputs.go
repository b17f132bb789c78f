package foreign

import (
	"slices"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// inputs checks the parameters of an operation.
func (b *builder) inputs(op *openapi.Operation) (fatal document.Problems) {
	var kept []openapi.Parameter
	for _, p := range op.Parameters {
		why := b.input(&p)
		switch {
		case why == nil:
			kept = append(kept, p)
		case p.Required || p.In == "path":
			fatal = append(fatal, *why)
		default:
			b.untested(op, "parameter "+p.Name, *why)
		}
	}
	op.Parameters = kept
	return fatal
}

// input says why no value can be sent for a parameter, nil when one can.
func (b *builder) input(p *openapi.Parameter) *document.Problem {
	at := p.Document + "#" + p.Pointer
	if p.Schema == "" {
		w := b.problem(p.Document, p.Pointer, "the parameter "+p.Name+" has no schema", "")
		b.quarantine(w)
		return &w
	}
	if err := b.readable(p.Schema); err != nil {
		w := b.blame(p.Schema, err)
		b.quarantine(w)
		return &w
	}
	if why := b.spelling(p, at); why != "" {
		return &document.Problem{Path: p.Document, Pointer: p.Pointer, Message: why}
	}
	return nil
}

// spelling says why the tester cannot spell the values of a parameter.
func (b *builder) spelling(p *openapi.Parameter, at string) string {
	node, _ := b.std.Schemas.Lookup(at)
	m, _ := node.(map[string]any)
	kind := b.kind(p.Schema)
	switch {
	case p.In == "cookie":
		return "the tester sends no cookies"
	case m["content"] != nil:
		return "the tester writes no " + p.In + " parameter as a document"
	case p.In == "query" && p.Style != "form" && kind != "":
		return "the tester does not write parameters of style " + p.Style
	case p.In != "query" && (p.Style != "simple" || kind != ""):
		return "the tester does not write " + kind + " parameters of style " + p.Style + " into a " + p.In
	case kind == "object":
		return "the tester writes no object into a query"
	}
	return ""
}

// kind is "array" or "object" for schemas of such values, "" for plain ones.
func (b *builder) kind(ref string) string {
	node, err := b.std.Schemas.Lookup(ref)
	m, _ := node.(map[string]any)
	if target, ok := m["$ref"].(string); ok && err == nil {
		if _, next, err := b.resolve(ref, target); err == nil {
			m, _ = next.(map[string]any)
		}
	}
	types, _ := m["type"].([]any)
	for _, kind := range []string{"array", "object"} {
		if m["type"] == kind || slices.Contains(types, any(kind)) || kind == "object" && m["properties"] != nil || kind == "array" && m["items"] != nil {
			return kind
		}
	}
	return ""
}
