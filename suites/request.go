package suites

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/wire"
)

// request renders a Send: parameters in their places, defaults for what the
// operation documents (media type, idempotency key, latest entity tag).
func (e *execution) request(s *Send) (wire.Request, *openapi.Operation, error) {
	req := wire.Request{Operation: s.Operation, Method: s.Method, Path: s.Path, Header: http.Header{}, As: s.As}
	var op *openapi.Operation
	if s.Operation != "" {
		if op = e.run.suite.Standard.Operation(s.Operation); op == nil {
			return req, nil, fmt.Errorf("case %s names unknown operation %q", e.c.ID, s.Operation)
		}
		if req.Method == "" {
			req.Method = op.Method
		}
		if req.Path == "" {
			req.Path = op.Path
		}
	}
	if err := e.parameters(&req, op, s); err != nil {
		return req, op, err
	}
	if err := e.body(&req, op, s); err != nil {
		return req, op, err
	}
	if err := e.pad(&req, s); err != nil {
		return req, op, err
	}
	e.defaults(&req, op)
	e.present(&req, op)
	return req, op, e.headers(&req, s)
}

func (e *execution) parameters(req *wire.Request, op *openapi.Operation, s *Send) error {
	path, err := e.names.text(req.Path)
	if err != nil {
		return err
	}
	path = e.run.below(path)
	query := url.Values{}
	for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
		v, err := e.names.fill(s.Parameters[name])
		if err != nil {
			return err
		}
		switch place(op, name) {
		case "path":
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(spell(v)))
		case "header":
			req.Header.Set(name, spell(v))
		case "cookie":
			addCookie(req, name, spell(v))
		default:
			addQuery(query, op, name, v)
		}
	}
	raw, err := e.names.text(s.Query)
	if err != nil {
		return err
	}
	req.Path, req.Query = path, query.Encode()
	if raw != "" {
		req.Query = strings.TrimPrefix(req.Query+"&"+raw, "&")
	}
	return nil
}

func place(op *openapi.Operation, name string) string {
	if p := declared(op, name); p != nil {
		return p.In
	}
	return "query"
}

// declared is the parameter of an operation with a name, nil when there is none.
func declared(op *openapi.Operation, name string) *openapi.Parameter {
	if op == nil {
		return nil
	}
	i := slices.IndexFunc(op.Parameters, func(p openapi.Parameter) bool { return strings.EqualFold(p.Name, name) })
	if i < 0 {
		return nil
	}
	return &op.Parameters[i]
}

// addQuery spells a value in the style that the document gives, exploded form
// where it gives none.
func addQuery(q url.Values, op *openapi.Operation, name string, v any) {
	p := declared(op, name)
	if p == nil || p.Name != name {
		p = &openapi.Parameter{Name: name, Style: "form", Explode: true}
	}
	pairs, ok := p.Pairs(v)
	if !ok {
		q.Set(name, spell(v))
		return
	}
	for _, one := range pairs {
		q.Add(one.Name, one.Value)
	}
}

// addCookie sends one more cookie (RFC 6265, section 4.2.1).
func addCookie(req *wire.Request, name, value string) {
	sent := name + "=" + value
	if before := req.Header.Get("Cookie"); before != "" {
		sent = before + "; " + sent
	}
	req.Header.Set("Cookie", sent)
}

func (e *execution) body(req *wire.Request, op *openapi.Operation, s *Send) error {
	if s.Raw != nil {
		raw, err := e.names.text(*s.Raw)
		req.Body = []byte(raw)
		e.contentType(req, op)
		return err
	}
	if s.Body == nil {
		return nil
	}
	v, err := e.names.fill(s.Body)
	if err != nil {
		return err
	}
	e.names.values["sent"] = v
	if form := formOf(op); form != nil {
		return e.form(req, form, v)
	}
	if req.Body, err = json.Marshal(v); err != nil {
		return fmt.Errorf("write the body of %s: %w", e.c.ID, err)
	}
	e.contentType(req, op)
	return nil
}

// formOf is the form that an operation takes, nil when it takes none.
func formOf(op *openapi.Operation) *openapi.MediaType {
	if op == nil || op.Body == nil || len(op.Body.Content) == 0 || !op.Body.Content[0].IsForm() {
		return nil
	}
	return &op.Body.Content[0]
}

func (e *execution) form(req *wire.Request, form *openapi.MediaType, v any) error {
	body, kind, ok := form.Form(v)
	if !ok {
		return fmt.Errorf("write the body of %s: part of it has no spelling in a form", e.c.ID)
	}
	req.Body = body
	req.Header.Set("Content-Type", kind)
	return nil
}

// mostOctets is the largest body a tester sends.
const mostOctets = 16<<20 + 1

// pad appends white space, which means nothing in JSON, up to the size wanted.
func (e *execution) pad(req *wire.Request, s *Send) error {
	if s.Pad == "" {
		return nil
	}
	size, err := e.number(s.Pad)
	if err != nil {
		return err
	}
	if size > mostOctets {
		return &unmet{reason: specs.Text{
			EN: fmt.Sprintf("The test would take a body of %d octets; a tester sends %d at most.", size, mostOctets),
			ZH: fmt.Sprintf("本用例需发送 %d 字节的正文，超出测试上限 %d 字节。", size, mostOctets)}}
	}
	if more := size - len(req.Body); more > 0 {
		req.Body = append(req.Body, bytes.Repeat([]byte(" "), more)...)
	}
	return nil
}

func (e *execution) contentType(req *wire.Request, op *openapi.Operation) {
	t := "application/json"
	if op != nil && op.Body != nil && len(op.Body.Content) > 0 {
		t = op.Body.Content[0].Type
	}
	req.Header.Set("Content-Type", t)
}

// accepted is JSON, or what an operation that offers no JSON answers with.
func accepted(op *openapi.Operation) string {
	const json = "application/json"
	var others []string
	for _, r := range documented(op) {
		for _, c := range r.Content {
			if c.Type == json {
				return json
			}
			others = append(others, c.Type)
		}
	}
	if len(others) == 0 {
		return json
	}
	return strings.Join(others, ", ")
}

// documented lists the successful responses of an operation.
func documented(op *openapi.Operation) []openapi.Response {
	if op == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(op.Responses), func(r openapi.Response) bool { return !strings.HasPrefix(r.Status, "2") })
}

func (e *execution) defaults(req *wire.Request, op *openapi.Operation) {
	req.Header.Set("Accept", accepted(op)+", application/problem+json")
	if op == nil {
		return
	}
	for _, p := range op.Parameters {
		if p.In != "header" || req.Header.Get(p.Name) != "" {
			continue
		}
		switch http.CanonicalHeaderKey(p.Name) {
		case "Idempotency-Key":
			e.keys++
			req.Header.Set(p.Name, fmt.Sprintf("%s-%x-%d", e.run.opts.RunID, hash(0, e.c.ID), e.keys))
		case "If-Match":
			if t := e.etags[req.Path]; t != "" {
				req.Header.Set(p.Name, t)
			}
		}
	}
}

func (e *execution) headers(req *wire.Request, s *Send) error {
	for _, name := range slices.Sorted(maps.Keys(s.Headers)) {
		h := s.Headers[name]
		if h == nil {
			req.Header.Del(name)
			continue
		}
		v, err := e.names.text(*h)
		if err != nil {
			return err
		}
		req.Header.Set(name, v)
	}
	return nil
}
