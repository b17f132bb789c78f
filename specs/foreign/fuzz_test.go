package foreign_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/foreign"
	"github.com/cityconf/cityconf/specs/schema"
)

// FuzzLoad: whatever a document says, it is refused with problems or becomes a
// standard whose every schema can be read, soon.
func FuzzLoad(f *testing.F) {
	spellings, err := filepath.Glob("../../cmd/cityconf/testdata/stranger/*.yaml")
	require.NoError(f, err)
	require.NotEmpty(f, spellings)
	for _, file := range spellings {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(head + `paths: {/x: {$ref: "#/paths/~1x"}}`))
	f.Add([]byte(head + `paths: {/x: {get: {parameters: [{$ref: "a.yaml"}], responses: {default: {$ref: "#/components/responses/r"}}}}}`))
	f.Add([]byte(`{"swagger": "2.0", "paths": {"/x": {"post": {"parameters": [{"in": "body", "schema": {"$ref": "#/definitions/a"}}], "responses": {}}}}}`))
	f.Add([]byte(`{"openapi": "3.0.0", "paths": {"/x/{a}": {"put": {"requestBody": {"$ref": "#"}, "responses": {"2XX": {"links": {"l": {"operationId": "x"}}}}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		started := time.Now()
		svc, err := foreign.Load(folder(map[string]string{"openapi.yaml": string(data), "a.yaml": string(data)}), "openapi.yaml", nil)
		require.Less(t, time.Since(started), 10*time.Second)
		if err != nil {
			var problems document.Problems
			require.ErrorAs(t, err, &problems)
			require.NotEmpty(t, problems)
			return
		}
		for i := range svc.Standard.Operations {
			readable(t, svc, i)
		}
		for _, r := range svc.Standard.Requirements {
			require.NotNil(t, svc.Standard.Class(r.Class))
			require.NotEmpty(t, r.Statement.EN)
			require.NotEmpty(t, r.Statement.ZH)
		}
	})
}

// readable requires that what an operation takes and gives can be read.
func readable(t *testing.T, svc *foreign.Service, i int) {
	op := &svc.Standard.Operations[i]
	var refs []string
	for _, p := range op.Parameters {
		refs = append(refs, p.Schema)
	}
	if op.Body != nil {
		require.Len(t, op.Body.Content, 1)
		refs = append(refs, op.Body.Content[0].Schema)
	}
	for _, r := range op.Responses {
		for _, m := range r.Content {
			if m.Schema != "" {
				refs = append(refs, m.Schema)
			}
		}
	}
	var failed error
	for _, ref := range refs {
		_, err := svc.Standard.Schemas.Compile(ref, schema.Request)
		failed = errors.Join(failed, err)
	}
	require.NoError(t, failed)
}
