package foreign

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// bodied are the methods that make little sense without a body, although a
// document need not say that they require one: they are not called without.
var bodied = []string{"POST", "PUT", "PATCH"}

// body keeps of a request body the one representation that is sent; the others
// are named.
func (b *builder) body(op *openapi.Operation) document.Problems {
	body := *op.Body
	form, why := b.written(&body)
	if why != nil {
		if body.Required || slices.Contains(bodied, op.Method) {
			return document.Problems{*why}
		}
		op.Body = nil
		b.untested(op, "body", *why)
		return nil
	}
	for _, m := range body.Content {
		if m.Type != form.Type {
			body.Others = append(body.Others, m.Type)
		}
	}
	if strings.Contains(form.Type, "*") {
		form.Type = "application/json"
	}
	body.Content = []openapi.MediaType{form}
	op.Body = &body
	return nil
}

// written picks the representation of a body that the tester writes, the first
// in JSON or else a form, or says why it writes none.
func (b *builder) written(body *openapi.Body) (openapi.MediaType, *document.Problem) {
	if i := slices.IndexFunc(body.Content, func(m openapi.MediaType) bool { return isJSON(m.Type) }); i >= 0 {
		return body.Content[i], b.schemaOf(body, &body.Content[i])
	}
	var why *document.Problem
	for i := range body.Content {
		form := body.Content[i]
		if !form.IsForm() {
			continue
		}
		if why = b.form(body, &form); why == nil {
			return form, nil
		}
	}
	if why == nil {
		why = &document.Problem{Path: body.Document, Pointer: body.Pointer, Message: "the tester writes bodies in JSON or as a form, not as " + listOf(body.Content),
			Chinese: "测试工具只以 JSON 或表单形式发送请求体，不支持 " + listOf(body.Content)}
	}
	return openapi.MediaType{}, why
}

func listOf(content []openapi.MediaType) string {
	var all []string
	for _, m := range content {
		all = append(all, m.Type)
	}
	return shorten(strings.Join(all, ", "))
}

// schemaOf says why the schema of a body cannot be used, nil when it can.
func (b *builder) schemaOf(body *openapi.Body, m *openapi.MediaType) *document.Problem {
	if m.Schema == "" {
		w := b.problem(body.Document, body.Pointer, "the body has no schema", "")
		w.Chinese = "请求体没有 schema"
		return &w
	}
	if err := b.readable(m.Schema); err != nil {
		w := b.blame(m.Schema, err)
		b.quarantine(w)
		return &w
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
