package openapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// The two forms in which browsers send what people fill in.
const (
	URLEncoded = "application/x-www-form-urlencoded"
	Multipart  = "multipart/form-data"
)

// Encoding says how one member of a form is written (OpenAPI 3.1.1, section
// 4.8.15).
type Encoding struct {
	Name    string
	Type    string // media type of the part, "" for that of its value
	Style   string // OpenAPI default filled in
	Explode bool   // OpenAPI default filled in
	File    bool   // the part is sent as a file; set by those who read its schema
}

// IsForm tells whether a body of this type is a form.
func (m *MediaType) IsForm() bool {
	kind, _, err := mime.ParseMediaType(m.Type)
	return err == nil && (kind == URLEncoded || kind == Multipart)
}

// Form writes an object as a form, with its Content-Type. A member that is an
// empty list is left out, as there is nothing to write; false when a member has
// no spelling, see [Parameter.Pairs]. The octets of a multipart form are a
// function of the object alone.
func (m *MediaType) Form(v any) (body []byte, contentType string, ok bool) {
	object, isObject := v.(map[string]any)
	if !isObject {
		return nil, "", false
	}
	if strings.HasPrefix(strings.ToLower(m.Type), Multipart) {
		return m.multipart(object)
	}
	var all []string
	for _, name := range document.Keys(object) {
		e := m.encoding(name)
		written, ok := pairs(name, e.Style, e.Explode, object[name])
		if !ok && !empty(object[name]) {
			return nil, "", false
		}
		for _, p := range written {
			all = append(all, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
		}
	}
	return []byte(strings.Join(all, "&")), m.Type, true
}

func (m *MediaType) encoding(name string) Encoding {
	if i := slices.IndexFunc(m.Encoding, func(e Encoding) bool { return e.Name == name }); i >= 0 {
		return m.Encoding[i]
	}
	return Encoding{Name: name, Style: "form", Explode: true}
}

func empty(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// part is one field of a multipart form.
type part struct {
	name, kind, text string
	file             bool
}

// parts are the fields of a member: one for each item of a list; objects are
// written in JSON.
func (m *MediaType) parts(name string, v any) ([]part, bool) {
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	e := m.encoding(name)
	var all []part
	for _, item := range list {
		p := part{name, e.Type, "", e.File}
		text, ok := PlainText(item)
		if p.text = text; !ok {
			object, isObject := item.(map[string]any)
			written, err := json.Marshal(object)
			if !isObject || err != nil {
				return nil, false
			}
			p.kind, p.text = "application/json", string(written)
		}
		all = append(all, p)
	}
	return all, len(all) > 0
}

func (m *MediaType) multipart(object map[string]any) ([]byte, string, bool) {
	var all []part
	sum := sha256.New()
	for _, name := range document.Keys(object) {
		of, ok := m.parts(name, object[name])
		if !ok && !empty(object[name]) {
			return nil, "", false
		}
		for _, p := range of {
			sum.Write([]byte(p.name + "\x00" + p.text + "\x00"))
			all = append(all, p)
		}
	}
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	if w.SetBoundary("cityconf-"+hex.EncodeToString(sum.Sum(nil)[:12])) != nil {
		return nil, "", false
	}
	for _, p := range all {
		to, err := w.CreatePart(p.header())
		if err != nil {
			return nil, "", false
		}
		if _, err := to.Write([]byte(p.text)); err != nil {
			return nil, "", false
		}
	}
	if w.Close() != nil {
		return nil, "", false
	}
	return out.Bytes(), w.FormDataContentType(), true
}

// quoted writes a name into a header as browsers do (HTML, section 4.10.21.8).
var quoted = strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A")

func (p part) header() textproto.MIMEHeader {
	h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + quoted.Replace(p.name) + `"`}}
	if p.file {
		h["Content-Disposition"][0] += `; filename="cityconf"`
		h["Content-Type"] = []string{"application/octet-stream"}
	}
	if p.kind != "" {
		h["Content-Type"] = []string{p.kind}
	}
	return h
}
