package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// largeDocument has so many resources, each with five operations and a schema
// of its own with eighteen members.
func largeDocument(resources int) string {
	schemas, paths := map[string]any{}, map[string]any{}
	kinds := []map[string]any{{"type": "string", "minLength": 1, "maxLength": 50, "description": "Words that documents of this kind tend to have."},
		{"type": "integer", "minimum": 0, "maximum": 100}, {"type": "string", "enum": []any{"a", "b", "c"}},
		{"type": "array", "items": map[string]any{"type": "string"}, "maxItems": 5}, {"type": "boolean"}, {"type": "string", "format": "date-time"}}
	for i := range resources {
		members := map[string]any{}
		for k := range 18 {
			members[fmt.Sprintf("member%d", k)] = kinds[k%len(kinds)]
		}
		schemas[fmt.Sprintf("S%d", i)] = map[string]any{"type": "object", "required": []any{"member0", "member1"}, "properties": members}
		content := map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": map[string]any{"$ref": fmt.Sprintf("#/components/schemas/S%d", i)}}}}
		answers := map[string]any{"200": map[string]any{"description": "ok", "content": content["content"]}, "400": map[string]any{"description": "no"}}
		read, write := map[string]any{"responses": answers}, map[string]any{"requestBody": content, "responses": answers}
		id := []any{map[string]any{"name": "id", "in": "path", "required": true, "schema": map[string]any{"type": "string"}}}
		paths[fmt.Sprintf("/things%d", i)] = map[string]any{"get": read, "post": write}
		paths[fmt.Sprintf("/things%d/{id}", i)] = map[string]any{"parameters": id, "get": read, "put": write, "delete": read}
	}
	return spelled(paths, schemas)
}

// TestLargeDocumentFigures prints what the plan of a document of 3,250
// operations costs, and fails where it takes too much memory.
func TestLargeDocumentFigures(t *testing.T) {
	if !*figures {
		t.Skip("measures; make figures asks for it")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	text, file, used := largeDocument(650), filepath.Join(dir, "large.json"), filepath.Join(dir, "used")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	var told bytes.Buffer
	cmd := &exec.Cmd{Path: self, Args: []string{"measured", used, "plan", "--openapi", file, "--summary"}, Stderr: &told, Env: append(os.Environ(), "LANG=C")}
	require.NoError(t, cmd.Run(), told.String())
	spent, peak := whatWasUsed(t, used)
	sayFigure("plan of 3,250 operations", "%.1f MB of text: %v of a processor, %d MB", float64(len(text))/1e6, spent, peak>>20)
	assert.Less(t, peak, int64(mostMemory))
}
