package openapi

import (
	"sort"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// Load reads the operations of a document (OpenAPI 3.0, 3.1 or 3.2), sorted by
// path, then method. What cannot be read is left out and reported; the rest is
// usable. References into other documents are followed by resolve; nil knows
// only the document itself.
func Load(doc *document.Document, resolve document.Resolver) ([]Operation, []document.Problem) {
	l := &loader{document.NewReader(doc, resolve)}
	root := doc.Top()
	if !l.isOpenAPI(root) {
		return nil, l.Problems
	}
	paths, ok := l.Member(root, "paths")
	if !ok {
		return nil, l.Problems
	}
	var operations []Operation
	for _, path := range l.Keys(paths, "the paths") {
		if strings.HasPrefix(path, "x-") {
			continue
		}
		if !strings.HasPrefix(path, "/") {
			l.Report(paths.Child(path), "a path template begins with a slash", "write /"+path)
		}
		operations = append(operations, l.pathItem(path, paths.Child(path))...)
	}
	return operations, l.Problems
}

// loader reads the parts of one OpenAPI document.
type loader struct{ *document.Reader }

func (l *loader) isOpenAPI(root document.Spot) bool {
	version, _ := root.Child("openapi").Node.(string)
	if strings.HasPrefix(version, "3.") {
		return true
	}
	l.Report(root.Child("openapi"), "expected an OpenAPI 3 document", `begin it with "openapi: 3.1.0"`)
	return false
}

// methods are the fields of a path item that hold operations (OAS 3.2 adds query).
var methods = []string{"delete", "get", "head", "options", "patch", "post", "put", "query", "trace"}

func (l *loader) pathItem(path string, item document.Spot) []Operation {
	item, ok := l.Follow(item)
	if !ok {
		return nil
	}
	var operations []Operation
	for _, method := range methods {
		if at, ok := l.Member(item, method); ok && l.IsMapping(at, "an operation") {
			operations = append(operations, l.operation(path, strings.ToUpper(method), item, at))
		}
	}
	if more, ok := l.Member(item, "additionalOperations"); ok {
		for _, method := range l.Keys(more, "additionalOperations") {
			if at := more.Child(method); method == "" {
				l.Report(at, "a method needs a name", "")
			} else if l.IsMapping(at, "an operation") {
				operations = append(operations, l.operation(path, method, item, at))
			}
		}
	}
	return operations
}

func (l *loader) operation(path, method string, item, at document.Spot) Operation {
	op := Operation{
		ID: at.Text("operationId"), Method: method, Path: path, Summary: at.Text("summary"),
		Document: at.Document(), Pointer: at.Pointer(), Line: l.Line(at),
		Tags:       l.Texts(at, "tags"),
		Parameters: l.parameters(path, item, at),
		Responses:  l.responses(at),
		Security:   l.security(at),
		Extensions: at.Extensions(),
	}
	if op.ID == "" {
		op.ID = method + " " + path
	}
	if body, ok := l.Member(at, "requestBody"); ok {
		op.Body = l.body(body)
	}
	return op
}

func (l *loader) body(at document.Spot) *Body {
	at, ok := l.Follow(at)
	if !ok || !l.IsMapping(at, "a request body") {
		return nil
	}
	required, _ := at.Child("required").Node.(bool)
	return &Body{Required: required, Content: l.content(at), Document: at.Document(), Pointer: at.Pointer()}
}

func (l *loader) content(at document.Spot) []MediaType {
	content, ok := l.Member(at, "content")
	if !ok {
		return nil
	}
	types := l.Keys(content, "content")
	sort.SliceStable(types, func(i, j int) bool { return types[i] == "application/json" && types[j] != types[i] })
	all := make([]MediaType, 0, len(types))
	for _, name := range types {
		media, ok := l.Follow(content.Child(name))
		if !ok {
			continue
		}
		all = append(all, MediaType{Type: name, Schema: l.Schema(media, "schema"), Examples: l.examples(media), Encoding: l.encodings(media)})
	}
	return all
}

func (l *loader) examples(at document.Spot) []Example {
	var all []Example
	if one, ok := l.Member(at, "example"); ok {
		all = append(all, Example{Name: "example", Value: one.Node, Pointer: one.Pointer()})
	}
	many, ok := l.Member(at, "examples")
	if !ok {
		return all
	}
	for _, name := range l.Keys(many, "examples") {
		example, ok := l.Follow(many.Child(name))
		if !ok {
			continue
		}
		if value, ok := l.Member(example, "value"); ok {
			all = append(all, Example{Name: name, Value: value.Node, Pointer: value.Pointer()})
		}
	}
	return all
}

// encodings reads how the members of a form are written.
func (l *loader) encodings(media document.Spot) []Encoding {
	at, ok := l.Member(media, "encoding")
	if !ok {
		return nil
	}
	var all []Encoding
	for _, name := range l.Keys(at, "the encoding") {
		p := Parameter{In: "query"}
		l.style(at.Child(name), &p)
		kind, _, _ := strings.Cut(at.Child(name).Text("contentType"), ",")
		if strings.Contains(kind, "*") {
			kind = ""
		}
		all = append(all, Encoding{Name: name, Type: strings.TrimSpace(kind), Style: p.Style, Explode: p.Explode})
	}
	return all
}
