package specs

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// A document in the manner of a stranger: no operationIds, no own keys.
const stranger = `openapi: 3.0.3
info: {title: Parking, version: "1"}
paths:
  /v2/parking-sites:
    get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: array}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/NewSite'}}}}
      responses: {'201': {description: ok}}
  /v2/parking-sites/{siteId}:
    parameters: [{name: siteId, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: object}}}}}}
    delete: {responses: {'204': {description: ok}}}
  /v2/parking-sites/{siteId}/bays:
    parameters: [{name: siteId, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok}}}
  /v2/parking-sites/{siteId}/bays/{bay}:
    parameters:
      - {name: siteId, in: path, required: true, schema: {type: string}}
      - {name: bay, in: path, required: true, schema: {type: string}}
    get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Bay'}}}}}}
    patch: {responses: {'200': {description: ok}}}
  /v2/parking-sites/{siteId}/open:
    parameters: [{name: siteId, in: path, required: true, schema: {type: string}}]
    post: {responses: {'202': {description: ok}}}
  /v2/tiles/{z}/{x}:
    parameters:
      - {name: z, in: path, required: true, schema: {type: string}}
      - {name: x, in: path, required: true, schema: {type: string}}
    get: {responses: {'200': {description: ok}}}
  /v2/drafts/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    delete: {responses: {'204': {description: ok}}}
  /{root}:
    parameters: [{name: root, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok}}}
components:
  schemas:
    Bay: {type: object}
    NewSite:
      type: object
      properties:
        code: {type: string, x-ucis-unique: true}
        parent: {$ref: '#/components/schemas/NewSite'}
      allOf:
        - properties: {plate: {type: string, x-ucis-unique: {within: [/code]}}}
        - {$ref: '#/components/schemas/NewSite'}
`

func TestInferKnowsResourcesByTheShapeOfPaths(t *testing.T) {
	t.Parallel()
	doc, err := document.Parse("x.yaml", []byte(stranger))
	require.NoError(t, err)
	operations, problems := openapi.Load(doc, nil)
	require.Empty(t, problems)
	want := []Resource{
		{
			Name: "NewSite", Collection: "/v2/parking-sites", Item: "/v2/parking-sites/{siteId}", IDParam: "siteId",
			Schema:    "x.yaml#/paths/~1v2~1parking-sites~1{siteId}/get/responses/200/content/application~1json/schema",
			NewSchema: "x.yaml#/components/schemas/NewSite",
			List:      "GET /v2/parking-sites", Create: "POST /v2/parking-sites",
			Read: "GET /v2/parking-sites/{siteId}", Delete: "DELETE /v2/parking-sites/{siteId}",
			Unique: []string{"/code", "/plate"}, UniqueWithin: map[string][]string{"/plate": {"/code"}},
		},
		{
			Name: "Bay", Collection: "/v2/parking-sites/{siteId}/bays", Item: "/v2/parking-sites/{siteId}/bays/{bay}", IDParam: "bay",
			Schema: "x.yaml#/components/schemas/Bay", Parent: "NewSite",
			List: "GET /v2/parking-sites/{siteId}/bays", Read: "GET /v2/parking-sites/{siteId}/bays/{bay}", Patch: "PATCH /v2/parking-sites/{siteId}/bays/{bay}",
		},
	}
	set := schema.NewSet(map[string]any{"x.yaml": doc.Root})
	assert.Empty(t, cmp.Diff(want, Infer(operations, set)))
}

func TestNamesWithoutASchema(t *testing.T) {
	t.Parallel()
	for collection, want := range map[string]string{
		"/a/parking-sites": "ParkingSite", "/cities": "City", "/bus": "Bus", "/x/access": "Access", "/luminaires": "Luminaire", "/data_sets": "DataSet",
	} {
		assert.Equal(t, want, resourceName(Resource{Collection: collection}), collection)
	}
}
