package derive

import (
	"encoding/json"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// broken are spellings of a body that are no JSON text (RFC 8259) or no body
// at all. Each turns the text of a valid body into a defective one.
var broken = []struct {
	name   string
	en, zh string
	spoil  func(string) string
}{
	{"truncated", "a truncated body", "被截断的请求体", func(s string) string { return s[:len(s)-1] }},
	{"trailing", "text after the JSON value", "JSON 值之后的多余内容", func(s string) string { return s + " x" }},
	{"duplicate", "a duplicate member", "重复的成员", duplicateMember},
	{"empty", "an empty body", "空请求体", func(string) string { return "" }},
	{"single-quotes", "single-quoted strings", "单引号字符串", func(s string) string { return strings.Replace(s, `"`, `'`, 2) }},
	{"comma", "a trailing comma", "多余的逗号", func(s string) string { return s[:len(s)-1] + ",}" }},
	{"not-json", "text that is not JSON", "非 JSON 文本", func(string) string { return "luminaire=1" }},
	{"utf-8", "octets that are not UTF-8", "非 UTF-8 字节", func(s string) string { return strings.Replace(s, `":"`, "\":\"\xff\xfe", 1) }},
}

// duplicateMember repeats the first member of an object.
func duplicateMember(s string) string {
	var m map[string]json.RawMessage
	if json.Unmarshal([]byte(s), &m) != nil || len(m) == 0 {
		return s + s
	}
	name := s[1 : 1+strings.Index(s[1:], ":")]
	var key string
	if json.Unmarshal([]byte(name), &key) != nil {
		return s + s
	}
	return s[:len(s)-1] + "," + name + ":" + string(m[key]) + "}"
}

// syntaxCases derives what does not depend on the schema: malformed JSON,
// media types, number spellings.
func (d *deriver) syntaxCases(t target, f finisher, valid []synth.Instance, twin string) {
	if len(valid) == 0 {
		return
	}
	value := f.finish(valid[0].Value, "")
	text, err := json.Marshal(value)
	if err != nil {
		return
	}
	for _, b := range broken {
		if formOf(t.op) != nil {
			break // any text is a form
		}
		raw := b.spoil(string(text))
		if raw == string(text) || b.name == "empty" && !t.op.Body.Required {
			continue
		}
		c := t.newCase("syntax", b.name, specs.Text{EN: t.op.ID + " refuses " + b.en + ".", ZH: t.op.ID + " 应拒绝" + b.zh + "。"})
		c.Twin = twin
		s := t.send(nil)
		s.Raw = &raw
		c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "reject.json", Status: []int{400}}}}}
		d.add(c, place(t.op))
	}
	d.mediaTypeCases(t, value, twin)
}

// mediaTypeCases sends a good body under other media types.
func (d *deriver) mediaTypeCases(t target, value any, twin string) {
	other, charset := "text/plain", t.op.Body.Content[0].Type+"; charset=utf-8"
	c := t.newCase("media-type", "unsupported", specs.Text{
		EN: t.op.ID + " refuses a body of media type text/plain.", ZH: t.op.ID + " 应拒绝媒体类型为 text/plain 的请求体。"})
	c.Twin = twin
	s := t.send(value)
	s.Headers = map[string]*string{"Content-Type": &other}
	c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "reject.media-type", Status: []int{415}}}}}
	d.add(c, place(t.op))
	if formOf(t.op) != nil {
		return // forms are UTF-8, and the type of one in parts says where they end
	}

	c = t.newCase("media-type", "charset", specs.Text{
		EN: t.op.ID + " accepts a charset parameter on the media type.", ZH: t.op.ID + " 应接受媒体类型上的 charset 参数。"})
	s = t.send(value)
	s.Headers = map[string]*string{"Content-Type": &charset}
	c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "accept.media-type-parameter", Status: success(t.op)}}}}
	d.add(c, place(t.op))
}
