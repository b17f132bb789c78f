package specs

import (
	"regexp"
	"strings"

	"github.com/cityconf/cityconf/specs/asyncapi"
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
		if _, err := l.std.Schemas.Compile(ref, schema.Neutral); err != nil {
			l.unusable(ref, err)
		}
	}
	for _, ref := range namedSchemas(l.docs) {
		compile(ref)
	}
	for i := range l.std.Operations {
		operationSchemas(&l.std.Operations[i], compile)
	}
	for i := range l.std.Channels {
		channelSchemas(&l.std.Channels[i], compile)
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

var (
	brokenSchema  = regexp.MustCompile(`"([^"#]*)#([^"]*)" is not valid against metaschema`)
	brokenKeyword = regexp.MustCompile(`.*at '([^']*)': (.*)$`)
)

// unusable reports why a schema does not compile, at the keyword that is wrong
// when the message names it: many schemas fail by one mistake, which is to be
// reported once. A reference that leads nowhere explains itself.
func (l *loading) unusable(ref string, err error) {
	if l.dead {
		return
	}
	file, pointer, _ := strings.Cut(ref, "#")
	message := strings.Join(strings.Fields(err.Error()), " ")
	in, at := brokenSchema.FindStringSubmatch(message), brokenKeyword.FindStringSubmatch(message)
	if in != nil && at != nil {
		file, pointer, message = in[1], in[2]+at[1], at[2]
	}
	l.find(file, pointer, "not a usable schema: "+message, "correct it by JSON Schema 2020-12")
}
