package foreign

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// mostPaths is how many paths are read of one document.
const mostPaths = 1500

// operations reads path after path, so that a defect in one spoils no other.
func (b *builder) operations() error {
	root, _ := b.files[b.name].Root.(map[string]any)
	paths, _ := root["paths"].(map[string]any)
	if len(paths) > mostPaths {
		return document.Problems{b.problem(b.name, "/paths", fmt.Sprintf("the document has %d paths, at most %d are read", len(paths), mostPaths), "split it")}
	}
	for _, p := range document.Keys(paths) {
		if strings.HasPrefix(p, "/") {
			b.path(p, paths[p])
		}
	}
	return nil
}

// path reads the operations of one path: all at once, or each for itself when
// something is wrong.
func (b *builder) path(p string, item any) {
	found, problems := b.load(p, item)
	problems = slices.DeleteFunc(problems, b.bearable)
	if len(problems) == 0 {
		b.take(found)
		return
	}
	methods, inline := item.(map[string]any)
	if inline && methods["$ref"] == nil && len(found) > 1 {
		for _, op := range found {
			b.path(p, only(methods, strings.ToLower(op.Method)))
		}
		return
	}
	why := b.blame("", problems[0])
	b.quarantine(why)
	for i := range found {
		b.rename(&found[i])
		b.leave(&found[i], document.Problems{why})
	}
}

// bearable tells problems without which an operation can be tested all the same:
// a security scheme that is defined nowhere leaves its credential untested.
func (b *builder) bearable(p document.Problem) bool {
	if !strings.Contains(p.Pointer, "/security/") {
		return false
	}
	p.Hint = "whether a credential is asked for is not tested"
	b.quarantine(p)
	return true
}

// only is a path item with one of its methods.
func only(item map[string]any, method string) map[string]any {
	out := maps.Clone(item)
	maps.DeleteFunc(out, func(key string, v any) bool {
		_, operation := v.(map[string]any)
		return operation && key != method
	})
	return out
}

// load reads the document as if it had one path only.
func (b *builder) load(p string, item any) ([]openapi.Operation, []document.Problem) {
	doc := *b.files[b.name]
	root, _ := doc.Root.(map[string]any)
	root = maps.Clone(root)
	root["paths"] = map[string]any{p: item}
	doc.Root = root
	return openapi.Load(&doc, b.resolve)
}

func (b *builder) take(found []openapi.Operation) {
	for i := range found {
		op := &found[i]
		b.rename(op)
		if why := b.unusable(op); len(why) > 0 {
			b.leave(op, why)
			continue
		}
		op.Tags, op.Extensions = []string{op.ID}, nil
		b.std.Operations = append(b.std.Operations, *op)
		b.class(op)
		b.sentences(op)
	}
}

// sent are the methods that a tester sends to a stranger.
var sent = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// unusable says why an operation cannot be called, nothing when it can. What it
// can do without is dropped: optional parameters that are not understood, the
// schemas of answers that cannot be read.
func (b *builder) unusable(op *openapi.Operation) document.Problems {
	if !slices.Contains(sent, op.Method) {
		return document.Problems{{Message: "the method " + op.Method + " is not sent"}}
	}
	all := b.inputs(op)
	if op.Body != nil {
		all = append(all, b.body(op)...)
	}
	for i := range op.Responses {
		b.answer(op, &op.Responses[i])
	}
	return all
}

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

func (b *builder) readable(ref string) error {
	for _, v := range []schema.View{schema.Request, schema.Response} {
		if _, err := b.std.Schemas.Compile(ref, v); err != nil {
			return err
		}
	}
	return nil
}

// body keeps of a request body the first form in JSON.
func (b *builder) body(op *openapi.Operation) document.Problems {
	i := slices.IndexFunc(op.Body.Content, func(m openapi.MediaType) bool { return isJSON(m.Type) })
	if i < 0 {
		none := !op.Body.Required
		why := document.Problem{Path: op.Body.Document, Pointer: op.Body.Pointer, Message: "the tester writes bodies in JSON only"}
		if op.Body = nil; none {
			b.untested(op, "body", why)
			return nil
		}
		return document.Problems{why}
	}
	form := op.Body.Content[i]
	if strings.Contains(form.Type, "*") {
		form.Type = "application/json"
	}
	body := *op.Body
	body.Content = []openapi.MediaType{form}
	op.Body = &body
	if form.Schema == "" {
		return document.Problems{b.problem(body.Document, body.Pointer, "the body has no schema", "")}
	}
	if err := b.readable(form.Schema); err != nil {
		w := b.blame(form.Schema, err)
		b.quarantine(w)
		return document.Problems{w}
	}
	return nil
}

func isJSON(mediaType string) bool {
	kind, _, _ := strings.Cut(mediaType, ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	return kind == "*/*" || kind == "application/*" || strings.HasSuffix(kind, "/json") || strings.HasSuffix(kind, "+json")
}

// answer drops the schemas of an answer that cannot be read.
func (b *builder) answer(op *openapi.Operation, r *openapi.Response) {
	for i := range r.Content {
		r.Content[i].Schema = b.usable(op, "answer "+r.Status, r.Content[i].Schema)
	}
	for i := range r.Headers {
		r.Headers[i].Schema = b.usable(op, "header "+r.Headers[i].Name, r.Headers[i].Schema)
	}
}

func (b *builder) usable(op *openapi.Operation, what, ref string) string {
	if ref == "" {
		return ""
	}
	if err := b.readable(ref); err != nil {
		w := b.blame(ref, err)
		b.quarantine(w)
		b.untested(op, what, w)
		return ""
	}
	return ref
}

// class makes the conformance class of an operation.
func (b *builder) class(op *openapi.Operation) {
	title := b.labels[op.ID]
	b.std.Classes = append(b.std.Classes, specs.Class{ID: op.ID, Title: specs.Text{EN: title, ZH: title}, Roles: map[string]string{Role: "M"},
		At: specs.Source{File: op.Document, Line: op.Line, Pointer: op.Pointer}})
}

// leave makes the class of an operation that is not tested.
func (b *builder) leave(op *openapi.Operation, why document.Problems) {
	b.class(op)
	b.untested(op, "", why[0])
}
