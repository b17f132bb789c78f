package suites

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// small is a standard of one resource.
var small = fstest.MapFS{
	"s/standard.yaml": {Data: []byte(`
id: small
version: "1"
status: draft
title: {en: Small, zh: 小}
basePath: /v1
tag: /name
parts: [a]
roles: [{id: platform, title: {en: P, zh: 平台}, description: {en: P, zh: 平台}}]
levels: []
domains: [{id: a, title: {en: A, zh: 甲}}]
units: []
eventTypes: []
`)},
	"s/a/openapi.yaml": {Data: []byte(`
openapi: 3.1.0
info: {title: A, version: "1"}
paths:
  /a/things:
    post:
      operationId: createThing
      tags: [a-write]
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {'201': {description: made}, '422': {description: refused}}
  /a/things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getThing
      tags: [a-write]
      responses: {'200': {description: it}, '404': {description: none}}
    delete:
      operationId: deleteThing
      tags: [a-write]
      responses: {'204': {description: gone}, '404': {description: none}}
`)},
	"s/a/requirements.yaml": {Data: []byte(`
classes: [{id: a-write, title: {en: W, zh: 写}, requires: [], roles: {platform: M}, level: L1}]
requirements:
  - {id: A-001, slug: create, class: a-write, level: MUST, statement: {en: It MUST create., zh: 应创建。}, sources: [own], test: {kind: positive, by: [create.location]}}
  - {id: A-002, slug: refuse, class: a-write, level: MUST, statement: {en: It MUST refuse., zh: 应拒绝。}, sources: [own], test: {kind: negative, by: [reject.body]}}
  - {id: A-003, slug: read, class: a-write, level: MUST, statement: {en: It MUST be read., zh: 应可读。}, sources: [own], test: {kind: positive, by: [create.readback]}}
`)},
}

// thing is a system under test that lives in memory.
type thing struct {
	mu      sync.Mutex
	objects map[string]string
	made    int
	refuse  func(r wire.Request) *wire.Exchange // nil or a deviation
}

func (s *thing) Do(ctx context.Context, r wire.Request) wire.Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := wire.Exchange{Protocol: "http", Operation: r.Operation, Sent: wire.Sent{Method: r.Method, URL: r.Path, Body: r.Body, As: r.As}, Started: time.Now()}
	if s.refuse != nil {
		if other := s.refuse(r); other != nil {
			x.Received, x.Fault = other.Received, other.Fault
			return x
		}
	}
	answer := func(status int, body string) wire.Exchange {
		x.Received = []wire.Message{{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)}}
		return x
	}
	id := strings.TrimPrefix(r.Path, "/a/things/")
	switch {
	case r.Method == "POST" && strings.Contains(string(r.Body), `"name":1`):
		return answer(422, `{}`)
	case r.Method == "POST":
		s.made++
		id = fmt.Sprintf("t%d", s.made)
		s.objects[id] = string(r.Body)
		return answer(201, `{"id":"`+id+`"}`)
	case s.objects[id] == "":
		return answer(404, `{}`)
	case r.Method == "DELETE":
		delete(s.objects, id)
		return answer(204, "")
	}
	return answer(200, `{"id":"`+id+`"}`)
}

func status(code int) *wire.Exchange {
	return &wire.Exchange{Received: []wire.Message{{Status: code, Header: http.Header{}}}}
}

// suite has a fault-free case, its negative, and a case with an own object.
func suite(t *testing.T) *Suite {
	t.Helper()
	std, err := specs.Load(small, "s")
	require.NoError(t, err)
	post := func(body any) *Send { return &Send{Operation: "createThing", Body: body} }
	return &Suite{Standard: std, Classes: []string{"a-write"},
		Fixtures: []Fixture{{Resource: "Thing", Create: "createThing", Read: "getThing", Delete: "deleteThing", IDParam: "id", Body: map[string]any{"name": "cityconf ${run}"}}},
		Cases: []*TestCase{
			{ID: "create", Mutates: true, Steps: []Step{{Send: post(map[string]any{"name": "x"}), Expect: []check.Expect{{By: "create.location", Requirement: "A-001", Status: []int{201}}}}}},
			{ID: "refuse", Mutates: true, Twin: "create", Steps: []Step{{Send: post(map[string]any{"name": json.Number("1")}), Expect: []check.Expect{{By: "reject.body", Requirement: "A-002", Status: []int{422}}}}}},
			{ID: "read", Mutates: true, Needs: []Need{{As: "obj", Resource: "Thing", Own: true}},
				Steps: []Step{{Send: &Send{Operation: "getThing", Parameters: map[string]any{"id": "${objId}"}}, Expect: []check.Expect{{By: "create.readback", Requirement: "A-003", Status: []int{200}}}}}},
		}}
}

// fakeSystem is a system that waits for nothing.
func fakeSystem(s *thing) System {
	return System{HTTP: s, Now: time.Now, Sleep: func(ctx context.Context, d time.Duration) error { return ctx.Err() }}
}

func runSmall(t *testing.T, ctx context.Context, s *thing, o Options) *Result {
	t.Helper()
	o.RunID = "R1"
	res, err := Run(ctx, suite(t), &IUT{}, fakeSystem(s), o)
	require.NoError(t, err)
	return res
}

func verdictsOf(r *Result) map[string]Verdict {
	m := map[string]Verdict{}
	for _, v := range r.Verdicts {
		m[v.Requirement] = v.Verdict
	}
	return m
}

func TestRunPassesAConformingSystemAndCleansUp(t *testing.T) {
	t.Parallel()
	s := &thing{objects: map[string]string{}}
	res := runSmall(t, t.Context(), s, Options{})
	assert.Equal(t, map[string]Verdict{"A-001": Pass, "A-002": Pass, "A-003": Pass}, verdictsOf(res))
	assert.Equal(t, 2, s.made)
	assert.Empty(t, s.objects, "test data is removed")
	assert.Empty(t, res.Residue)
	assert.Empty(t, res.Partial)
}

func TestRunAttributes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		refuse func(wire.Request) *wire.Exchange
		want   map[string]Verdict
	}{
		{"a refusal proves nothing when the fault-free twin is refused too",
			func(r wire.Request) *wire.Exchange {
				if r.Method == "POST" && strings.Contains(string(r.Body), `"x"`) {
					return status(422)
				}
				return nil
			}, map[string]Verdict{"A-001": Fail, "A-002": Unclear, "A-003": Pass}},
		{"a wrong body accepted is a failure, and what it made is removed",
			func(r wire.Request) *wire.Exchange {
				if r.Method == "POST" && strings.Contains(string(r.Body), `"name":1`) {
					return status(201)
				}
				return nil
			}, map[string]Verdict{"A-001": Pass, "A-002": Fail, "A-003": Pass}},
		{"401 is no refusal of the content",
			func(r wire.Request) *wire.Exchange {
				if r.Method == "POST" && strings.Contains(string(r.Body), `"name":1`) {
					return status(401)
				}
				return nil
			}, map[string]Verdict{"A-001": Pass, "A-002": Fail, "A-003": Pass}},
		{"429 says nothing of the content",
			func(r wire.Request) *wire.Exchange {
				if r.Method == "POST" && strings.Contains(string(r.Body), `"name":1`) {
					return status(429)
				}
				return nil
			}, map[string]Verdict{"A-001": Pass, "A-002": Unclear, "A-003": Pass}},
		{"silence of a live system is a failure",
			func(r wire.Request) *wire.Exchange {
				if r.Operation == "getThing" {
					return &wire.Exchange{Fault: &wire.Fault{Kind: "timeout"}}
				}
				return nil
			}, map[string]Verdict{"A-001": Pass, "A-002": Pass, "A-003": Fail}},
		{"no connection is no failure",
			func(r wire.Request) *wire.Exchange { return &wire.Exchange{Fault: &wire.Fault{Kind: "refused"}} },
			map[string]Verdict{"A-001": Unclear, "A-002": Unclear, "A-003": Unclear}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			res := runSmall(t, t.Context(), &thing{objects: map[string]string{}, refuse: c.refuse}, Options{})
			assert.Equal(t, c.want, verdictsOf(res))
		})
	}
}

func TestAMissingCredentialIsNoFailure(t *testing.T) {
	t.Parallel()
	s := &thing{objects: map[string]string{}, refuse: func(r wire.Request) *wire.Exchange {
		if r.Method == "GET" {
			return &wire.Exchange{Fault: &wire.Fault{Kind: "denied"}}
		}
		return nil
	}}
	two := suite(t)
	two.Cases[2].Steps[0].Send.As = "limited"
	res, err := Run(t.Context(), two, &IUT{}, System{HTTP: s, Now: time.Now, Sleep: func(ctx context.Context, d time.Duration) error { return ctx.Err() }}, Options{RunID: "R1"})
	require.NoError(t, err)
	assert.Equal(t, Unclear, verdictsOf(res)["A-003"])
	for _, v := range res.Verdicts {
		if v.Requirement == "A-003" {
			assert.Contains(t, v.Reason.EN, "ixit.credentials.limited")
		}
	}
}

func TestReadOnlySendsNothingThatChanges(t *testing.T) {
	t.Parallel()
	s := &thing{objects: map[string]string{}}
	res := runSmall(t, t.Context(), s, Options{ReadOnly: true})
	assert.Zero(t, s.made)
	assert.Equal(t, map[string]Verdict{"A-001": NotTested, "A-002": NotTested, "A-003": NotTested}, verdictsOf(res))
}

func TestInterruptKeepsWhatWasMeasuredAndCleansUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := &thing{objects: map[string]string{}}
	s.refuse = func(r wire.Request) *wire.Exchange {
		if r.Method == "GET" {
			cancel() // in the middle of a case that owns an object
		}
		return nil
	}
	res := runSmall(t, ctx, s, Options{})
	assert.Equal(t, "interrupted", res.Partial)
	assert.Empty(t, s.objects, "test data is removed after an interrupt too")
	assert.Len(t, res.Verdicts, 3)
}

func TestResidueIsNamed(t *testing.T) {
	t.Parallel()
	s := &thing{objects: map[string]string{}}
	s.refuse = func(r wire.Request) *wire.Exchange {
		if r.Method == "DELETE" {
			return status(409)
		}
		return nil
	}
	res := runSmall(t, t.Context(), s, Options{})
	assert.Len(t, res.Residue, 2)
	assert.Contains(t, res.Residue[0], "Thing t")
}

func TestEveryOrderGivesTheSameVerdicts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		res := runSmall(t, t.Context(), &thing{objects: map[string]string{}}, Options{Shuffle: seed})
		assert.Equal(t, map[string]Verdict{"A-001": Pass, "A-002": Pass, "A-003": Pass}, verdictsOf(res), "seed %d", seed)
	}
}

func TestALeanRunKeepsTheEvidenceOfFailures(t *testing.T) {
	t.Parallel()
	s := &thing{objects: map[string]string{}, refuse: func(r wire.Request) *wire.Exchange {
		if r.Method == "GET" {
			return status(500)
		}
		return nil
	}}
	res := runSmall(t, t.Context(), s, Options{Lean: true})
	for _, c := range res.Cases {
		for _, x := range c.Exchanges {
			assert.Equal(t, c.Case.ID == "read", x.Sent.URL != "", c.Case.ID)
			assert.NotZero(t, x.Received[0].Status, "how it was answered stays")
		}
	}
}

func TestAFilteredNegativeBringsItsTwin(t *testing.T) {
	t.Parallel()
	res := runSmall(t, t.Context(), &thing{objects: map[string]string{}}, Options{Only: func(c *TestCase) bool { return c.ID == "refuse" }})
	assert.Equal(t, map[string]Verdict{"A-001": Pass, "A-002": Pass, "A-003": NotTested}, verdictsOf(res))
}

func TestAFilterNeverShortensTheList(t *testing.T) {
	t.Parallel()
	res := runSmall(t, t.Context(), &thing{objects: map[string]string{}}, Options{Only: func(c *TestCase) bool { return c.ID == "create" }})
	assert.Equal(t, map[string]Verdict{"A-001": Pass, "A-002": NotTested, "A-003": NotTested}, verdictsOf(res))
}
