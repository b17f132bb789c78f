package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/city/payload"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// golden is what the author of the standard says must come back: a second
// opinion, which shares nothing with the loader that the reference city and
// its judge both read.
type golden struct {
	Title     specs.Text       `json:"title"`
	Exchanges []goldenExchange `json:"exchanges"`
}

type goldenExchange struct {
	Says specs.Text     `json:"says"`
	Send string         `json:"send"` // "POST /lgt/cabinets"
	As   string         `json:"as"`
	Body map[string]any `json:"body"`
	Back goldenAnswer   `json:"back"`
	// Wrong answers, each the right one but for one thing.
	Wrong []goldenFault `json:"wrong"`
}

type goldenAnswer struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"` // "present", or the value
	Body    map[string]any    `json:"body"`    // every member; a problem may have more
	Free    []string          `json:"free"`    // members whose value the system chooses
}

type goldenFault struct {
	Status  int               `json:"status"`
	Header  map[string]string `json:"header"`
	Set     map[string]any    `json:"set"`
	Without string            `json:"without"`
}

func goldenFiles(t *testing.T) map[string]golden {
	t.Helper()
	paths, err := filepath.Glob("../../fixtures/golden/*.yaml")
	require.NoError(t, err)
	all := map[string]golden{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		d, err := document.Parse(path, text)
		require.NoError(t, err)
		var g golden
		require.Empty(t, document.Decode(d, "", &g))
		all[strings.TrimSuffix(filepath.Base(path), ".yaml")] = g
	}
	return all
}

func TestEveryDomainHasGoldenExchanges(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	files := goldenFiles(t)
	for _, d := range std.Domains {
		assert.NotEmpty(t, files[d.ID].Exchanges, "fixtures/golden/%s.yaml", d.ID)
	}
	for name, g := range files {
		for _, x := range g.Exchanges {
			assert.NotEmpty(t, x.Says.EN, name)
			assert.NotEmpty(t, x.Says.ZH, name)
			assert.NotEmpty(t, x.Wrong, "%s: %s", name, x.Says.EN)
		}
	}
}

// TestTheCityAnswersAsTheAuthorSays plays the golden exchanges with a city over
// its socket.
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
				method, path, _ := strings.Cut(x.Send, " ")
				r := wire.Request{Method: method, Path: path, As: x.As, Header: http.Header{}}
				if x.Body != nil {
					r.Body = payload.Bytes(x.Body)
					r.Header.Set("Content-Type", "application/json")
				}
				got := at.http.Do(t.Context(), r)
				require.Len(t, got.Received, 1)
				x.Back.compare(t, got.Received[0])
			})
		}
	}
}

// compare holds an answer against the golden one, without help of the judge.
func (a goldenAnswer) compare(t *testing.T, m wire.Message) {
	t.Helper()
	require.Equal(t, a.Status, m.Status, "%s", m.Body)
	for name, want := range a.Headers {
		got := m.Header.Get(name)
		assert.True(t, got == want || want == "present" && got != "", "%s: %q", name, got)
	}
	d := json.NewDecoder(bytes.NewReader(m.Body))
	d.UseNumber()
	var got map[string]any
	require.NoError(t, d.Decode(&got))
	_, err := d.Token()
	require.ErrorIs(t, err, io.EOF)
	want := maps.Clone(a.Body)
	for _, name := range a.Free {
		assert.NotEmpty(t, got[name], "%s has to be there", name)
		want[name] = got[name]
	}
	if a.Status >= 400 {
		maps.DeleteFunc(got, func(name string, _ any) bool { _, named := want[name]; return !named })
	}
	assert.Empty(t, cmp.Diff(want, got))
}

// TestTheJudgeAgreesWithTheAuthor shows the golden answers to the judge, which
// has to accept each, and the wrong ones, of which it may accept none.
func TestTheJudgeAgreesWithTheAuthor(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	for name, g := range goldenFiles(t) {
		for i, x := range g.Exchanges {
			t.Run(fmt.Sprintf("%s/%d", name, i+1), func(t *testing.T) {
				t.Parallel()
				assert.Empty(t, faultsFound(t, std, x, x.Back), "the golden answer")
				for _, w := range x.Wrong {
					assert.NotEmpty(t, faultsFound(t, std, x, x.Back.spoiled(w)), "accepted although wrong: %+v", w)
				}
			})
		}
	}
}

// spoiled is the answer with one thing wrong.
func (a goldenAnswer) spoiled(w goldenFault) goldenAnswer {
	a.Body, a.Headers = maps.Clone(a.Body), maps.Clone(a.Headers)
	if a.Headers == nil {
		a.Headers = map[string]string{}
	}
	if w.Status != 0 {
		a.Status = w.Status
	}
	maps.Copy(a.Body, w.Set)
	maps.Copy(a.Headers, w.Header)
	delete(a.Body, w.Without)
	return a
}

// faultsFound lists what the judge finds wrong with an answer: by what it holds
// against every answer, and by the expectation that a test case would have.
func faultsFound(t *testing.T, std *specs.Standard, x goldenExchange, a goldenAnswer) []check.Finding {
	t.Helper()
	at := time.Date(2026, 6, 1, 12, 0, 1, 0, time.UTC)
	method, path, _ := strings.Cut(x.Send, " ")
	v := check.Look(wire.Exchange{Protocol: "http", Started: at, Sent: wire.Sent{Method: method, URL: "https://city.example" + std.BasePath + path},
		Received: []wire.Message{{At: at, Status: a.Status, Header: a.header(x), Body: payload.Bytes(a.Body)}}})
	exprs, err := check.NewExpressions()
	require.NoError(t, err)
	c := &check.Context{Standard: std, Exprs: exprs, BBox: []float64{118.3, 29.2, 120.8, 30.6}, Operation: operationAt(std, method, path),
		Names: map[string]any{"now": at, "city": "330100"}}
	all, err := check.Standing(v, c)
	require.NoError(t, err)
	var found []check.Finding
	for _, j := range all {
		found = append(found, j.Findings...)
	}
	wanted := maps.Clone(x.Back.Body)
	maps.DeleteFunc(wanted, func(name string, _ any) bool { return slices.Contains(x.Back.Free, name) })
	own, err := check.Judge(check.Expect{Requirement: "CORE-018", Status: []int{x.Back.Status}, Contains: wanted}, v, c)
	require.NoError(t, err)
	return append(found, own...)
}

// header is the header of an answer; values that only have to be present stand
// for what such a field looks like.
func (a goldenAnswer) header(x goldenExchange) http.Header {
	_, path, _ := strings.Cut(x.Send, " ")
	looks := map[string]string{"ETag": `"1"`, "WWW-Authenticate": `Bearer realm="ucis"`, "Location": "https://city.example/ucis/v1" + path + "/" + fmt.Sprint(a.Body["id"])}
	h := http.Header{}
	h.Set("Content-Type", "application/json")
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
