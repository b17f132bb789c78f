package suites

import (
	"encoding/json"
	"net/http"
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

func TestCredentialsThatAreNoBearerTokens(t *testing.T) {
	t.Parallel()
	one := func(s openapi.SecurityScheme) []openapi.SecurityScheme { return []openapi.SecurityScheme{s} }
	header := openapi.SecurityScheme{Name: "k", Type: "apiKey", In: "header", Key: "X-Key"}
	query := openapi.SecurityScheme{Name: "q", Type: "apiKey", In: "query", Key: "key"}
	cookie := openapi.SecurityScheme{Name: "c", Type: "apiKey", In: "cookie", Key: "SESSION"}
	basic := openapi.SecurityScheme{Name: "p", Type: "http", Scheme: "Basic"}
	bearer := openapi.SecurityScheme{Name: "b", Type: "http", Scheme: "bearer"}
	digest := openapi.SecurityScheme{Name: "d", Type: "http", Scheme: "digest"}
	for _, c := range []struct {
		name      string
		security  []openapi.SecurityScheme
		token, as string
		header    http.Header
		query     string
	}{
		{"in a header", one(header), "s3", "", http.Header{"X-Key": {"s3"}}, "a=1"},
		{"in the query", one(query), "s 3", "", http.Header{}, "a=1&key=s+3"},
		{"in a cookie, beside another", one(cookie), "s3", "", http.Header{"Cookie": {"lang=zh; SESSION=s3"}}, "a=1"},
		{"user and password", one(basic), "user:pass", "", http.Header{"Authorization": {"Basic dXNlcjpwYXNz"}}, "a=1"},
		{"user alone", one(basic), "user", "", http.Header{"Authorization": {"Basic dXNlcjo="}}, "a=1"},
		{"user and password that nobody issued", one(basic), "user:pass", "garbage", http.Header{"Authorization": {"Basic Y2l0eWNvbmY6bm9ib2R5LWlzc3VlZC10aGlz"}}, "a=1"},
		{"a key that nobody issued", one(header), "s3", "garbage", http.Header{"X-Key": {"cityconf:nobody-issued-this"}}, "a=1"},
		{"the first that can be presented", []openapi.SecurityScheme{digest, header}, "s3", "", http.Header{"X-Key": {"s3"}}, "a=1"},
		{"none that can be presented", one(digest), "s3", "", http.Header{}, "a=1"},
		{"a bearer token will do", []openapi.SecurityScheme{header, bearer}, "s3", "", http.Header{}, "a=1"},
		{"no credential", one(header), "", "", http.Header{}, "a=1"},
		{"without credential by intention", one(header), "s3", "none", http.Header{}, "a=1"},
		{"open", nil, "s3", "", http.Header{}, "a=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			req := wire.Request{Header: http.Header{}, Query: "a=1", As: c.as}
			if c.security != nil && c.security[0].In == "cookie" {
				addCookie(&req, "lang", "zh")
			}
			stranger(&TestCase{}, c.token).present(&req, &openapi.Operation{Security: c.security})
			assert.Equal(t, c.header, req.Header)
			assert.Equal(t, c.query, req.Query)
		})
	}
}
