package openapi

import (
	"regexp"
	"sort"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

var inPath = regexp.MustCompile(`\{([^{}]*)\}`)

// parameters merges those of the path item with those of the operation, which
// win, in the order of the document.
func (l *loader) parameters(path string, item, op document.Spot) []Parameter {
	var all []Parameter
	index := map[string]int{}
	for level, at := range []document.Spot{item, op} {
		own := map[string]bool{}
		for _, entry := range l.Items(at, "parameters") {
			p, ok := l.parameter(entry)
			if !ok {
				continue
			}
			key := p.In + " " + p.Name
			if own[key] {
				l.Report(entry, "the "+p.In+" parameter "+p.Name+" is declared twice", "remove one of them")
			}
			own[key] = true
			if i, known := index[key]; known && level == 1 {
				all[i] = p
				continue
			}
			index[key] = len(all)
			all = append(all, p)
		}
	}
	l.matchTemplate(path, op, all)
	return all
}

// matchTemplate reports placeholders without parameter and the reverse.
func (l *loader) matchTemplate(path string, op document.Spot, declared []Parameter) {
	open := map[string]bool{}
	for _, m := range inPath.FindAllStringSubmatch(path, -1) {
		open[m[1]] = true
	}
	for _, p := range declared {
		if p.In != "path" {
			continue
		}
		if !open[p.Name] {
			l.Report(op, "the path parameter "+p.Name+" has no place in the path "+path, "add {"+p.Name+"} to the path or remove the parameter")
		}
		delete(open, p.Name)
	}
	for _, name := range document.Keys(open) {
		l.Report(op, "the placeholder {"+name+"} of the path is not declared", "add a parameter with in: path")
	}
}

// styles are the defaults of OAS 3.1, section 4.8.12.2.
var styles = map[string]string{"query": "form", "cookie": "form", "path": "simple", "header": "simple"}

func (l *loader) parameter(at document.Spot) (Parameter, bool) {
	at, ok := l.Follow(at)
	if !ok || !l.IsMapping(at, "a parameter") {
		return Parameter{}, false
	}
	p := l.input(at)
	p.Name, p.In = at.Text("name"), at.Text("in")
	if p.Name == "" || styles[p.In] == "" {
		l.Report(at, "a parameter needs a name and in: path, query, header or cookie", "")
		return Parameter{}, false
	}
	l.style(at, &p)
	return p, true
}

// input reads what parameters and headers have in common.
func (l *loader) input(at document.Spot) Parameter {
	p := Parameter{Document: at.Document(), Pointer: at.Pointer(), Schema: l.Schema(at, "schema")}
	p.Required, _ = at.Child("required").Node.(bool)
	if content := l.content(at); p.Schema == "" && len(content) > 0 {
		p.Schema = content[0].Schema
	}
	return p
}

func (l *loader) style(at document.Spot, p *Parameter) {
	if p.Style = at.Text("style"); p.Style == "" {
		p.Style = styles[p.In]
	}
	explode, given := at.Child("explode").Node.(bool)
	p.Explode = explode || !given && p.Style == "form"
}

var statusCode = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)

func (l *loader) responses(op document.Spot) []Response {
	at, ok := l.Member(op, "responses")
	if !ok {
		l.Report(op, "the operation documents no responses", "add responses")
		return nil
	}
	var all []Response
	for _, status := range l.Keys(at, "responses") {
		if strings.HasPrefix(status, "x-") {
			continue
		}
		if !statusCode.MatchString(status) {
			l.Report(at.Child(status), status+" is no status", `write a code such as "200", a range such as "4XX", or default`)
			continue
		}
		r, ok := l.Follow(at.Child(status))
		if !ok || !l.IsMapping(r, "a response") {
			continue
		}
		all = append(all, Response{
			Status: status, Headers: l.headers(r), Content: l.content(r),
			Document: r.Document(), Pointer: r.Pointer(),
		})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[j].Status == "default" && all[i].Status != "default" })
	return all
}

func (l *loader) headers(response document.Spot) []Parameter {
	at, ok := l.Member(response, "headers")
	if !ok {
		return nil
	}
	var all []Parameter
	for _, name := range l.Keys(at, "headers") {
		header, ok := l.Follow(at.Child(name))
		if !ok || strings.EqualFold(name, "Content-Type") {
			continue // OAS 3.1, section 4.8.17.1: a Content-Type header is ignored
		}
		p := l.input(header)
		p.Name, p.In = name, "header"
		l.style(header, &p)
		all = append(all, p)
	}
	return all
}
