package foreign

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// tie is a link of the document from the answer that a new object was made to
// the operation that reads it (OpenAPI 3.1.0, section 4.8.20).
type tie struct {
	name         string
	create, read *openapi.Operation
	param        string // of read
	id           string // pointer into the answer of create
}

// linksOf lists the links by which what an operation makes can be read.
func (b *builder) linksOf(create *openapi.Operation) []tie {
	if create.Method != "POST" {
		return nil
	}
	var all []tie
	for _, r := range create.Responses {
		if r.Status != "200" && r.Status != "201" {
			continue
		}
		node, _ := b.std.Schemas.Lookup(r.Document + "#" + r.Pointer)
		m, _ := node.(map[string]any)
		links, _ := m["links"].(map[string]any)
		for _, name := range document.Keys(links) {
			if t, ok := b.tie(create, name, links[name]); ok {
				all = append(all, t)
			}
		}
	}
	return all
}

func (b *builder) tie(create *openapi.Operation, name string, link any) (tie, bool) {
	m, _ := link.(map[string]any)
	id, _ := m["operationId"].(string)
	read := b.operation(id)
	parameters, _ := m["parameters"].(map[string]any)
	if read == nil || read.Method != "GET" || len(parameters) != 1 {
		return tie{}, false
	}
	for key, v := range parameters {
		expression, _ := v.(string)
		pointer, inBody := strings.CutPrefix(expression, "$response.body#")
		param := strings.TrimPrefix(key, "path.")
		if inBody && strings.HasSuffix(read.Path, "/{"+param+"}") && strings.Count(read.Path, "{") == 1 {
			return tie{name, create, read, param, pointer}, true
		}
	}
	return tie{}, false
}

// join makes a link part of the resource that it speaks of, or a new one.
func (b *builder) join(all []specs.Resource, t tie) []specs.Resource {
	i := slices.IndexFunc(all, func(r specs.Resource) bool { return r.Read == t.read.ID })
	if i < 0 {
		return all // Infer finds every path that ends in a placeholder
	}
	r := &all[i]
	if r.Create != "" && r.Create != t.create.ID {
		return all
	}
	r.Create, r.ID = t.create.ID, t.id
	if t.create.Body != nil {
		r.NewSchema = t.create.Body.Content[0].Schema
	}
	b.ties[r.Create] = t.name
	return all
}
