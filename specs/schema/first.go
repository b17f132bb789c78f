package schema

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

type graph struct{}

func newGraph(*Set) *graph { return &graph{} }

// Schema is a compiled schema, read from one side of an interface.
type Schema struct {
	set *Set
	ref string
	lib *jsonschema.Schema
}

// Compile compiles the schema at ref for view v. Results are cached.
func (s *Set) Compile(ref string, v View) (*Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.schemas[request{ref, v}]; ok {
		return c, nil
	}
	uri, ptr, err := s.locate(ref)
	if err != nil {
		return nil, err
	}
	lib, err := s.compiler.Compile(uri + "#" + encodePointer(ptr))
	if err != nil {
		return nil, fmt.Errorf("compile %s: %s", ref, strings.ReplaceAll(err.Error(), origin, ""))
	}
	c := &Schema{s, ref, lib}
	s.schemas[request{ref, v}] = c
	return c, nil
}

// Validate returns one violation per root cause; none when v is valid.
func (c *Schema) Validate(v any) []Violation {
	var invalid *jsonschema.ValidationError
	if !errors.As(c.lib.Validate(v), &invalid) {
		return nil
	}
	var out []Violation
	p := message.NewPrinter(language.English)
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			walk(cause)
		}
		if len(e.Causes) > 0 {
			return
		}
		at := ""
		for _, token := range e.InstanceLocation {
			at += "/" + escapeToken(token)
		}
		where := strings.TrimPrefix(e.SchemaURL, origin) + "/" + strings.Join(e.ErrorKind.KeywordPath(), "/")
		one := Violation{Instance: at, Schema: where, Want: e.ErrorKind.LocalizedString(p)}
		if path := e.ErrorKind.KeywordPath(); len(path) > 0 {
			one.Keyword = path[0]
		}
		if required, ok := e.ErrorKind.(*kind.Required); ok {
			for _, name := range required.Missing {
				one.Want = name
				out = append(out, one)
			}
			return
		}
		out = append(out, one)
	}
	walk(invalid)
	return out
}

// Annotations returns the values of keyword that apply to places of v.
func (c *Schema) Annotations(v any, keyword string) []Annotation { return nil }

// CheckFormat reports whether s has the format name, and whether it is known.
func CheckFormat(name, s string) (ok, known bool) {
	switch name {
	case "date-time":
		_, err := time.Parse(time.RFC3339, s)
		return err == nil, true
	case "email":
		_, err := mail.ParseAddress(s)
		return err == nil, true
	case "uri":
		u, err := url.Parse(s)
		return err == nil && u.IsAbs(), true
	}
	return true, false
}

// Text renders the violation in English and Chinese.
func (v Violation) Text() (en, zh string) {
	return v.Instance + ": " + v.Want, v.Instance + ":" + v.Want
}
