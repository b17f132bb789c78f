package specs

import "strings"

// ruleOperations wants each operation to be named, to belong to one class and
// to speak both languages.
func ruleOperations(l *loading) {
	for i := range l.std.Operations {
		o := &l.std.Operations[i]
		at := l.source(o.Document, o.Pointer)
		if strings.Contains(o.ID, " ") {
			l.findAt(at, "", "the operation has no operationId", "add one in camelCase, such as listLuminaires")
		}
		l.oneClass(at, o.Tags)
		l.translated(at, o.Summary, o.Extensions)
	}
}

// oneClass wants exactly one tag, which is a class.
func (l *loading) oneClass(at Source, tags []string) {
	switch len(tags) {
	case 0:
		l.findAt(at, "", "it belongs to no conformance class", "add the class as its only tag")
	case 1:
		l.known(at, "/tags/0", "class", tags[0], l.classIDs())
	default:
		l.findAt(at, "/tags", "it belongs to several conformance classes: "+strings.Join(tags, ", "), "keep one tag")
	}
}

func (l *loading) translated(at Source, summary string, extensions map[string]any) {
	if summary == "" {
		l.findAt(at, "", "it has no summary", "say in a few words what it does, with x-ucis-zh beside it")
		return
	}
	if zh, _ := extensions["x-ucis-zh"].(string); zh == "" {
		l.findAt(at, "", "the summary has no Chinese", "add x-ucis-zh beside it")
	}
}
