package foreign

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

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

// readable tells whether a schema can be read from both sides.
func (b *builder) readable(ref string) error {
	for _, v := range []schema.View{schema.Request, schema.Response} {
		if _, err := b.std.Schemas.Compile(ref, v); err != nil {
			return err
		}
	}
	return nil
}
