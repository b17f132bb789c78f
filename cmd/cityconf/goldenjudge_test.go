package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city/payload"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// TestTheJudgeAgreesWithTheAuthor shows the golden answers to the judge, which
// has to accept each, and the wrong ones, each of which it has to refuse by the
// requirement that the author names.
func TestTheJudgeAgreesWithTheAuthor(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	for name, g := range goldenFiles(t) {
		for i, x := range g.Exchanges {
			t.Run(fmt.Sprintf("%s/%d", name, i+1), func(t *testing.T) {
				t.Parallel()
				x = x.liked()
				assert.Empty(t, brokenBy(t, std, x, goldenFault{}), "the golden one")
				for _, w := range x.Wrong {
					assert.Contains(t, brokenBy(t, std, x, w), w.Breaks, "%+v", w)
				}
			})
		}
	}
}

// liked is the exchange with identifiers as the judge reads them.
func (x goldenExchange) liked() goldenExchange {
	names := map[string]string{}
	for _, s := range x.Given {
		remember(names, s.Name, s.Like)
	}
	if x.Hears != nil {
		remember(names, "new", x.Hears.Like)
	}
	x.Send = fill(x.Send, names).(string)
	if x.Back.Body != nil {
		x.Back.Body = fill(x.Back.Body, names).(map[string]any)
	}
	if x.Hears != nil {
		m := *x.Hears
		m.Topic, m.Payload = fill(m.Topic, names).(string), fill(m.Payload, names).(map[string]any)
		x.Hears = &m
	}
	return x
}

// brokenBy lists the requirements that the judge finds broken by an answer or a
// message with one thing wrong.
func brokenBy(t *testing.T, std *specs.Standard, x goldenExchange, w goldenFault) []string {
	t.Helper()
	exprs, err := check.NewExpressions()
	require.NoError(t, err)
	at := time.Date(2026, 6, 1, 12, 0, 1, 0, time.UTC)
	c := &check.Context{Standard: std, Exprs: exprs, BBox: []float64{118.3, 29.2, 120.8, 30.6}, Names: map[string]any{"now": at, "city": "330100"}}
	var all []check.Judged
	var found []check.Finding
	if x.Hears != nil {
		all = ofMessage(t, x.Hears.spoiled(w), at, c)
	} else {
		all, found = ofAnswer(t, x, x.Back.spoiled(w), at, c)
	}
	for _, j := range all {
		found = append(found, j.Findings...)
	}
	var ids []string
	for _, f := range found {
		ids = append(ids, f.Requirement)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// ofAnswer judges an answer by what holds for every answer, and by the
// expectation that a test case would have.
func ofAnswer(t *testing.T, x goldenExchange, a goldenAnswer, at time.Time, c *check.Context) ([]check.Judged, []check.Finding) {
	t.Helper()
	method, path, _ := strings.Cut(x.Send, " ")
	m := wire.Message{At: at, Status: a.Status, Header: a.header(x)}
	if a.Body != nil {
		m.Body = payload.Bytes(a.Body)
	}
	v := check.Look(wire.Exchange{Protocol: "http", Started: at, Sent: wire.Sent{Method: method, URL: "https://city.example" + c.Standard.BasePath + path},
		Received: []wire.Message{m}})
	c.Operation = operationAt(c.Standard, method, path)
	all, err := check.Standing(v, c)
	require.NoError(t, err)
	if x.Requirement == "" {
		return all, nil
	}
	e := check.Expect{Requirement: x.Requirement, Status: []int{x.Back.Status}}
	if x.Back.Body != nil {
		e.Contains = fixed(x.Back.Body, x.Back.Free)
	}
	own, err := check.Judge(e, v, c)
	require.NoError(t, err)
	return all, own
}

func ofMessage(t *testing.T, w goldenMessage, at time.Time, c *check.Context) []check.Judged {
	t.Helper()
	m := wire.Message{At: at, Topic: w.Topic, QoS: byte(w.QoS), Body: payload.Bytes(w.Payload)}
	all, err := check.Messages(check.Observe(channelOf(t, c.Standard, w.Payload), []wire.Message{m}), c)
	require.NoError(t, err)
	return all
}

// channelOf finds the channel of a message by the schema that it names.
func channelOf(t *testing.T, std *specs.Standard, payload map[string]any) *asyncapi.Channel {
	t.Helper()
	words := strings.SplitN(fmt.Sprint(payload["type"]), ".", 3)
	require.Len(t, words, 3)
	kinds := []string{words[2], "event/" + words[2], "ack/" + strings.TrimPrefix(words[2], "ack.")}
	for i := range std.Channels {
		c := &std.Channels[i]
		for _, kind := range kinds {
			if c.Address == "ucis/v1/{city}/"+words[1]+"/{deviceId}/"+kind {
				return c
			}
		}
	}
	t.Fatalf("no channel has messages of the type %v", payload["type"])
	return nil
}

// fixed is what the author decides: all but the members that are free.
func fixed(v any, free []string) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, member := range v {
			if !slices.Contains(free, name) {
				out[name] = fixed(member, free)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fixed(v[i], free)
		}
		return out
	}
	return v
}

// spoiled is the answer with one thing wrong.
func (a goldenAnswer) spoiled(w goldenFault) goldenAnswer {
	a.Body, a.Headers = changed(a.Body, w), maps.Clone(a.Headers)
	if a.Headers == nil {
		a.Headers = map[string]string{}
	}
	if w.Status != 0 {
		a.Status = w.Status
	}
	maps.Copy(a.Headers, w.Header)
	return a
}

// spoiled is the message with one thing wrong.
func (m goldenMessage) spoiled(w goldenFault) goldenMessage {
	m.Payload = changed(m.Payload, w)
	if w.Topic != "" {
		m.Topic = w.Topic
	}
	if w.QoS != nil {
		m.QoS = *w.QoS
	}
	return m
}

// changed is a body with members set or gone; "data/state" is a member of a
// member.
func changed(body map[string]any, w goldenFault) map[string]any {
	if body == nil {
		if len(w.Set) > 0 {
			return w.Set
		}
		return nil
	}
	body = fill(body, nil).(map[string]any) // a copy
	for path, value := range w.Set {
		inner, name := inside(body, path)
		inner[name] = value
	}
	if w.Without != "" {
		inner, name := inside(body, w.Without)
		delete(inner, name)
	}
	return body
}

// inside finds the object that has the last member of a path.
func inside(v map[string]any, path string) (map[string]any, string) {
	for {
		name, rest, more := strings.Cut(path, "/")
		if !more {
			return v, name
		}
		if l := asList(v[name]); len(l) > 0 { // of its first item
			v, path = asObject(l[0]), rest
			continue
		}
		v, path = asObject(v[name]), rest
	}
}

// header is the header of an answer; values that only have to be present stand
// for what such a field looks like.
func (a goldenAnswer) header(x goldenExchange) http.Header {
	_, path, _ := strings.Cut(x.Send, " ")
	looks := map[string]string{"ETag": `"1"`, "WWW-Authenticate": `Bearer realm="ucis"`, "Location": "https://city.example/ucis/v1" + path + "/" + fmt.Sprint(a.Body["id"])}
	h := http.Header{}
	if a.Body != nil {
		h.Set("Content-Type", "application/json")
	}
	if a.Status >= 400 {
		h.Set("Content-Type", "application/problem+json")
	}
	for name, value := range a.Headers {
		if value == "present" {
			value = looks[name]
		}
		h.Set(name, value)
	}
	return h
}

// operationAt finds the operation of a path by comparing segments.
func operationAt(std *specs.Standard, method, path string) *openapi.Operation {
	path, _, _ = strings.Cut(path, "?")
	got := strings.Split(path, "/")
	for i := range std.Operations {
		o := &std.Operations[i]
		want := strings.Split(o.Path, "/")
		same := o.Method == method && len(want) == len(got)
		for j := range want {
			same = same && (want[j] == got[j] || strings.HasPrefix(want[j], "{"))
		}
		if same {
			return o
		}
	}
	return nil
}
