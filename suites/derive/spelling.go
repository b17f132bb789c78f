package derive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// spellings write one JSON value in ways that mean the same (RFC 8259, sections
// 2, 4 and 7): A14.
var spellings = []struct {
	name   string
	en, zh string
	write  func(any) (string, error)
}{
	{"order", "members in another order", "成员顺序不同的请求体", reversed},
	{"space", "white space between the tokens", "记号之间含空白的请求体", spaced},
	{"escapes", "characters written as escapes", "以转义形式书写字符的请求体", escaped},
}

// coordinate is a placeholder that stands for a number: in a text it has no
// quotes.
var coordinate = regexp.MustCompile(`"(\$\{(?:lon|lat)\([^"]*\)\})"`)

// spellingCases sends a good body in each of the spellings.
func (d *deriver) spellingCases(t target, f finisher, valid []synth.Instance, beside string) {
	if len(valid) == 0 {
		return
	}
	value := f.finish(valid[0].Value, "")
	plain, err := json.Marshal(value)
	if err != nil {
		return
	}
	for _, s := range spellings {
		raw, err := s.write(value)
		if err != nil || raw == string(plain) {
			continue
		}
		c := t.newCase("json", s.name, specs.Text{
			EN: fmt.Sprintf("%s accepts a body with %s.", t.op.ID, s.en), ZH: fmt.Sprintf("%s 应接受%s。", t.op.ID, s.zh)})
		c.Twin = beside
		raw = coordinate.ReplaceAllString(raw, "$1")
		send := t.send(nil)
		send.Raw = &raw
		c.Steps = []suites.Step{{Send: send, Expect: []check.Expect{{By: "accept.body", Status: success(t.op)}}}}
		d.add(c, place(t.op))
	}
}

// reversed writes the members of objects from the last name to the first.
func reversed(v any) (string, error) {
	switch t := v.(type) {
	case map[string]any:
		var members []string
		for name := range t {
			members = append(members, name)
		}
		slices.Sort(members)
		slices.Reverse(members)
		for i, name := range members {
			value, err := reversed(t[name])
			if err != nil {
				return "", err
			}
			key, err := json.Marshal(name)
			if err != nil {
				return "", err
			}
			members[i] = string(key) + ":" + value
		}
		return "{" + strings.Join(members, ",") + "}", nil
	case []any:
		items := make([]string, len(t))
		for i, e := range t {
			value, err := reversed(e)
			if err != nil {
				return "", err
			}
			items[i] = value
		}
		return "[" + strings.Join(items, ",") + "]", nil
	}
	text, err := json.Marshal(v)
	return string(text), err
}

// spaced writes every kind of white space that JSON has.
func spaced(v any) (string, error) {
	text, err := json.MarshalIndent(v, "\t", " ")
	return "\r\n" + strings.ReplaceAll(string(text), "\n", "\r\n") + "\n", err
}

// escaped writes the first letter of every member's name as an escape. Values
// stay: a placeholder in one is filled later.
func escaped(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	for i := 0; i < len(text); i++ {
		begins := text[i] == '"' && i > 0 && (text[i-1] == '{' || text[i-1] == ',') && nameAt(text[i:])
		out.WriteByte(text[i])
		if begins {
			fmt.Fprintf(&out, `\u%04x`, text[i+1])
			i++
		}
	}
	return out.String(), nil
}

// nameAt reports whether a text begins with the name of a member that begins
// with a letter.
func nameAt(text []byte) bool {
	end := bytes.IndexByte(text[1:], '"') + 1
	letter := text[1] >= 'a' && text[1] <= 'z'
	return letter && end > 0 && end+1 < len(text) && text[end+1] == ':'
}
