package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a document may cost, whatever stands in it: time of the processor, which
// does not grow on a machine that is busy, and memory.
const (
	mostTime   = 2 * time.Second
	mostMemory = 512 << 20
)

// hostile are documents made to do harm, with the line that says why they are
// refused or what of them is not tested; "" for those that can be tested.
func hostile() map[string]struct{ file, text, line string } {
	schema := func(v any) string { return withSchema(1, v) }
	list := func(n int, part func(i int) any) []any {
		out := make([]any, n)
		for i := range out {
			out[i] = part(i)
		}
		return out
	}
	members := func(n int, of func(i int) any) map[string]any {
		m := map[string]any{}
		for i := range n {
			m[fmt.Sprintf("p%d", i)] = of(i)
		}
		return map[string]any{"type": "object", "properties": m}
	}
	alternative := func(i int) any {
		k := fmt.Sprintf("k%d", i)
		return map[string]any{"type": "object", "required": []any{k}, "properties": map[string]any{k: map[string]any{"type": "integer"}}}
	}
	nested := any(map[string]any{"type": "string"})
	for range 50 {
		nested = map[string]any{"type": "object", "required": []any{"a"}, "properties": map[string]any{"a": nested}}
	}
	itself := map[string]any{"$ref": "#/components/schemas/S"}
	laughs := "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
	for i := 1; i < 12; i++ {
		laughs += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	return map[string]struct{ file, text, line string }{
		"20 MB":                {"a.yaml", "openapi: 3.1.0\nx:\n" + strings.Repeat("  - item of a long list\n", 900_000), "bytes, at most"},
		"billion laughs":       {"a.yaml", "openapi: 3.1.0\n" + laughs, "more than 524288 values"},
		"alias of itself":      {"a.yaml", "openapi: 3.1.0\na: &a {b: *a}\n", "contains itself"},
		"100,000 brackets":     {"a.yaml", "openapi: 3.1.0\nx: " + strings.Repeat("[", 100_000), "depth"},
		"100,000 levels":       {"a.json", strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000), "nested more than"},
		"no text":              {"a.yaml", string([]byte{0, 1, 2, 0xff, 0xfe}), "not readable"},
		"20,000 paths":         {"a.json", withPaths(20_000), "at most 1500 are read"},
		"1,500 paths":          {"a.json", withPaths(1_500), ""},
		"10,000 branches":      {"a.json", schema(map[string]any{"oneOf": list(10_000, func(i int) any { return map[string]any{"const": i} })}), "oneOf has 10000 branches"},
		"200 branches":         {"a.json", schema(map[string]any{"oneOf": list(200, alternative)}), ""},
		"20,000 listed values": {"a.json", schema(map[string]any{"enum": list(20_000, func(i int) any { return fmt.Sprint(i) })}), "enum has 20000 values"},
		"600 members":          {"a.json", schema(members(600, func(int) any { return map[string]any{"type": "integer"} })), ""},
		"20,000 members":       {"a.json", schema(members(20_000, func(int) any { return true })), "properties has 20000 members"},
		"50 levels":            {"a.json", schema(nested), ""},
		"wide recursion":       {"a.json", schema(members(12, func(int) any { return itself })), ""},
		"dense schemas":        {"a.json", dense(40), ""},
		"endless recursion":    {"a.json", schema(map[string]any{"type": "object", "required": []any{"a"}, "properties": map[string]any{"a": itself}}), ""},
		"reference to itself":  {"a.json", schema(itself), "refers to itself"},
		"path that is itself":  {"a.yaml", good + "  /x: {$ref: '#/paths/~1x'}\n", "leads back to itself"},
		"catastrophic pattern": {"a.json", schema(map[string]any{"type": "string", "pattern": `^(a+)+(b+)+\1$`}), "takes for ever"},
		"1,000 such patterns":  {"a.json", schema(members(1000, func(i int) any { return map[string]any{"pattern": fmt.Sprintf(`^(?=(a+)+$)(a|aa)+!%d$`, i)} })), "takes for ever"},
		"huge repetition":      {"a.json", schema(map[string]any{"type": "string", "pattern": "^([a-z]{1,900}[0-9]{1,900})$", "minLength": 1500}), ""},
		"huge exponents":       {"a.json", schema(map[string]any{"minimum": json.Number("1e999999999"), "multipleOf": json.Number("1e-999999999")}), "a number beyond what is read"},
		"product of alternatives": {"a.json", schema(map[string]any{"allOf": list(12, func(i int) any {
			return map[string]any{"anyOf": []any{map[string]any{"minimum": i}, map[string]any{"maxLength": i}, map[string]any{"type": "string"}}}
		})}), ""},
		"large texts":             {"a.json", schema(map[string]any{"type": "array", "minItems": 150, "items": map[string]any{"type": "string", "minLength": 9000}}), ""},
		"file of the machine":     {"a.json", schema(map[string]any{"$ref": "/etc/passwd"}), "leads out of the folder"},
		"file address":            {"a.json", schema(map[string]any{"$ref": "file:///etc/passwd"}), "nothing is fetched"},
		"file above":              {"a.json", schema(map[string]any{"$ref": "../../../../../../etc/passwd"}), "leads out of the folder"},
		"file above, in disguise": {"a.json", schema(map[string]any{"$ref": "%2e%2e/%2e%2e/etc/passwd"}), "leads out of the folder"},
		"link out of the folder":  {"a.json", schema(map[string]any{"$ref": "link"}), "link is not followed: link: cannot be read"},
		"internal address":        {"a.json", schema(map[string]any{"$ref": "http://169.254.169.254/latest/meta-data"}), "nothing is fetched"},
		"address without scheme":  {"a.json", schema(map[string]any{"$ref": "//127.0.0.1/x"}), "nothing is fetched"},
	}
}

// good is a document with one operation; more paths may follow.
const good = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /good: {get: {responses: {'200': {description: ok}}}}\n"

// withSchema is a document of so many operations that take and give a schema.
func withSchema(operations int, schema any) string {
	ref := map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/S"}}}}
	answer := map[string]any{"description": "ok", "content": ref["content"]}
	paths := map[string]any{"/good": map[string]any{"get": map[string]any{"responses": map[string]any{"200": map[string]any{"description": "ok"}}}}}
	for i := range operations {
		paths[fmt.Sprintf("/x%d", i)] = map[string]any{"post": map[string]any{"requestBody": ref, "responses": map[string]any{"200": answer, "400": answer}}}
	}
	return spelled(paths, map[string]any{"S": schema})
}

// dense is a document of n schemas, each of which refers to all of them.
func dense(n int) string {
	paths, schemas := map[string]any{}, map[string]any{}
	for i := range n {
		members := map[string]any{"name": map[string]any{"type": "string", "minLength": 1}}
		for k := range n {
			members[fmt.Sprintf("p%d", k)] = map[string]any{"$ref": fmt.Sprintf("#/components/schemas/S%d", (7*i+13*k+1)%n)}
		}
		schemas[fmt.Sprintf("S%d", i)] = map[string]any{"type": "object", "required": []any{"name"}, "properties": members}
		content := map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": map[string]any{"$ref": fmt.Sprintf("#/components/schemas/S%d", i)}}}}
		paths[fmt.Sprintf("/x%d", i)] = map[string]any{"post": map[string]any{"requestBody": content, "responses": map[string]any{"200": map[string]any{"description": "ok"}, "400": map[string]any{"description": "no"}}}}
	}
	return spelled(paths, schemas)
}

// TestDenseDocumentSaysWhatItLeavesOut holds the plan of a document that uses up
// its work to saying so, and to saying the same each time.
func TestDenseDocumentSaysWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.json")
	require.NoError(t, os.WriteFile(file, []byte(dense(24)), 0o600))
	first, code := command(t, "X=1", "plan", "--openapi", file)
	require.Equal(t, exitOK, code)
	assert.Contains(t, first, "the work allowed for this schema is used up")
	again, _ := command(t, "X=1", "plan", "--openapi", file)
	assert.Equal(t, first, again)
}

func withPaths(n int) string {
	paths := map[string]any{}
	for i := range n {
		paths[fmt.Sprintf("/x%d", i)] = map[string]any{"get": map[string]any{"responses": map[string]any{"200": map[string]any{"description": "ok"}}}}
	}
	return spelled(paths, nil)
}

func spelled(paths, schemas map[string]any) string {
	b, err := json.Marshal(map[string]any{"openapi": "3.1.0", "info": map[string]any{"title": "t", "version": "1"}, "paths": paths,
		"components": map[string]any{"schemas": schemas}})
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestHostileDocumentsAreRefusedOrTested(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	require.NoError(t, err)
	for name, c := range hostile() {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(dir, "link")))
			file := filepath.Join(dir, c.file)
			require.NoError(t, os.WriteFile(file, []byte(c.text), 0o600))
			var told bytes.Buffer
			used := filepath.Join(dir, "used")
			cmd := &exec.Cmd{Path: self, Args: []string{"measured", used, "plan", "--openapi", file, "--summary"}, Stderr: &told, Env: append(os.Environ(), "LANG=C")}
			err := cmd.Run()
			spent, peak := whatWasUsed(t, used)
			t.Logf("%v, %d MB, exit %d", spent, peak>>20, cmd.ProcessState.ExitCode())
			assert.Less(t, spent, mostTime*slower())
			assert.Less(t, peak, int64(mostMemory*slower()))
			assert.NotContains(t, told.String(), "root:", "nothing of the machine is shown")
			if c.line == "" {
				require.NoError(t, err, told.String())
				assert.Empty(t, told.String())
				return
			}
			first, _, _ := strings.Cut(told.String(), "\n")
			assert.Contains(t, first, c.line)
			assert.Less(t, len(first), 600)
			assert.Contains(t, []int{exitOK, exitUsage}, cmd.ProcessState.ExitCode())
		})
	}
}

// slower is how much more the race detector may take.
func slower() time.Duration {
	info, ok := debug.ReadBuildInfo()
	if ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		return 10
	}
	return 1
}
