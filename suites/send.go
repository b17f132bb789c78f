package suites

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// take performs the stimulus of a step.
func (e *execution) take(ctx context.Context, s *Step) (*check.View, error) {
	switch {
	case s.Send != nil && s.Repeat > 1:
		return e.sendAll(ctx, s.Send, s.Repeat)
	case s.Send != nil && s.Send.Walk:
		return e.walk(ctx, s.Send)
	case s.Send != nil:
		v, _, err := e.send(ctx, s.Send)
		return v, err
	case s.Connect != nil:
		return e.connect(ctx, s.Connect)
	case s.Subscribe != nil:
		return e.subscribe(ctx, s.Subscribe)
	case s.Publish != nil:
		return e.publish(ctx, s.Publish)
	case s.Await != nil:
		return e.await(ctx, s.Await)
	case s.Observe != nil:
		return e.observe(s.Observe)
	case s.Operate != nil:
		return nil, e.operate(ctx, s.Operate)
	case s.Probe != nil:
		x := e.run.sys.Probe(ctx, s.Probe.Kind, s.Probe.Arg)
		e.run.count(1)
		return check.Look(x), nil
	case s.Pause != "":
		d, err := check.ParseDuration(s.Pause)
		if err != nil {
			return nil, err
		}
		return nil, e.run.wait(ctx, d)
	}
	return nil, fmt.Errorf("case %s: a step does nothing", e.c.ID)
}

// send fills a request, sends it and remembers what it made or learnt.
func (e *execution) send(ctx context.Context, s *Send) (*check.View, wire.Request, error) {
	req, op, err := e.request(s)
	if err != nil {
		return nil, req, err
	}
	v := check.Look(e.run.sys.HTTP.Do(ctx, req))
	e.run.count(1)
	e.learn(v, op, req)
	return v, req, nil
}

// sendOrFail is send for objects a case needs: without a connection there is
// nothing to say about them.
func (e *execution) sendOrFail(ctx context.Context, s *Send) (*check.View, error) {
	v, _, err := e.send(ctx, s)
	if err == nil && v.Fault.Unreachable() {
		err = &unreachable{v.Fault}
	}
	return v, err
}

// sendAll sends the same request several times at once. The first answer is
// the step's; all are visible as answers.
func (e *execution) sendAll(ctx context.Context, s *Send, times int) (*check.View, error) {
	req, op, err := e.request(s)
	if err != nil {
		return nil, err
	}
	views := make([]*check.View, times)
	var wg sync.WaitGroup
	for i := range views {
		wg.Go(func() { views[i] = check.Look(e.run.sys.HTTP.Do(ctx, req)) })
	}
	wg.Wait()
	e.run.count(times)
	answers := make([]any, times)
	for i, v := range views {
		e.learn(v, op, req)
		answers[i] = map[string]any{"status": v.Status, "body": v.Body}
		if i > 0 {
			e.record(v)
		}
	}
	e.names.values["answers"] = answers
	return views[0], nil
}

// learn registers objects that the answer says were made, and entity tags.
func (e *execution) learn(v *check.View, op *openapi.Operation, req wire.Request) {
	if t := v.Header.Get("ETag"); t != "" && v.Status/100 == 2 {
		e.etags[req.Path] = t
	}
	if op == nil || v.Status/100 != 2 || req.Method != "POST" {
		return
	}
	f := e.run.suite.fixtureOf(op.ID)
	id, ok := check.At(v.Body, "/id").(string)
	if f == nil || !ok {
		return
	}
	if t := v.Header.Get("ETag"); t != "" {
		if read := e.run.suite.Standard.Operation(f.Read); read != nil {
			e.etags[strings.ReplaceAll(read.Path, "{"+f.IDParam+"}", url.PathEscape(id))] = t
		}
	}
	for _, o := range e.made {
		if o.id == id {
			return // a replayed answer
		}
	}
	e.made = append(e.made, object{fixture: f, id: id, body: v.Body})
}

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
	e.defaults(&req, op)
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
	if op != nil {
		for _, p := range op.Parameters {
			if strings.EqualFold(p.Name, name) {
				return p.In
			}
		}
	}
	return "query"
}

// addQuery spells a value in the form style, exploded unless the document says
// otherwise (OpenAPI 3.1, style values).
func addQuery(q url.Values, op *openapi.Operation, name string, v any) {
	list, ok := v.([]any)
	if !ok {
		q.Set(name, spell(v))
		return
	}
	explode := true
	if op != nil {
		for _, p := range op.Parameters {
			if p.Name == name {
				explode = p.Explode
			}
		}
	}
	var all []string
	for _, x := range list {
		all = append(all, spell(x))
	}
	if explode {
		q[name] = all
		return
	}
	q.Set(name, strings.Join(all, ","))
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
	if req.Body, err = json.Marshal(v); err != nil {
		return fmt.Errorf("write the body of %s: %w", e.c.ID, err)
	}
	e.contentType(req, op)
	return nil
}

func (e *execution) contentType(req *wire.Request, op *openapi.Operation) {
	t := "application/json"
	if op != nil && op.Body != nil && len(op.Body.Content) > 0 {
		t = op.Body.Content[0].Type
	}
	req.Header.Set("Content-Type", t)
}

func (e *execution) defaults(req *wire.Request, op *openapi.Operation) {
	req.Header.Set("Accept", "application/json, application/problem+json")
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

func (e *execution) operationOf(v *check.View) *openapi.Operation {
	if v == nil || v.Operation == "" || v.Protocol != "http" {
		return nil
	}
	op := e.run.suite.Standard.Operation(v.Operation)
	if op != nil && v.Sent.Method != op.Method {
		return nil // HEAD and undeclared methods are judged by their own cases
	}
	return op
}

func (r *run) count(n int) {
	r.mu.Lock()
	r.exchanges += n
	r.mu.Unlock()
}
