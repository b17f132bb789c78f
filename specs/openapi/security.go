package openapi

import "github.com/cityconf/cityconf/specs/document"

// security reads the alternatives of an operation, or of the whole document
// when the operation says nothing.
func (l *loader) security(op document.Spot) []SecurityScheme {
	if _, own := l.Member(op, "security"); !own {
		op = l.Doc.Top()
	}
	var all []SecurityScheme
	for _, alternative := range l.Items(op, "security") {
		names := l.Keys(alternative, "a security requirement")
		if len(names) == 0 {
			all = append(all, SecurityScheme{})
		}
		for _, name := range names {
			if s, ok := l.scheme(name, alternative); ok {
				all = append(all, s)
			}
		}
	}
	return all
}

func (l *loader) scheme(name string, alternative document.Spot) (SecurityScheme, bool) {
	pointer := document.Join("/components/securitySchemes", name)
	node, ok := l.Doc.Lookup(pointer)
	if !ok {
		l.Report(alternative.Child(name), "the security scheme "+name+" is not defined", "add it under components/securitySchemes")
		return SecurityScheme{}, false
	}
	at, ok := l.Follow(document.Spot{At: l.Doc.Path + "#" + pointer, Node: node})
	if !ok {
		return SecurityScheme{}, false
	}
	return SecurityScheme{
		Name: name, Type: at.Text("type"), Scheme: at.Text("scheme"), In: at.Text("in"), Key: at.Text("name"),
		Scopes: l.Texts(alternative, name),
	}, true
}
