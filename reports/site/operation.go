package site

import (
	"html/template"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
)

// operationView is an operation as the pages show it.
type operationView struct {
	openapi.Operation
	Title      specs.Text
	Class      string
	Scopes     []string
	Parameters []parameterView // the operation's own
	Shared     []parameterView // of other parts, shown there
	Bodies     []bodyView
	Answers    []answerView // 2xx and 3xx
	Errors     []answerView
	Move       string   // state it leads to, ""
	Links      []string // requirements
}

type parameterView struct {
	openapi.Parameter
	Title specs.Text
	Kind  template.HTML
}

type bodyView struct {
	Type string
	Kind template.HTML
}

type answerView struct {
	Status  string
	Title   specs.Text
	Bodies  []bodyView
	Headers []string
}

func (d describer) operation(op *openapi.Operation) operationView {
	zh, _ := op.Extensions["x-ucis-zh"].(string)
	v := operationView{Operation: *op, Title: specs.Text{EN: op.Summary, ZH: zh}, Links: texts(op.Extensions["x-ucis-req"])}
	if len(op.Tags) > 0 {
		v.Class = op.Tags[0]
	}
	for _, s := range op.Security {
		v.Scopes = append(v.Scopes, s.Scopes...)
	}
	if move, ok := op.Extensions["x-ucis-move"].(map[string]any); ok {
		v.Move, _ = move["to"].(string)
	}
	for _, p := range op.Parameters {
		if p.Document != op.Document && shared(p) {
			v.Shared = append(v.Shared, d.parameter(p))
			continue
		}
		v.Parameters = append(v.Parameters, d.parameter(p))
	}
	if op.Body != nil {
		v.Bodies = d.bodies(op.Body.Content)
	}
	for _, r := range op.Responses {
		a := d.answer(r)
		if strings.HasPrefix(r.Status, "4") || strings.HasPrefix(r.Status, "5") || r.Status == "default" {
			v.Errors = append(v.Errors, a)
			continue
		}
		v.Answers = append(v.Answers, a)
	}
	return v
}

const sharedParameters = "/components/parameters/"

// shared tells a parameter that stands among the components of its document.
func shared(p openapi.Parameter) bool { return strings.HasPrefix(p.Pointer, sharedParameters) }

// Anchor is the id of a shared parameter on the page of its part.
func (p parameterView) Anchor() string {
	return "param-" + strings.TrimPrefix(p.Pointer, sharedParameters)
}

// Href is where a shared parameter is shown.
func (p parameterView) Href() string { return "part-" + folder(p.Document) + ".html#" + p.Anchor() }

// sharedOf lists the shared parameters of a part that operations use, in the
// order of their names.
func (d describer) sharedOf(part string) []parameterView {
	seen := map[string]bool{}
	var all []parameterView
	for i := range d.std.Operations {
		op := &d.std.Operations[i]
		for _, p := range op.Parameters {
			if folder(p.Document) == part && p.Document != op.Document && shared(p) && !seen[p.Pointer] {
				seen[p.Pointer] = true
				all = append(all, d.parameter(p))
			}
		}
	}
	slices.SortFunc(all, func(a, b parameterView) int { return strings.Compare(a.Pointer, b.Pointer) })
	return all
}

func (d describer) parameter(p openapi.Parameter) parameterView {
	v := parameterView{Parameter: p}
	if raw, err := d.std.Schemas.Lookup(p.Document + "#" + p.Pointer); err == nil {
		node, _ := raw.(map[string]any)
		v.Title = textOf(node, "description")
	}
	v.Kind = d.kindAt(p.Schema)
	return v
}

// kindAt describes the schema at a reference: by its name when it has one.
func (d describer) kindAt(ref string) template.HTML {
	if ref == "" {
		return ""
	}
	if d.named[ref] != "" {
		return template.HTML(d.linkTo(ref))
	}
	raw, err := d.std.Schemas.Lookup(ref)
	if err != nil {
		return template.HTML(code(ref))
	}
	return d.kind(ref, raw)
}

func (d describer) bodies(content []openapi.MediaType) []bodyView {
	var all []bodyView
	for _, m := range content {
		all = append(all, bodyView{m.Type, d.kindAt(m.Schema)})
	}
	return all
}

// answer shows a response. What it says in English alone gives way, on a
// Chinese page, to the name of the status.
func (d describer) answer(r openapi.Response) answerView {
	a := answerView{Status: r.Status, Bodies: d.bodies(r.Content)}
	if raw, err := d.std.Schemas.Lookup(r.Document + "#" + r.Pointer); err == nil {
		node, _ := raw.(map[string]any)
		a.Title = textOf(node, "description")
	}
	if a.Title.ZH == "" {
		a.Title.ZH = catalogue["status."+r.Status].ZH
	}
	for _, h := range r.Headers {
		a.Headers = append(a.Headers, h.Name)
	}
	return a
}

// errorsOf lists the errors of some operations, the first of each status, by
// status.
func errorsOf(all []operationView) []answerView {
	seen := map[string]bool{}
	var out []answerView
	for _, op := range all {
		for _, e := range op.Errors {
			if !seen[e.Status] {
				seen[e.Status] = true
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b answerView) int { return strings.Compare(a.Status, b.Status) })
	return out
}
