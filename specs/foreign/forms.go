package foreign

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// form completes what is known of a form, or says why the tester cannot write
// it.
func (b *builder) form(body *openapi.Body, m *openapi.MediaType) *document.Problem {
	if why := b.schemaOf(body, m); why != nil {
		return why
	}
	if b.kind(m.Schema) == "array" {
		return &document.Problem{Path: body.Document, Pointer: body.Pointer, Message: "the tester writes forms of objects only", Chinese: "测试工具只能以表单形式发送对象"}
	}
	members := specs.Members(b.std.Schemas, m.Schema)
	for _, name := range document.Keys(members) {
		if !strings.HasPrefix(strings.ToLower(m.Type), openapi.Multipart) && b.deep(members[name]) {
			return &document.Problem{Path: body.Document, Pointer: body.Pointer,
				Message: "no spelling is fixed for the member " + name + " of the form, which is no plain value",
				Chinese: "表单成员 " + name + " 不是简单值，规范未规定其写法"}
		}
		m.Encoding = encoded(m.Encoding, name, b.isFile(members[name]))
	}
	return nil
}

// encoded notes whether a member of a form is sent as a file.
func encoded(all []openapi.Encoding, name string, file bool) []openapi.Encoding {
	out := slices.Clone(all)
	i := slices.IndexFunc(out, func(e openapi.Encoding) bool { return e.Name == name })
	if i < 0 {
		return append(out, openapi.Encoding{Name: name, Style: "form", Explode: true, File: file})
	}
	out[i].File = file
	return out
}

// deep tells objects, and lists of anything but plain values.
func (b *builder) deep(ref string) bool {
	kind := b.kind(ref)
	return kind == "object" || kind == "array" && b.kind(b.itemsOf(ref)) != ""
}

// itemsOf is the place of the schema of a list's items, itself or where it
// refers to.
func (b *builder) itemsOf(ref string) string {
	node, _ := b.std.Schemas.Lookup(ref)
	m, _ := node.(map[string]any)
	if target, ok := m["$ref"].(string); ok {
		if at, _, err := b.resolve(ref, target); err == nil {
			ref = at
		}
	}
	return document.Join(ref, "items")
}

// isFile tells members whose values are octets rather than text (OpenAPI 3.0.4,
// section 4.7.15.2; OpenAPI 3.1.1, section 4.8.14.2).
func (b *builder) isFile(ref string) bool {
	for _, at := range []string{ref, b.itemsOf(ref)} {
		node, err := b.std.Schemas.Lookup(at)
		m, _ := node.(map[string]any)
		if err == nil && (m["format"] == "binary" || m["contentMediaType"] != nil || m["contentEncoding"] != nil) {
			return true
		}
	}
	return false
}
