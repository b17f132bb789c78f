package suites

import (
	"context"
	"mime"
	"net/http"
	"slices"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

// Contradiction is an answer of the system that its ICS denies: a collection of
// a class that is not claimed was served.
type Contradiction struct {
	Class     string `json:"class"`
	Operation string `json:"operation"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	Status    int    `json:"status"`
}

// Contradictions reads once each collection of the classes that are not
// claimed, and tells which the system serves. It changes nothing, and blames
// nobody: an answer counts only when it is a list as the standard describes
// lists, for many servers answer 200 to anything.
func Contradictions(ctx context.Context, s *Suite, sys System) []Contradiction {
	if sys.HTTP == nil {
		return nil // a system that connects to the tester serves nothing
	}
	var out []Contradiction
	for i := range s.Standard.Resources {
		op := s.Standard.Operation(s.Standard.Resources[i].List)
		if op == nil || s.Standard.Resources[i].Parent != "" || ctx.Err() != nil || !s.denies(op) {
			continue
		}
		x := sys.HTTP.Do(ctx, wire.Request{Operation: op.ID, Method: op.Method, Path: op.Path, Header: http.Header{"Accept": {"application/json"}}})
		if isList(&x) {
			out = append(out, Contradiction{Class: op.Tags[0], Operation: op.ID, Method: op.Method, Path: op.Path, Status: x.Received[0].Status})
		}
	}
	return out
}

// denies tells whether an operation is of a class that is not claimed, and can
// be called without knowing anything.
func (s *Suite) denies(op *openapi.Operation) bool {
	return op.Method == http.MethodGet && len(op.Tags) == 1 && !slices.Contains(s.Classes, op.Tags[0]) &&
		!slices.ContainsFunc(op.Parameters, func(p openapi.Parameter) bool { return p.Required })
}

// isList tells whether an exchange ended in a list.
func isList(x *wire.Exchange) bool {
	if x.Fault != nil || len(x.Received) == 0 || x.Received[0].Status != http.StatusOK {
		return false
	}
	if kind, _, err := mime.ParseMediaType(x.Received[0].Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return false
	}
	v, err := schema.Parse(x.Received[0].Body)
	if err != nil {
		return false
	}
	body, _ := v.(map[string]any)
	_, list := body["items"].([]any)
	return list
}
