package openapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
)

// FuzzLoad: whatever a document says, each operation that is read has a place
// and an answer to look up, and each problem says where it is.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(lamps))
	f.Add([]byte(shared))
	f.Add([]byte("openapi: 3.2.0\npaths: {/x: {additionalOperations: {COPY: {responses: {default: {$ref: '#'}}}}}}"))
	f.Add([]byte("openapi: 3.1.0\npaths: {/x: {post: {requestBody: {$ref: '#/paths/~1x/post/requestBody'}}}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := document.Parse("a.yaml", data)
		if err != nil {
			return
		}
		operations, problems := Load(doc, nil)
		for i := range operations {
			op := &operations[i]
			_, stands := doc.Lookup(op.Pointer)
			require.True(t, stands || op.Document != doc.Path, op.Pointer)
			require.NotEmpty(t, op.Method)
			for _, r := range op.Responses {
				require.Regexp(t, statusCode, r.Status)
			}
			op.Response(404)
		}
		for _, p := range problems {
			require.NotEmpty(t, p.Message)
			require.NotEmpty(t, p.Path)
		}
	})
}
