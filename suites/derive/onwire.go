package derive

import (
	"maps"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// formOf is the form in which an operation takes its body, nil when it takes
// none or another representation.
func formOf(op *openapi.Operation) *openapi.MediaType {
	if op == nil || op.Body == nil || len(op.Body.Content) == 0 || !op.Body.Content[0].IsForm() {
		return nil
	}
	return &op.Body.Content[0]
}

// formable tells whether a body has a spelling in the representation that an
// operation takes.
func formable(op *openapi.Operation, body any) bool {
	form := formOf(op)
	if form == nil {
		return true
	}
	_, _, ok := form.Form(body)
	return ok
}

// unwritten says why a body cannot be sent in a form, false when it can.
func unwritten(op *openapi.Operation, inst synth.Instance) (specs.Text, bool) {
	return specs.Text{EN: "the value has no spelling in a form", ZH: "该值在表单中没有对应的写法"}, !formable(op, inst.Value)
}

// visible tells whether a violation can still be seen after a body was written:
// in a form every value is a text, and a reader may take it for whatever its
// schema allows.
func (d *deriver) visible(op *openapi.Operation, ref string, inst synth.Instance) bool {
	return formOf(op) == nil || formable(op, inst.Value) && d.survives(ref, inst)
}

// survives tells whether a value breaks its schema whatever types its texts are
// read as.
func (d *deriver) survives(ref string, inst synth.Instance) bool {
	s, err := d.std.Schemas.Compile(ref, schema.Request)
	if err != nil {
		return false
	}
	for _, v := range rereadings(inst.Value, inst.Pointer) {
		if len(s.Validate(v)) == 0 {
			return false
		}
	}
	return true
}

// rereadings are what a reader of texts may take a value for. Of an object, all
// readings of the member with the fault are tried, with the others as they were
// and as texts.
func rereadings(v any, pointer string) []any {
	object, ok := v.(map[string]any)
	if !ok {
		return readings(v)
	}
	words := make(map[string]any, len(object))
	for name, value := range object {
		words[name] = asText(value)
	}
	out := []any{object, words}
	name, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
	value, varied := object[name]
	if !varied || pointer == "" {
		return out
	}
	for _, others := range []map[string]any{object, words} {
		for _, r := range readings(value) {
			next := maps.Clone(others)
			next[name] = r
			out = append(out, next)
		}
		if list, ok := value.([]any); ok && len(list) == 0 {
			next := maps.Clone(others)
			delete(next, name)
			out = append(out, next) // an empty list is not written at all
		}
	}
	return out
}

// readings are what one value may be taken for: a text, what the text spells,
// and a list of it.
func readings(v any) []any {
	list, ok := v.([]any)
	if !ok {
		alone := []any{v, asText(v), spelt(v)}
		for _, r := range alone[:3] {
			alone = append(alone, []any{r})
		}
		return alone
	}
	var words, values []any
	for _, e := range list {
		words, values = append(words, asText(e)), append(values, spelt(e))
	}
	out := []any{list, words, values}
	if len(list) == 1 {
		out = append(out, list[0], words[0], values[0])
	}
	return out
}

// asText is a plain value as the text that is written for it.
func asText(v any) any {
	if text, ok := openapi.PlainText(v); ok {
		return text
	}
	return v
}

// spelt is what a text spells when it is read as JSON.
func spelt(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	if read, err := schema.Parse([]byte(text)); err == nil {
		return read
	}
	return v
}

// inQuery tells whether a value can be spelt for a parameter, and whether what
// is wrong with it can be seen then.
func (d *deriver) inQuery(p openapi.Parameter, inst synth.Instance) bool {
	if p.In == "query" && p.Style == "form" && !isObject(inst.Value) {
		text, ok := spelled(inst.Value, p)
		return ok && !d.validOnWire(text, p)
	}
	return spellable(p, inst.Value) && d.survives(p.Schema, inst)
}

func isObject(v any) bool {
	_, ok := v.(map[string]any)
	return ok
}

// spellable tells whether a parameter has a spelling for a value. Cookies carry
// few characters (RFC 6265, section 4.1.1), and many readers decode none.
func spellable(p openapi.Parameter, v any) bool {
	pairs, ok := p.Pairs(v)
	return ok && (p.In != "cookie" || len(pairs) == 1 && !strings.ContainsFunc(pairs[0].Value, outsideCookie))
}

func outsideCookie(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`",;\`, r) }

// plainBody is a body with all members, or where some of them have no spelling,
// with those that are required.
func (d *deriver) plainBody(op *openapi.Operation, ref string, o synth.Options) (any, error) {
	v, err := synth.Canonical(d.std.Schemas, ref, d.within(o))
	if err != nil || formable(op, v) {
		return v, err
	}
	return synth.Minimal(d.std.Schemas, ref, d.within(o))
}

// otherBodies names the representations of a body that are not sent.
func (d *deriver) otherBodies(op *openapi.Operation) {
	for _, other := range op.Body.Others {
		d.gap("bodies", op.ID, place(op), "bodies are sent as "+op.Body.Content[0].Type+", not as "+other,
			"请求体以 "+op.Body.Content[0].Type+" 发送，未以 "+other+" 测试")
	}
}
