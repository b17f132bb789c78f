package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// ruleSchemas compiles every schema that tests would be made from, and every
// one that has a name.
func ruleSchemas(l *loading) {
	seen := map[string]bool{"": true}
	compile := func(ref string) {
		if seen[ref] {
			return
		}
		seen[ref] = true
		if _, err := l.std.Schemas.Compile(ref, schema.Neutral); err != nil && !l.dead {
			file, pointer, _ := strings.Cut(ref, "#")
			l.find(file, pointer, "not a usable schema: "+oneLine(err), "correct it by JSON Schema 2020-12")
		}
	}
	l.namedSchemas(compile)
	for i := range l.std.Operations {
		operationSchemas(&l.std.Operations[i], compile)
	}
	for i := range l.std.Channels {
		channelSchemas(&l.std.Channels[i], compile)
	}
}

// schemaHomes are the places of a document whose members are schemas.
var schemaHomes = []string{"/$defs", "/components/schemas"}

func (l *loading) namedSchemas(visit func(ref string)) {
	for _, file := range l.files {
		doc := l.docs[file]
		if doc == nil || !carriesLinks(file) {
			continue
		}
		for _, home := range schemaHomes {
			node, _ := doc.Lookup(home)
			named, _ := node.(map[string]any)
			for _, name := range document.Keys(named) {
				visit(file + "#" + document.Join(home, name))
			}
		}
	}
}

func operationSchemas(o *openapi.Operation, visit func(ref string)) {
	parameters := func(all []openapi.Parameter) {
		for _, p := range all {
			visit(p.Schema)
		}
	}
	content := func(all []openapi.MediaType) {
		for _, m := range all {
			visit(m.Schema)
		}
	}
	parameters(o.Parameters)
	if o.Body != nil {
		content(o.Body.Content)
	}
	for _, r := range o.Responses {
		parameters(r.Headers)
		content(r.Content)
	}
}

func channelSchemas(c *asyncapi.Channel, visit func(ref string)) { visit(c.Message.Payload) }

// oneLine folds an error into one line.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
