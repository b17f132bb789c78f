package specs

import (
	"path"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// views are the words of an example file for the side a value is seen from.
var views = map[string]schema.View{
	"": schema.Neutral, "neutral": schema.Neutral, "request": schema.Request, "response": schema.Response,
}

// examples reads the example files of a part.
func (l *loading) examples(part string) {
	for _, folder := range []string{"invalid", "valid"} {
		for _, file := range l.below(part + "/examples/" + folder) {
			l.example(part, file, folder == "valid")
		}
	}
}

// below are the documents directly in a folder.
func (l *loading) below(dir string) []string {
	var found []string
	for _, file := range l.files {
		if path.Dir(file) == dir && l.docs[file] != nil {
			found = append(found, file)
		}
	}
	return found
}

func (l *loading) example(part, file string, valid bool) {
	doc := l.docs[file]
	var form exampleForm
	problems := document.Decode(doc, "", &form)
	l.problems = append(l.problems, problems...)
	if len(problems) > 0 {
		return
	}
	view, ok := views[form.View]
	if !ok {
		l.find(file, "/view", form.View+" is no view", "write request, response or neutral")
	}
	if _, given := doc.Lookup("/value"); !given {
		l.find(file, "", "the example has no value", "add value")
		return
	}
	ref, ok := l.exampleSchema(part, form.Of)
	if !ok {
		l.find(file, "/of", "there is no schema "+form.Of, l.suggestSchema(part, form.Of))
		return
	}
	l.std.Examples = append(l.std.Examples, Example{
		Name: strings.TrimSuffix(file, path.Ext(file)), Schema: ref, View: view, Valid: valid, Value: form.Value,
		Why: form.Why, Keyword: form.Keyword, Where: form.At, At: l.source(file, ""),
	})
}

// exampleHomes are the places where the plain name of a schema is looked up.
var exampleHomes = []struct{ file, pointer, below string }{
	{"openapi.yaml", "/components/schemas", ""},
	{"channels.yaml", "/components/schemas", ""},
	{"channels.yaml", "/components/messages", "/payload"},
}

func (l *loading) exampleSchema(part, of string) (string, bool) {
	if of == "" {
		return "", false
	}
	if strings.ContainsAny(of, "#/") {
		ref, _, err := l.resolve(part+"/examples.yaml", of)
		return ref, err == nil
	}
	for _, home := range exampleHomes {
		ref := part + "/" + home.file + "#" + document.Join(home.pointer, of) + home.below
		if _, err := l.std.Schemas.Lookup(ref); err == nil {
			return ref, true
		}
	}
	return "", false
}

// suggestSchema names the schema an author most likely meant.
func (l *loading) suggestSchema(part, of string) string {
	var known []string
	for _, home := range exampleHomes {
		node, err := l.std.Schemas.Lookup(part + "/" + home.file + "#" + home.pointer)
		if m, ok := node.(map[string]any); ok && err == nil {
			known = append(known, document.Keys(m)...)
		}
	}
	if hint := document.Suggest(of, known); hint != "" {
		return hint
	}
	return "name a schema of components, or a reference relative to the part"
}
