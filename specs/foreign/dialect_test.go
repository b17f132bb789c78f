package foreign_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

func number(n int) json.Number { return json.Number(fmt.Sprint(n)) }

// takes tells whether the schema of the body of the operation x takes a value.
func takes(t *testing.T, svc *foreign.Service, v any) bool {
	t.Helper()
	s, err := svc.Standard.Schemas.Compile(svc.Standard.Operation("x").Body.Content[0].Schema, schema.Request)
	require.NoError(t, err)
	return len(s.Validate(v)) == 0
}

func TestDialectOfOpenAPI30(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		schema    string
		good, bad []any
	}{
		"exclusive bounds":            {`{type: integer, minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}`, []any{number(2), number(5)}, []any{number(1), number(6)}},
		"nullable":                    {`{type: string, nullable: true}`, []any{"a", nil}, []any{number(1)}},
		"nullable enum":               {`{type: string, nullable: true, enum: [a]}`, []any{"a", nil}, []any{"b"}},
		"nullable beside a reference": {`{$ref: "#/components/schemas/S", nullable: true}`, []any{"a", nil}, []any{number(1)}},
		"nullable beside allOf":       {`{nullable: true, allOf: [{$ref: "#/components/schemas/S"}]}`, []any{"a", nil}, []any{number(1)}},
		"siblings of a reference":     {`{$ref: "#/components/schemas/S", maxLength: 1}`, []any{"abc"}, []any{number(1)}},
		"empty required":              {`{type: object, required: []}`, []any{map[string]any{}}, []any{"a"}},
		"members called like keywords": {`{type: object, properties: {example: {type: string}, default: {type: integer, nullable: true}, required: {type: string}}}`,
			[]any{map[string]any{"default": nil, "example": "a"}}, []any{map[string]any{"example": number(1)}, map[string]any{"default": "a"}}},
		"formats that are hints": {`{type: string, format: hostname}`, []any{"no host name"}, nil},
		"formats that are exact": {`{type: string, format: date}`, []any{"2026-02-28"}, []any{"2026-02-30"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			svc := load(t, `
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /x:
    post:
      operationId: x
      requestBody: {content: {application/json: {schema: `+c.schema+`}}}
      responses: {"200": {description: a}}
components: {schemas: {S: {type: string}}}
`)
			for _, v := range c.good {
				assert.True(t, takes(t, svc, v), "%v", v)
			}
			for _, v := range c.bad {
				assert.False(t, takes(t, svc, v), "%v", v)
			}
		})
	}
}

func TestSwagger(t *testing.T) {
	t.Parallel()
	svc := load(t, `
swagger: "2.0"
info: {title: t, version: "1"}
basePath: /v2
consumes: [application/json]
produces: [application/json]
securityDefinitions: {user: {type: basic}, key: {type: apiKey, in: query, name: k}}
security: [{key: []}]
parameters:
  Shared: {name: shared, in: query, type: array, items: {type: string}, collectionFormat: multi}
  Body: {name: b, in: body, required: true, schema: {$ref: "#/definitions/Thing"}}
responses:
  Bad: {description: bad, schema: {$ref: "#/definitions/Error"}}
paths:
  /x:
    parameters: [{$ref: "#/parameters/Shared"}]
    post:
      operationId: x
      parameters: [{$ref: "#/parameters/Body"}, {name: one, in: query, type: array, items: {type: integer}}]
      responses:
        "201": {description: made, headers: {Location: {type: string}}, schema: {$ref: "#/definitions/Thing"}}
        "400": {$ref: "#/responses/Bad"}
  /form:
    post:
      operationId: form
      parameters: [{name: file, in: formData, type: file, required: true}, {name: l, in: formData, type: array, items: {type: string}}]
      responses: {"204": {description: done}}
  /pipes:
    get:
      operationId: pipes
      parameters: [{name: l, in: query, type: array, items: {type: string}, collectionFormat: pipes}]
      responses: {"200": {description: a}}
  /tabs:
    get:
      operationId: tabs
      parameters: [{name: l, in: query, type: array, items: {type: string}, collectionFormat: tsv}]
      responses: {"200": {description: a}}
definitions:
  Thing: {type: object, required: [n], properties: {n: {type: number, minimum: 0, exclusiveMinimum: true}, e: {$ref: "#/definitions/Error"}}}
  Error: {type: object, properties: {why: {type: string}}}
`)
	assert.Equal(t, "/v2", svc.BasePath)
	assert.Empty(t, svc.Quarantined)
	assert.True(t, takes(t, svc, map[string]any{"n": number(1), "e": map[string]any{"why": "x"}}))
	assert.False(t, takes(t, svc, map[string]any{"n": number(0)}))
	x := svc.Standard.Operation("x")
	assert.True(t, x.Body.Required)
	require.Len(t, x.Parameters, 2)
	assert.True(t, x.Parameters[0].Explode, "collectionFormat multi")
	assert.False(t, x.Parameters[1].Explode, "csv is the default of Swagger")
	assert.Equal(t, "apiKey", x.Security[0].Type)
	assert.NotEmpty(t, x.Response(400).Content[0].Schema)
	assert.Equal(t, "Location", x.Response(201).Headers[0].Name)
	form := svc.Standard.Operation("form").Body
	assert.True(t, form.Required)
	assert.Equal(t, []openapi.Encoding{{Name: "l", Style: "form"}, {Name: "file", Style: "form", Explode: true, File: true}}, form.Content[0].Encoding)
	assert.Equal(t, "pipeDelimited", svc.Standard.Operation("pipes").Parameters[0].Style)
	assert.Empty(t, svc.Standard.Operation("tabs").Parameters, "an optional parameter that cannot be spelt is left out")
	assert.NotNil(t, svc.Standard.Requirement("tabs.untested-parameter-l"))
}

func TestSwaggerKeepsThePlacesOfItsAuthor(t *testing.T) {
	t.Parallel()
	svc := load(t, `
swagger: "2.0"
info: {title: t, version: "1"}
paths:
  /x: {post: {operationId: x, parameters: [{name: b, in: body, schema: {$ref: "#/definitions/T"}}], responses: {"200": {description: a}}}}
  /y: {get: {operationId: y, responses: {"200": {description: a}}}}
definitions:
  T: {type: [strange]}
`)
	require.Len(t, svc.Quarantined, 1)
	assert.Equal(t, "/definitions/T/type/0", svc.Quarantined[0].Pointer)
	assert.Equal(t, 8, svc.Quarantined[0].Line)
}
