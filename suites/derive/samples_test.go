package derive

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/suites"
)

// strange derives the suite of a stranger's document.
func strange(t *testing.T, paths string) *suites.Suite {
	t.Helper()
	text := "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n" + paths
	svc, err := foreign.Load(fstest.MapFS{"api.yaml": {Data: []byte(text)}}, "api.yaml", nil)
	require.NoError(t, err)
	require.Empty(t, svc.Quarantined)
	var classes []string
	for _, c := range svc.Standard.Classes {
		classes = append(classes, c.ID)
	}
	s, err := Derive(svc.Standard, Options{Role: foreign.Role, Classes: classes, Seed: 1})
	require.NoError(t, err)
	return s
}

func caseOf(t *testing.T, s *suites.Suite, id string) *suites.TestCase {
	t.Helper()
	i := slices.IndexFunc(s.Cases, func(c *suites.TestCase) bool { return c.ID == "api.yaml/"+id })
	if i < 0 {
		return nil
	}
	return s.Cases[i]
}

func ids(s *suites.Suite) string {
	var all []string
	for _, c := range s.Cases {
		all = append(all, strings.TrimPrefix(c.ID, "api.yaml/"))
	}
	return strings.Join(all, "\n")
}

// taking is an operation that takes a body.
func taking(schema, more string) string {
	return `  /x:
    post:
      operationId: x
      requestBody: {required: true, content: {application/json: {schema: ` + schema + more + `}}}
      responses: {"200": {description: a}, "400": {description: b}}
`
}

func TestVariationsCountBesideASample(t *testing.T) {
	t.Parallel()
	s := strange(t, taking(`{type: object, required: [n], properties: {n: {type: integer, minimum: 1, maximum: 5}}}`, ""))
	sample := caseOf(t, s, "x/accept/sample")
	require.NotNil(t, sample)
	assert.True(t, sample.Sample, "no document shows it")
	assert.Empty(t, sample.Twin)
	for _, id := range []string{"x/accept/max/n", "x/json/space", "x/reject/maximum/n", "x/syntax/truncated"} {
		c := caseOf(t, s, id)
		require.NotNil(t, c, "%s among\n%s", id, ids(s))
		assert.Equal(t, sample.ID, c.Twin)
	}
	assert.True(t, caseOf(t, s, "x/reject/maximum/n").Alone, "what is taken all the same must not show elsewhere")
	for _, lenient := range []string{"x/syntax/trailing", "x/syntax/duplicate", "x/accept/spelling/n=fraction", "x/media-type/charset"} {
		assert.Nil(t, caseOf(t, s, lenient), lenient)
	}
}

func TestWhatTheTesterMakesUpIsASample(t *testing.T) {
	t.Parallel()
	reference := `{type: object, required: [ownerId], properties: {ownerId: {type: string}, size: {type: integer, maximum: 5}}}`
	s := strange(t, taking(reference, ""))
	assert.True(t, caseOf(t, s, "x/accept/sample").Sample, "the owner need not exist")
	assert.NotContains(t, ids(s), "accept/text/ownerId", "another owner need not exist either")

	s = strange(t, taking(reference, `, example: {ownerId: o-1, size: 2}`))
	sample := caseOf(t, s, "x/accept/sample")
	assert.False(t, sample.Sample, "the document shows it")
	assert.Equal(t, map[string]any{"ownerId": "o-1", "size": json.Number("2")}, sample.Steps[0].Send.Body)
	greatest := caseOf(t, s, "x/accept/max/size")
	require.NotNil(t, greatest)
	assert.Equal(t, map[string]any{"ownerId": "o-1", "size": json.Number("5")}, greatest.Steps[0].Send.Body, "the owner shown stays")

	s = strange(t, taking(`{type: object, required: [from, to], properties: {from: {type: integer}, to: {type: integer, maximum: 9}}}`, ""))
	assert.True(t, caseOf(t, s, "x/accept/sample").Sample, "from and to have to agree")
	assert.Nil(t, caseOf(t, s, "x/accept/max/to"))
	assert.NotNil(t, caseOf(t, s, "x/reject/maximum/to"))
}

func TestNullInThePlaceOfAnOptionalMember(t *testing.T) {
	t.Parallel()
	s := strange(t, taking(`{type: object, required: [must], properties: {must: {type: string}, may: {type: string}}}`, ""))
	assert.NotNil(t, caseOf(t, s, "x/reject/type/must=null"))
	assert.Nil(t, caseOf(t, s, "x/reject/type/may=null"))
	assert.NotNil(t, caseOf(t, s, "x/reject/type/may=number"))
}

func TestPathsThatNameNoObject(t *testing.T) {
	t.Parallel()
	get := func(path, schema string) *suites.Suite {
		return strange(t, "  "+path+`: {get: {operationId: x, parameters: [{name: p, in: path, required: true, schema: `+schema+
			`}], responses: {"200": {description: a}, "404": {description: b}}}}`+"\n")
	}
	for name, c := range map[string]struct {
		path, schema string
		value        any
		sample       bool
	}{
		"a listed value":      {"/x/{p}", "{enum: [north, south]}", "north", false},
		"any value":           {"/x/{p}", "{type: integer, minimum: 7, maximum: 7}", json.Number("7"), true},
		"a part of a segment": {"/x.{p}", "{enum: [csv]}", "csv", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plain := caseOf(t, get(c.path, c.schema), "x/accept/plain")
			require.NotNil(t, plain)
			assert.Equal(t, c.value, plain.Steps[0].Send.Parameters["p"])
			assert.Equal(t, c.sample, plain.Sample)
		})
	}
	unknown := caseOf(t, get("/x/{p}", "{type: string, format: uuid}"), "x/identifier/unknown")
	require.NotNil(t, unknown)
	assert.Equal(t, "/x/00000000-0000-4000-8000-00000000dead", unknown.Steps[0].Send.Path)
}

func TestNothingIsRemovedThatOthersMade(t *testing.T) {
	t.Parallel()
	s := strange(t, `
  /x:
    get: {operationId: all, responses: {"200": {description: a}}}
    delete: {operationId: purge, responses: {"204": {description: a}}}
  /x/{id}:
    delete: {operationId: one, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"204": {description: a}}}
`)
	assert.Equal(t, "all/accept/plain", ids(s))
}

func TestLargeDocumentsGetFewerVariationsNotFewerOperations(t *testing.T) {
	t.Parallel()
	var members strings.Builder
	for _, name := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
		members.WriteString(name + ": {type: string, minLength: 2, maxLength: 9}, ")
	}
	schema := "{type: object, properties: {" + members.String() + "}}"
	one := strange(t, taking(schema, ""))
	var paths strings.Builder
	for _, n := range strings.Fields(strings.Repeat("x ", 120)) {
		paths.WriteString(strings.Replace(strings.Replace(taking(schema, ""), "/x:", "/"+n+strconv.Itoa(paths.Len())+":", 1), "operationId: x", "operationId: x"+strconv.Itoa(paths.Len()), 1))
	}
	many := strange(t, paths.String())
	assert.Greater(t, len(one.Cases), 200)
	assert.Less(t, len(many.Cases), 2*mostCases)
	tested := map[string]bool{}
	for _, c := range many.Cases {
		tested[c.Operation] = true
	}
	assert.Len(t, tested, 120)
	assert.True(t, slices.ContainsFunc(many.Gaps, func(g suites.Gap) bool { return strings.Contains(g.Reason.EN, "instances of a schema are made") }))
}

func TestBodiesOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := strange(t, `
  /things:
    post:
      operationId: make
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: {name: {type: string, maxLength: 40}, mail: {type: string}, ownerId: {type: string}, kind: {enum: [a]}, code: {type: string, maxLength: 3}, size: {type: integer}}
            example: {name: Lamp, mail: a@b.example, ownerId: o, kind: a, code: abc, size: 3}
      responses: {"201": {description: made, content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
  /things/{id}:
    get: {operationId: read, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"200": {description: a}}}
`)
	require.Len(t, s.Fixtures, 1)
	assert.Equal(t, map[string]any{"name": "Lamp ${unique(6)}", "mail": "a${unique(6)}@b.example", "ownerId": "o", "kind": "a", "code": "abc", "size": json.Number("3")},
		s.Fixtures[0].Apart)
}
