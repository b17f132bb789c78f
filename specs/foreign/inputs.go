package foreign

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
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
		w.Chinese = "参数 " + p.Name + " 没有 schema"
		b.quarantine(w)
		return &w
	}
	if err := b.readable(p.Schema); err != nil {
		w := b.blame(p.Schema, err)
		b.quarantine(w)
		return &w
	}
	if en, zh := b.spelling(p, at); en != "" {
		return &document.Problem{Path: p.Document, Pointer: p.Pointer, Message: en, Chinese: zh}
	}
	return nil
}

// spelling says why the tester cannot spell the values of a parameter.
func (b *builder) spelling(p *openapi.Parameter, at string) (en, zh string) {
	node, _ := b.std.Schemas.Lookup(at)
	m, _ := node.(map[string]any)
	kind := b.kind(p.Schema)
	switch {
	case m["content"] != nil:
		return "the tester writes no " + p.In + " parameter as a document", "测试工具不支持以文档形式书写的 " + p.In + " 参数"
	case p.In == "query" && kind != "" && b.inner(p.Schema):
		return "no spelling is fixed for objects and lists inside of a parameter", "规范未规定参数内嵌套对象或数组的写法"
	case p.In == "query" && kind != "" && !slices.Contains(styled[kind], p.Style):
		return "the tester does not write an " + kind + " in the style " + p.Style, "测试工具不支持以 " + p.Style + " 样式书写 " + kind + " 参数"
	case p.In == "cookie" && kind != "":
		return "no spelling is fixed for an " + kind + " in a cookie", "规范未规定 Cookie 中 " + kind + " 的写法"
	case (p.In == "path" || p.In == "header") && (p.Style != "simple" || kind != ""):
		return "the tester does not write " + kind + " parameters of style " + p.Style + " into a " + p.In,
			"测试工具不支持在 " + p.In + " 中以 " + p.Style + " 样式书写 " + kind + " 参数"
	}
	return "", ""
}

// styled are the styles of a query in which each kind of value has a spelling
// (OpenAPI 3.1.1, section 4.8.12.6).
var styled = map[string][]string{"array": {"form", "spaceDelimited", "pipeDelimited"}, "object": {"form", "deepObject"}}

// inner tells lists and objects that hold such values themselves.
func (b *builder) inner(ref string) bool {
	if b.kind(ref) == "array" {
		return b.kind(b.itemsOf(ref)) != ""
	}
	members := specs.Members(b.std.Schemas, ref)
	return slices.ContainsFunc(document.Keys(members), func(name string) bool { return b.kind(members[name]) != "" })
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
