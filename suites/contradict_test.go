package suites

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/wire"
)

// served answers every request alike and remembers which were made.
type served struct {
	status     int
	kind, body string
	asked      []string
}

func (s *served) Do(_ context.Context, r wire.Request) wire.Exchange {
	s.asked = append(s.asked, r.Method+" "+r.Path)
	return wire.Exchange{Received: []wire.Message{{Status: s.status, Header: http.Header{"Content-Type": {s.kind}}, Body: []byte(s.body)}}}
}

func TestWhatServesNothingContradictsNothing(t *testing.T) {
	t.Parallel()
	assert.Empty(t, Contradictions(t.Context(), suite(t), System{}))
}

func TestContradictions(t *testing.T) {
	t.Parallel()
	required := []openapi.Parameter{{Name: "bbox", In: "query", Required: true}}
	std := &specs.Standard{ID: "t", Version: "1",
		Operations: []openapi.Operation{
			{ID: "listA", Method: "GET", Path: "/a", Tags: []string{"claimed"}},
			{ID: "listB", Method: "GET", Path: "/b", Tags: []string{"denied"}},
			{ID: "listC", Method: "GET", Path: "/c", Tags: []string{"denied"}, Parameters: required},
			{ID: "listD", Method: "GET", Path: "/b/{id}/d", Tags: []string{"denied"}},
		},
		Resources: []specs.Resource{{Name: "A", List: "listA"}, {Name: "B", List: "listB"}, {Name: "C", List: "listC"}, {Name: "D", List: "listD", Parent: "B"}, {Name: "E"}}}
	for _, c := range []struct {
		name, kind, body string
		status           int
		found            bool
	}{
		{"a list", "application/json; charset=utf-8", `{"items":[]}`, 200, true},
		{"an object that is no list", "application/json", `{"hello":1}`, 200, false},
		{"a page for everything", "text/html", `<html>`, 200, false},
		{"text that is not JSON", "application/json", `{"items":[`, 200, false},
		{"not there", "application/problem+json", `{"items":[]}`, 404, false},
		{"not allowed", "application/json", `{"items":[]}`, 403, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &served{status: c.status, kind: c.kind, body: c.body}
			got := Contradictions(t.Context(), &Suite{Standard: std, Classes: []string{"claimed"}}, System{HTTP: s})
			assert.Equal(t, []string{"GET /b"}, s.asked, "one reading of what is denied, nothing else")
			want := []Contradiction(nil)
			if c.found {
				want = []Contradiction{{Class: "denied", Operation: "listB", Method: "GET", Path: "/b", Status: 200}}
			}
			assert.Equal(t, want, got)
		})
	}
}
