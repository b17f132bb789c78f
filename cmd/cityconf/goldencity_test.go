package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/city/payload"
	"github.com/cityconf/cityconf/suites/wire"
)

// TestTheCityAnswersAsTheAuthorSays plays the golden exchanges with a city over
// its sockets.
func TestTheCityAnswersAsTheAuthorSays(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	sim, err := city.Start(t.Context(), city.Options{Standard: std})
	require.NoError(t, err)
	t.Cleanup(func() { sim.Close() })
	at, err := approach(sim.Access(), std)
	require.NoError(t, err)
	for name, g := range goldenFiles(t) {
		for i, x := range g.Exchanges {
			t.Run(fmt.Sprintf("%s/%d", name, i+1), func(t *testing.T) {
				t.Parallel()
				goldenPlayer{at: at, names: map[string]string{}}.play(t, x)
			})
		}
	}
}

// goldenPlayer sends what golden exchanges send; names are the identifiers of
// what it made.
type goldenPlayer struct {
	at    *target
	names map[string]string
}

func (p goldenPlayer) play(t *testing.T, x goldenExchange) {
	t.Helper()
	for _, s := range x.Given {
		p.made(t, s.Name, p.done(t, s.Send, s.Header, s.Body))
	}
	if x.Hears == nil {
		p.answered(t, x)
		return
	}
	heard := p.listen(t, x.Hears.Topic)
	if x.Operate != nil {
		require.NoError(t, p.at.operate(t.Context(), x.Operate.Action, x.Operate.On, nil))
	}
	if x.Send != "" {
		p.made(t, "new", p.done(t, x.Send, x.Header, x.Body))
	}
	p.hear(t, *x.Hears, heard)
}

// answered sends the request until the answer is the golden one, once when it
// has to be so at once.
func (p goldenPlayer) answered(t *testing.T, x goldenExchange) {
	t.Helper()
	m := p.send(t, x.Send, x.As, x.Header, x.Body)
	for end := time.Now().Add(time.Duration(x.Within) * time.Second); p.differs(t, x.Back, m) != "" && time.Now().Before(end); {
		<-time.After(100 * time.Millisecond)
		m = p.send(t, x.Send, x.As, x.Header, x.Body)
	}
	assert.Empty(t, p.differs(t, x.Back, m))
}

// done sends what has to succeed.
func (p goldenPlayer) done(t *testing.T, line string, header map[string]string, body map[string]any) wire.Message {
	t.Helper()
	m := p.send(t, line, "", header, body)
	require.Less(t, m.Status, 300, "%s: %s", line, m.Body)
	return m
}

// made remembers the identifier and the entity tag of what an answer shows.
func (p goldenPlayer) made(t *testing.T, name string, m wire.Message) {
	t.Helper()
	if name == "" {
		return
	}
	id, _ := decoded(t, m.Body)["id"].(string)
	remember(p.names, name, id)
	p.names[name+":etag"] = m.Header.Get("ETag")
}

// remember notes an identifier under a name, and its local part.
func remember(names map[string]string, name, id string) {
	names[name], names[name+":local"] = id, id[strings.LastIndex(id, ":")+1:]
}

func (p goldenPlayer) send(t *testing.T, line, as string, header map[string]string, body map[string]any) wire.Message {
	t.Helper()
	method, path, _ := strings.Cut(fill(line, p.names).(string), " ")
	path, query, _ := strings.Cut(path, "?")
	r := wire.Request{Method: method, Path: path, Query: query, As: as, Header: http.Header{}}
	for name, value := range header {
		r.Header.Set(name, fill(value, p.names).(string))
	}
	if body != nil {
		r.Body = payload.Bytes(fill(body, p.names).(map[string]any))
		if r.Header.Get("Content-Type") == "" {
			r.Header.Set("Content-Type", "application/json")
		}
	}
	got := p.at.http.Do(t.Context(), r)
	require.Len(t, got.Received, 1, line)
	return got.Received[0]
}

// differs holds an answer against the golden one, without help of the judge.
func (p goldenPlayer) differs(t *testing.T, a goldenAnswer, m wire.Message) string {
	t.Helper()
	if m.Status != a.Status {
		return fmt.Sprintf("status %d, want %d: %s", m.Status, a.Status, m.Body)
	}
	for name, want := range a.Headers {
		if got := m.Header.Get(name); got != want && (want != "present" || got == "") {
			return fmt.Sprintf("%s: %q, want %s", name, got, want)
		}
	}
	if a.Body == nil {
		return string(m.Body)
	}
	got := decoded(t, m.Body)
	want := fill(a.Body, p.names).(map[string]any)
	if a.Status >= 400 {
		maps.DeleteFunc(got, func(name string, _ any) bool { _, named := want[name]; return !named })
	}
	return cmp.Diff(chosen(want, got, a.Free), any(got))
}

func (p goldenPlayer) listen(t *testing.T, topic string) *wire.Log {
	t.Helper()
	client, _, err := p.at.broker.dial(t.Context(), "", "")
	require.NoError(t, err)
	t.Cleanup(client.Close)
	granted, err := client.Subscribe(t.Context(), subscribable(topic), 1)
	require.NoError(t, err)
	require.Less(t, granted, byte(0x80))
	return client.Log()
}

// subscribable is the filter of a topic, of which any object may speak when
// the system names it.
func subscribable(topic string) string {
	levels := strings.Split(topic, "/")
	if strings.HasPrefix(levels[4], "{") {
		levels[4] = "+"
	}
	return strings.Join(levels, "/")
}

// hear awaits the golden message among those of its topic.
func (p goldenPlayer) hear(t *testing.T, want goldenMessage, log *wire.Log) {
	t.Helper()
	payload := fill(want.Payload, p.names).(map[string]any)
	about := func(m wire.Message) bool {
		var got map[string]any
		return json.Unmarshal(m.Body, &got) == nil && got["source"] == payload["source"]
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	all := log.Wait(ctx, 0, about, 1)
	require.NotEmpty(t, all, "no message about %v", payload["source"])
	m := all[0]
	assert.Equal(t, fill(want.Topic, p.names), m.Topic)
	assert.Equal(t, byte(want.QoS), m.QoS)
	got := decoded(t, m.Body)
	assert.Empty(t, cmp.Diff(chosen(payload, got, want.Free), any(got)))
}

func decoded(t *testing.T, body []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var got map[string]any
	require.NoError(t, d.Decode(&got))
	_, err := d.Token()
	require.ErrorIs(t, err, io.EOF)
	return got
}

// chosen is what is wanted, with the values that the system chose for the
// members that are free.
func chosen(want, got any, free []string) any {
	switch want := want.(type) {
	case map[string]any:
		g, out := asObject(got), map[string]any{}
		for name, v := range want {
			out[name] = chosen(v, g[name], free)
			if g[name] != nil && slices.Contains(free, name) {
				out[name] = g[name]
			}
		}
		return out
	case []any:
		g, out := asList(got), slices.Clone(want)
		for i := range min(len(g), len(out)) {
			out[i] = chosen(want[i], g[i], free)
		}
		return out
	}
	return want
}

func asObject(v any) map[string]any { m, _ := v.(map[string]any); return m }

func asList(v any) []any { l, _ := v.([]any); return l }

// fill puts values in the places of names in braces.
func fill(v any, names map[string]string) any {
	switch v := v.(type) {
	case string:
		for name, value := range names {
			v = strings.ReplaceAll(v, "{"+name+"}", value)
		}
		return v
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, member := range v {
			out[name] = fill(member, names)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fill(v[i], names)
		}
		return out
	}
	return v
}
