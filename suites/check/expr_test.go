package check

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

func parsed(t *testing.T, text string) any {
	t.Helper()
	v, err := schema.Parse([]byte(text))
	require.NoError(t, err)
	return v
}

// answer is an HTTP exchange with a JSON body.
func answer(status int, body string, header ...string) *View {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return Look(wire.Exchange{Protocol: "http", Sent: wire.Sent{Method: "GET"}, Elapsed: 20 * time.Millisecond,
		Received: []wire.Message{{Status: status, Header: h, Body: []byte(body)}}})
}

func expressions(t *testing.T) *Expressions {
	t.Helper()
	x, err := NewExpressions()
	require.NoError(t, err)
	return x
}

func TestHolds(t *testing.T) {
	t.Parallel()
	x := expressions(t)
	scope := Scope(answer(200, `{"level":50,"capacity":10,"available":3,"occupied":7,"items":[{"id":"a","n":2},{"id":"b","n":10}]}`, "ETag", `"1"`),
		map[string]any{"obj": map[string]any{"id": "a"}})
	for _, c := range []struct {
		expr  string
		holds bool
		err   string
	}{
		{"body.level == 50", true, ""},
		{"body.available + body.occupied == body.capacity", true, ""},
		{"body.level > 50.5", false, ""},
		{"body.missing == 1", false, ""},
		{"has(body.missing)", false, ""},
		{"headers.etag == '\"1\"'", true, ""},
		{"body.items.exists(i, i.id == obj.id)", true, ""},
		{"ordered(body.items, 'n')", true, ""},
		{"ordered(body.items, '-n')", false, ""},
		{"elapsed < 1.0", true, ""},
		{"nobody.knows == 1", false, "nobody"},
		{"body.level +", false, "Syntax error"},
		{"body.level", false, "not a condition"},
	} {
		holds, _, err := x.Holds(c.expr, scope)
		assert.Equal(t, c.holds, holds, c.expr)
		if c.err == "" {
			assert.NoError(t, err, c.expr)
		} else {
			assert.ErrorContains(t, err, c.err, c.expr)
		}
	}
}

func TestEvalKeepsJSON(t *testing.T) {
	t.Parallel()
	x := expressions(t)
	got, err := x.Eval("merge(a, b)", map[string]any{"a": parsed(t, `{"x":1,"y":{"z":2}}`), "b": parsed(t, `{"x":null,"y":{"w":3.5}}`)})
	require.NoError(t, err)
	assert.True(t, schema.Equal(parsed(t, `{"y":{"z":2,"w":3.5}}`), got), "%v", got)
	at, err := x.Eval("now + duration('1500ms')", map[string]any{"now": time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	assert.Equal(t, "2026-01-01T00:00:01.500Z", at)
	n, err := x.Eval("n", map[string]any{"n": json.Number("0.1")})
	require.NoError(t, err)
	assert.Equal(t, json.Number("0.1"), n)
}

func TestDistance(t *testing.T) {
	t.Parallel()
	x := expressions(t)
	ok, _, err := x.Holds("distance(120.0, 30.0, 120.0, 31.0) > 111000.0 && distance(120.0, 30.0, 120.0, 31.0) < 111400.0", nil)
	require.NoError(t, err)
	assert.True(t, ok, "one degree of latitude is about 111.2 km")
}

func TestLink(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, want string }{
		{`<https://a/b?cursor=x>; rel="next"`, "https://a/b?cursor=x"},
		{`</a>; rel=prev, </b>; rel=next`, "/b"},
		{`</a>; title="x, y"; rel="next"`, "/a"},
		{`</a>; rel="prev"`, ""}, {"", ""},
	} {
		assert.Equal(t, c.want, Link(c.header, "next"), c.header)
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, want, got string
		exact, same     bool
	}{
		{"numbers by value", `{"a":1}`, `{"a":1.0}`, true, true},
		{"large integers exactly", `9007199254740993`, `9007199254740992`, true, false},
		{"instants in other offsets", `"2026-01-01T08:00:00+08:00"`, `"2026-01-01T00:00:00.000Z"`, true, true},
		{"order of members", `{"a":1,"b":2}`, `{"b":2,"a":1}`, true, true},
		{"more members, contained", `{"a":1}`, `{"a":1,"b":2}`, false, true},
		{"more members, exact", `{"a":1}`, `{"a":1,"b":2}`, true, false},
		{"null is absent", `{"a":null}`, `{}`, false, true},
		{"order of items matters", `[1,2]`, `[2,1]`, true, false},
		{"text by character", `"灯"`, `"燈"`, true, false},
		{"type", `"1"`, `1`, true, false},
	} {
		assert.Equal(t, c.same, Same(parsed(t, c.want), parsed(t, c.got), c.exact), c.name)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	ctx := &Context{Standard: &specs.Standard{Schemas: schema.NewSet(nil)}, Exprs: expressions(t), Names: map[string]any{}}
	problem := answer(422, `{"type":"about:blank","title":"x","status":422}`, "Content-Type", "application/problem+json")
	for _, c := range []struct {
		name   string
		expect Expect
		view   *View
		at     []string // of the findings
	}{
		{"status as expected", Expect{Status: []int{200, 204}}, answer(200, `{}`), nil},
		{"other status", Expect{Status: []int{201}}, answer(200, `{}`), []string{"status"}},
		{"no answer", Expect{Status: []int{201}}, Look(wire.Exchange{Protocol: "http", Fault: &wire.Fault{Kind: "timeout"}}), []string{"status"}},
		{"header present", Expect{Header: map[string]string{"ETag": "present"}}, answer(200, `{}`, "ETag", `"a"`), nil},
		{"header absent", Expect{Header: map[string]string{"ETag": "present"}}, answer(200, `{}`), []string{"header/ETag"}},
		{"weak tag", Expect{Header: map[string]string{"ETag": `"[!-~]*"`}}, answer(200, `{}`, "ETag", `W/"a"`), []string{"header/ETag"}},
		{"a body where none may be", Expect{NoBody: true}, answer(304, `{}`), []string{""}},
		{"a true problem", Expect{Problem: true}, problem, nil},
		{"a true problem in another spelling", Expect{Problem: true}, answer(422, `{"status":422.0}`, "Content-Type", "application/problem+json"), nil},
		{"problem of another status", Expect{Problem: true}, answer(400, `{"status":422}`, "Content-Type", "application/problem+json"), []string{"/status"}},
		{"error as plain JSON", Expect{Problem: true}, answer(400, `{"status":400}`), []string{"header/Content-Type"}},
		{"member lost", Expect{Contains: parsed(t, `{"a":{"b":1}}`)}, answer(200, `{"a":{}}`), []string{"/a/b"}},
		{"member changed", Expect{Contains: parsed(t, `{"a":"灯"}`)}, answer(200, `{"a":"?"}`), []string{"/a"}},
		{"condition", Expect{That: "body.a == 1"}, answer(200, `{"a":2}`), []string{""}},
	} {
		found, err := Judge(c.expect, c.view, ctx)
		require.NoError(t, err, c.name)
		var at []string
		for _, f := range found {
			at = append(at, f.At)
			assert.NotEmpty(t, f.Message.EN, c.name)
			assert.NotContains(t, f.Message.EN+f.Message.ZH, "%!", c.name)
			assert.NotEmpty(t, f.Message.ZH, c.name)
		}
		assert.Equal(t, c.at, at, c.name)
	}
}

func TestConditionShowsItsOperands(t *testing.T) {
	t.Parallel()
	found, err := Judge(Expect{That: "body.a == wanted"}, answer(200, `{"a":2}`), &Context{Exprs: expressions(t), Names: map[string]any{"wanted": json.Number("3")}})
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, "body.a = 2, wanted = 3", found[0].Got)
}

func TestOrderedBreaksTiesByID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		items, by string
		want      bool
	}{
		{`[{"id":"a","n":1},{"id":"b","n":1}]`, "n", true},
		{`[{"id":"b","n":1},{"id":"a","n":1}]`, "n", false},
		{`[{"id":"a","n":9},{"id":"b","n":10}]`, "n", true}, // by value, not by spelling
		{`[{"id":"a","n":10},{"id":"b","n":9}]`, "-n", true},
		{`[{"id":"a","n":1},{"id":"x"},{"id":"b","n":2}]`, "n", true},
		{`[]`, "n", true},
	} {
		assert.Equal(t, c.want, Ordered(parsed(t, c.items), c.by), "%s by %s", c.items, c.by)
	}
}

// Probes are seen as messages too: a condition over them must be able to fail.
func TestConditionsSeeProbes(t *testing.T) {
	t.Parallel()
	probe := Look(wire.Exchange{Protocol: "tls", Received: []wire.Message{{Status: 769}}})
	found, err := Judge(Expect{That: "messages.all(m, m.status == 0.0)"}, probe, &Context{Exprs: expressions(t)})
	require.NoError(t, err)
	assert.Len(t, found, 1)
}

func TestSumAndSignature(t *testing.T) {
	t.Parallel()
	x, err := NewExpressions()
	require.NoError(t, err)
	for _, that := range []string{
		"sum([1.5, 2.0, 3.0]) == 6.5", "sum([]) == 0.0", "sum([1]) == 1.0",
		"hmac('key', 'The quick brown fox jumps over the lazy dog') == 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'",
	} {
		ok, why, err := x.Holds(that, nil)
		assert.NoError(t, err, that)
		assert.True(t, ok, that+" "+why)
	}
	for _, bad := range []string{"sum('x')", "sum(['x']) == 1.0"} {
		_, err := x.Eval(bad, nil)
		assert.Error(t, err, bad)
	}
}

// A system may add members of its own and drop those of other vendors.
func TestMembersOfVendorsAreNobodysDifference(t *testing.T) {
	t.Parallel()
	plain, vendor := map[string]any{"a": "1"}, map[string]any{"a": "1", "x_acme_b": "2"}
	assert.True(t, Same(plain, vendor, true))
	assert.True(t, Same(vendor, plain, true))
	assert.False(t, Same(vendor, map[string]any{"a": "1", "x_acme_b": "3"}, true))
	assert.False(t, Same(plain, map[string]any{"a": "1", "b": "2"}, true))
}
