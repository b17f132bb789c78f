package suites

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// stranger is an execution against a standard that leaves open what no document
// says.
func stranger(c *TestCase, token string) *execution {
	std := &specs.Standard{Conventions: specs.Conventions{Samples: true, Excused: []int{401, 429, 503}, InTheWay: []int{409}}}
	return &execution{c: c, run: &run{suite: &Suite{Standard: std}}, sys: Recorded{System: System{Token: token}}}
}

func TestWhatAnswersEstablishNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		by      string
		status  int
		holds   bool
		sample  bool
		excused bool
	}{
		{"not let in", "accept.body", 401, false, false, true},
		{"not let in is no refusal of the body", "reject.body", 401, true, false, true},
		{"not let in is what a credential shows", "auth.missing", 401, true, false, false},
		{"let in without a credential", "auth.missing", 200, false, false, false},
		{"too fast", "reject.body", 429, true, false, true},
		{"a limit is what is tested", "limit.rate", 429, true, false, false},
		{"nobody is there", "create.readback", 503, false, false, true},
		{"something stands in the way", "accept.body", 409, false, false, true},
		{"a conflict is a refusal", "reject.body", 409, true, false, false},
		{"refused", "accept.body", 400, false, false, false},
		{"refused with values made up", "accept.body", 400, false, true, true},
		{"failed with values made up", "accept.body", 500, false, true, false},
		{"accepted with values made up", "accept.body", 201, true, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			why, excused := stranger(&TestCase{Sample: c.sample}, "").excuse(c.by, &check.View{Status: c.status}, c.holds)
			assert.Equal(t, c.excused, excused)
			assert.Equal(t, excused, why.EN != "" && why.ZH != "")
		})
	}
}

func TestOurStandardExcusesNothingButTheRate(t *testing.T) {
	t.Parallel()
	e := &execution{c: &TestCase{}, run: &run{suite: &Suite{Standard: &specs.Standard{}}}}
	for status, want := range map[int]bool{400: false, 401: false, 409: false, 503: false, 429: true} {
		_, excused := e.excuse("accept.body", &check.View{Status: status}, false)
		assert.Equal(t, want, excused, status)
	}
	_, excused := e.excuse("limit.rate", &check.View{Status: 429}, false)
	assert.False(t, excused)
}

func TestIdentifiersOfNewObjects(t *testing.T) {
	t.Parallel()
	number := json.Number("17")
	for _, c := range []struct {
		name   string
		id     string
		answer check.View
		want   string
	}{
		{"our standard", "", check.View{Body: map[string]any{"id": "a"}}, "a"},
		{"our standard has no numbers", "", check.View{Body: map[string]any{"id": number}}, ""},
		{"a member of another name", "/number", check.View{Body: map[string]any{"number": "b"}}, "b"},
		{"a number", "/number", check.View{Body: map[string]any{"number": number}}, "17"},
		{"none", "/number", check.View{Body: map[string]any{}}, ""},
		{"the address", specs.LocationID, check.View{Header: http.Header{"Location": {"https://h/things/a%20b"}}}, "a b"},
		{"no address", specs.LocationID, check.View{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			id, ok := (&Fixture{ID: c.id}).identify(&c.answer)
			assert.Equal(t, c.want, id)
			assert.Equal(t, c.want != "", ok)
		})
	}
	_, ok := (*Fixture)(nil).identify(&check.View{})
	assert.False(t, ok)
	assert.True(t, (&Fixture{}).made(201))
	assert.False(t, (&Fixture{}).made(200))
	assert.True(t, (&Fixture{Made: []int{200, 201}}).made(200))
}

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	header := openapi.SecurityScheme{Name: "k", Type: "apiKey", In: "header", Key: "X-Key"}
	query := openapi.SecurityScheme{Name: "q", Type: "apiKey", In: "query", Key: "key"}
	bearer := openapi.SecurityScheme{Name: "b", Type: "http", Scheme: "bearer"}
	for _, c := range []struct {
		name          string
		security      []openapi.SecurityScheme
		token, as     string
		header, query string
	}{
		{"in a header", []openapi.SecurityScheme{header}, "s3", "", "s3", "a=1"},
		{"in the query", []openapi.SecurityScheme{query}, "s 3", "", "", "a=1&key=" + url.QueryEscape("s 3")},
		{"a bearer token will do", []openapi.SecurityScheme{header, bearer}, "s3", "", "", "a=1"},
		{"no credential", []openapi.SecurityScheme{header}, "", "", "", "a=1"},
		{"without credential by intention", []openapi.SecurityScheme{header}, "s3", "none", "", "a=1"},
		{"open", nil, "s3", "", "", "a=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			req := wire.Request{Header: http.Header{}, Query: "a=1", As: c.as}
			stranger(&TestCase{}, c.token).present(&req, &openapi.Operation{Security: c.security})
			assert.Equal(t, c.header, req.Header.Get("X-Key"))
			assert.Equal(t, c.query, req.Query)
		})
	}
}
