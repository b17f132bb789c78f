package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/document"
)

// golden is what the author of the standard says must come back: a second
// opinion, which shares nothing with the loader that the reference city and
// its judge both read.
type golden struct {
	Title     specs.Text       `json:"title"`
	Exchanges []goldenExchange `json:"exchanges"`
}

// goldenExchange is a request with its answer or, when it hears something, with
// the message that follows.
type goldenExchange struct {
	Says        specs.Text        `json:"says"`
	Requirement string            `json:"requirement"` // by which the expected members are right, when their schema is not enough
	Given       []goldenStep      `json:"given"`       // what has happened before
	Send        string            `json:"send"`        // "POST /lgt/cabinets"
	As          string            `json:"as"`
	Header      map[string]string `json:"header"`
	Body        map[string]any    `json:"body"`
	Operate     *goldenOperation  `json:"operate"` // instead of a request: what happens in the street
	Back        goldenAnswer      `json:"back"`
	Within      int               `json:"within"` // seconds for which the answer may be another one
	Hears       *goldenMessage    `json:"hears"`  // instead of back
	// Wrong answers, each the right one but for one thing.
	Wrong []goldenFault `json:"wrong"`
}

// goldenStep makes what a golden request needs. Its name stands in braces for
// the identifier of what was made, {alarm}, here and in the expected answer.
type goldenStep struct {
	Send   string            `json:"send"`
	Header map[string]string `json:"header"`
	Body   map[string]any    `json:"body"`
	Name   string            `json:"name"`
	Like   string            `json:"like"` // identifier that the judge reads in its place
}

// goldenOperation is done by the upper tester.
type goldenOperation struct {
	Action string `json:"action"`
	On     string `json:"on"`
}

type goldenAnswer struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"` // "present", or the value
	Body    map[string]any    `json:"body"`    // every member; a problem may have more
	Free    []string          `json:"free"`    // members, at any depth, whose value the system chooses
}

// goldenMessage is a message with every member of its payload; {new} stands for
// the identifier of what the request made.
type goldenMessage struct {
	Like    string         `json:"like"` // identifier that the judge reads for {new}
	Topic   string         `json:"topic"`
	QoS     int            `json:"qos"`
	Payload map[string]any `json:"payload"`
	Free    []string       `json:"free"` // members, at any depth, whose value the system chooses
}

// goldenFault is one thing that is not as it should be, in a place of an answer
// or of a message.
type goldenFault struct {
	Breaks  string            `json:"breaks"` // the requirement that the judge has to name
	Status  int               `json:"status"`
	Header  map[string]string `json:"header"`
	Set     map[string]any    `json:"set"` // pointer or member → value
	Without string            `json:"without"`
	Topic   string            `json:"topic"`
	QoS     *int              `json:"qos"`
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

// acrossDomains are the files of what no single domain owns.
var acrossDomains = []string{"core", "query", "cond", "hook", "bulk", "hist", "audit"}

// eachHas is how many golden exchanges a file has at least.
const eachHas = 4

func TestEveryDomainHasGoldenExchanges(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	files, names := goldenFiles(t), slices.Clone(acrossDomains)
	for _, d := range std.Domains {
		names = append(names, d.ID)
		if slices.ContainsFunc(std.Channels, func(c asyncapi.Channel) bool { return strings.HasPrefix(c.Document, d.ID+"/") }) {
			assert.True(t, slices.ContainsFunc(files[d.ID].Exchanges, func(x goldenExchange) bool { return x.Hears != nil }), "fixtures/golden/%s.yaml has no message", d.ID)
		}
	}
	assert.ElementsMatch(t, names, slices.Collect(maps.Keys(files)))
	for name, g := range files {
		assert.GreaterOrEqual(t, len(g.Exchanges), eachHas, "fixtures/golden/%s.yaml", name)
		for _, x := range g.Exchanges {
			assert.NotEmpty(t, x.Says.EN, name)
			assert.NotEmpty(t, x.Says.ZH, name)
			assert.NotEmpty(t, x.Wrong, "%s: %s", name, x.Says.EN)
			for _, w := range x.Wrong {
				assert.NotNil(t, std.Requirement(w.Breaks), "%s: %s: a wrong answer breaks %q", name, x.Says.EN, w.Breaks)
			}
		}
	}
}
