package openapi

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
)

const lamps = `openapi: 3.1.0
info: {title: Lamps, version: 1.0.0}
security: [{bearer: [read]}]
paths:
  /lamps/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: lang, in: query, schema: {type: string}}
    get:
      operationId: getLamp
      summary: Read a lamp
      tags: [lgt-read]
      x-ucis-req: [A-001]
      parameters:
        - {name: lang, in: query, explode: false, schema: {$ref: 'shared.yaml#/$defs/Lang'}}
        - {$ref: 'shared.yaml#/parameters/Trace'}
      responses:
        default: {$ref: 'shared.yaml#/responses/Problem'}
        4XX: {description: Wrong}
        '200':
          description: The lamp
          headers:
            ETag: {required: true, schema: {type: string}}
            Content-Type: {schema: {type: string}}
          content:
            text/csv: {schema: {type: string}}
            application/json:
              schema: {$ref: '#/components/schemas/Lamp'}
              examples:
                dark: {value: {level: 0}}
                shared: {$ref: 'shared.yaml#/examples/Bright'}
                elsewhere: {externalValue: 'https://city.example/x'}
    put:
      security: [{}, {key: []}]
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Lamp', description: narrowed}
            example: {level: 1.0}
      responses: {'204': {description: Done}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Lamp: {type: object}
`

const shared = `parameters:
  Trace: {name: trace, in: header, content: {application/json: {schema: {type: object}}}}
responses:
  Problem: {description: Wrong, content: {application/problem+json: {schema: {$ref: '#/$defs/Problem'}}}}
examples:
  Bright: {value: {level: 100}}
$defs:
  Lang: {$ref: '#/$defs/Language'}
  Language: {type: string}
  Problem: {type: object}
`

// among resolves references between documents in one folder.
func among(t *testing.T, texts map[string]string) (map[string]*document.Document, document.Resolver) {
	t.Helper()
	docs := map[string]*document.Document{}
	for name, text := range texts {
		d, err := document.Parse(name, []byte(text))
		require.NoError(t, err)
		docs[name] = d
	}
	return docs, func(base, ref string) (string, any, error) {
		file, pointer, _ := strings.Cut(ref, "#")
		if file == "" {
			file, _, _ = strings.Cut(base, "#")
		}
		if docs[file] == nil {
			return "", nil, errors.New("no such file")
		}
		node, ok := docs[file].Lookup(pointer)
		if !ok {
			return "", nil, errors.New("nothing stands there")
		}
		return file + "#" + pointer, node, nil
	}
}

func loadLamps(t *testing.T) []Operation {
	t.Helper()
	docs, resolve := among(t, map[string]string{"lamps.yaml": lamps, "shared.yaml": shared})
	operations, problems := Load(docs["lamps.yaml"], resolve)
	require.Empty(t, problems)
	require.Len(t, operations, 2)
	return operations
}

func TestLoadReadsAnOperation(t *testing.T) {
	t.Parallel()
	const get, item = "/paths/~1lamps~1{id}/get", "/paths/~1lamps~1{id}"
	want := Operation{
		ID: "getLamp", Method: "GET", Path: "/lamps/{id}", Document: "lamps.yaml", Pointer: get, Line: 9,
		Summary: "Read a lamp", Tags: []string{"lgt-read"},
		Parameters: []Parameter{
			{Name: "id", In: "path", Required: true, Style: "simple", Schema: "lamps.yaml#" + item + "/parameters/0/schema", Pointer: item + "/parameters/0", Document: "lamps.yaml"},
			{Name: "lang", In: "query", Style: "form", Schema: "shared.yaml#/$defs/Language", Pointer: get + "/parameters/0", Document: "lamps.yaml"},
			{Name: "trace", In: "header", Style: "simple", Schema: "shared.yaml#/parameters/Trace/content/application~1json/schema", Pointer: "/parameters/Trace", Document: "shared.yaml"},
		},
		Responses: []Response{
			{
				Status:  "200",
				Headers: []Parameter{{Name: "ETag", In: "header", Required: true, Style: "simple", Schema: "lamps.yaml#" + get + "/responses/200/headers/ETag/schema", Pointer: get + "/responses/200/headers/ETag", Document: "lamps.yaml"}},
				Content: []MediaType{
					{Type: "application/json", Schema: "lamps.yaml#/components/schemas/Lamp", Examples: []Example{
						{Name: "dark", Value: map[string]any{"level": json.Number("0")}, Pointer: get + "/responses/200/content/application~1json/examples/dark/value"},
						{Name: "shared", Value: map[string]any{"level": json.Number("100")}, Pointer: "/examples/Bright/value"},
					}},
					{Type: "text/csv", Schema: "lamps.yaml#" + get + "/responses/200/content/text~1csv/schema"},
				},
				Document: "lamps.yaml", Pointer: get + "/responses/200",
			},
			{Status: "4XX", Document: "lamps.yaml", Pointer: get + "/responses/4XX"},
			{Status: "default", Content: []MediaType{{Type: "application/problem+json", Schema: "shared.yaml#/$defs/Problem"}}, Document: "shared.yaml", Pointer: "/responses/Problem"},
		},
		Security:   []SecurityScheme{{Name: "bearer", Type: "http", Scheme: "bearer", Scopes: []string{"read"}}},
		Extensions: map[string]any{"x-ucis-req": []any{"A-001"}},
	}
	got := loadLamps(t)[0]
	assert.Empty(t, cmp.Diff(want, got, cmpopts.EquateEmpty()))
}

func TestLoadReadsABodyAndAlternativesOfSecurity(t *testing.T) {
	t.Parallel()
	put := loadLamps(t)[1]
	assert.Equal(t, "PUT /lamps/{id}", put.ID, "made up when the document gives none")
	require.NotNil(t, put.Body)
	assert.True(t, put.Body.Required)
	assert.Equal(t, "/paths/~1lamps~1{id}/put/requestBody", put.Body.Pointer)
	assert.Equal(t, "lamps.yaml#/paths/~1lamps~1{id}/put/requestBody/content/application~1json/schema", put.Body.Content[0].Schema,
		"a $ref with siblings stays where it is")
	assert.Equal(t, "example", put.Body.Content[0].Examples[0].Name)
	assert.Equal(t, []SecurityScheme{{}, {Name: "key", Type: "apiKey", In: "header", Key: "X-Key"}}, put.Security)
}

func TestResponseFindsTheNearestStatus(t *testing.T) {
	t.Parallel()
	get := loadLamps(t)[0]
	for status, want := range map[int]string{200: "200", 404: "4XX", 500: "default"} {
		assert.Equal(t, want, get.Response(status).Status)
	}
	put := loadLamps(t)[1]
	assert.Nil(t, put.Response(200))
}

func TestLoadReportsAndGoesOn(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"not OpenAPI", "openapi: 3.1.0", "swagger: '2.0'", "lamps.yaml:1: /openapi: expected an OpenAPI 3 document"},
		{"paths is a list", "paths:\n", "paths: []\nx-paths:\n", "lamps.yaml:4: /paths: the paths: expected a mapping, found a list"},
		{"no slash", "  /lamps/{id}:", "  lamps/{id}:", "a path template begins with a slash (write /lamps/{id})"},
		{"operation is text", "    put:\n", "    post: x\n    put:\n", "/paths/~1lamps~1{id}/post: an operation: expected a mapping"},
		{"undeclared placeholder", "{name: id, in: path,", "{name: idd, in: path,", "the placeholder {id} of the path is not declared"},
		{"unplaced parameter", "{name: id, in: path,", "{name: idd, in: path,", "the path parameter idd has no place in the path /lamps/{id}"},
		{"twice", "{name: lang, in: query, schema", "{name: id, in: path, required: true, schema", "the path parameter id is declared twice"},
		{"no name", "{name: lang, in: query, explode", "{in: query, explode", "a parameter needs a name"},
		{"parameters is a mapping", "parameters:\n        - {name: lang", "parameters:\n        x: {name: lang", "not readable"},
		{"tags is text", "tags: [lgt-read]", "tags: lgt-read", "/paths/~1lamps~1{id}/get/tags: expected a list"},
		{"tag is a number", "tags: [lgt-read]", "tags: [5]", "/tags/0: expected text, found the number 5"},
		{"dead parameter", "parameters/Trace", "parameters/Track", "the reference shared.yaml#/parameters/Track leads nowhere"},
		{"dead file", "shared.yaml#/responses/Problem", "gone.yaml#/responses/Problem", "the reference gone.yaml#/responses/Problem leads nowhere: no such file"},
		{"status", "        4XX:", "        4xx:", "4xx is no status"},
		{"no responses", "      responses: {'204': {description: Done}}\n", "", "lamps.yaml:33: /paths/~1lamps~1{id}/put: the operation documents no responses"},
		{"security scheme", "{key: []}", "{kez: []}", "the security scheme kez is not defined"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, lamps, tt.old)
			text := strings.Replace(lamps, tt.old, tt.new, 1)
			if _, err := document.Parse("lamps.yaml", []byte(text)); err != nil {
				assert.ErrorContains(t, err, tt.want)
				return
			}
			docs, resolve := among(t, map[string]string{"lamps.yaml": text, "shared.yaml": shared})
			_, problems := Load(docs["lamps.yaml"], resolve)
			assert.Contains(t, document.Problems(problems).Error(), tt.want)
		})
	}
}

func TestLoadWithoutResolverKnowsOneDocument(t *testing.T) {
	t.Parallel()
	docs, _ := among(t, map[string]string{"lamps.yaml": lamps})
	operations, problems := Load(docs["lamps.yaml"], nil)
	assert.Len(t, operations, 2)
	assert.Len(t, problems, 4)
	for _, p := range problems {
		assert.Contains(t, p.Message, "another document")
	}
}

func TestLint(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"clean", "", "", ""},
		{"misspelt key of an operation", "summary: Read", "sumary: Read", "lamps.yaml:9: /paths/~1lamps~1{id}/get: not good OpenAPI"},
		{"misspelt key of a component", "Lamp: {type: object}", "Lamp: {tipe: object}", "lamps.yaml:44: /components/schemas/Lamp: not good OpenAPI"},
		{"no description", "'204': {description: Done}", "'204': {}", "/paths/~1lamps~1{id}/put: not good OpenAPI"},
		{"misspelt key of the document", "components:", "componnets:", "lamps.yaml:1: not good OpenAPI"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(lamps, tt.old, tt.new, 1)
			text = strings.ReplaceAll(text, "shared.yaml#/$defs/Lang", "#/components/schemas/Lamp")
			text = strings.Replace(text, "        - {$ref: 'shared.yaml#/parameters/Trace'}\n", "", 1)
			text = strings.Replace(text, "        default: {$ref: 'shared.yaml#/responses/Problem'}\n", "", 1)
			text = strings.Replace(text, "                shared: {$ref: 'shared.yaml#/examples/Bright'}\n", "", 1)
			docs, _ := among(t, map[string]string{"lamps.yaml": text})
			problems := Lint(docs["lamps.yaml"], func(string) ([]byte, error) { return []byte(text), nil })
			if tt.want == "" {
				assert.Empty(t, problems)
				return
			}
			require.Len(t, problems, 1)
			assert.Contains(t, problems[0].Error(), tt.want)
		})
	}
}

func TestLintOfAMissingFile(t *testing.T) {
	t.Parallel()
	docs, _ := among(t, map[string]string{"lamps.yaml": lamps})
	problems := Lint(docs["lamps.yaml"], func(string) ([]byte, error) { return nil, errors.New("no such file") })
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].Error(), "no such file")
}
