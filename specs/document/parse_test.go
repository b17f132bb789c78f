package document

import (
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func num(s string) json.Number { return json.Number(s) }

func TestScalarsFollowTheCoreSchema(t *testing.T) {
	t.Parallel()
	tests := []struct {
		yaml string
		want any
	}{
		{"2026-01-01", "2026-01-01"},
		{"2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"},
		{"010", num("10")},
		{"0o10", num("8")},
		{"0x1F", num("31")},
		{"0xFFFFFFFFFFFFFFFFFF", num("4722366482869645213695")},
		{"1.0", num("1.0")},
		{"1.50", num("1.50")},
		{"+5", num("5")},
		{"-007", num("-7")},
		{".5", num("0.5")},
		{"5.", num("5")},
		{"1e3", num("1e3")},
		{"1.E+3", num("1E+3")},
		{"12345678901234567890.123456789", num("12345678901234567890.123456789")},
		{"-0", num("-0")},
		{"1_000", "1_000"},
		{"12:30", "12:30"},
		{"1.2.3", "1.2.3"},
		{"-", nil}, // an empty entry of a list, see below
		{"+", "+"},
		{".", "."},
		{"yes", "yes"}, {"no", "no"}, {"on", "on"}, {"off", "off"}, {"Y", "Y"},
		{"true", true}, {"True", true}, {"FALSE", false}, {"tRue", "tRue"},
		{"null", nil}, {"~", nil}, {"nULL", "nULL"},
		{`"010"`, "010"}, {`'true'`, "true"}, {`"null"`, "null"},
		{"!!str 5", "5"},
		{"|\n  5\n", "5\n"},
		{`"\u4e2d\u6587"`, "中文"},
	}
	for _, tt := range tests {
		t.Run(tt.yaml, func(t *testing.T) {
			t.Parallel()
			if tt.yaml == "-" {
				d, err := Parse("a.yaml", []byte("-"))
				require.NoError(t, err)
				assert.Equal(t, []any{nil}, d.Root)
				return
			}
			d, err := Parse("a.yaml", []byte("v: "+tt.yaml))
			require.NoError(t, err)
			got, ok := d.Lookup("/v")
			require.True(t, ok)
			assert.Equal(t, tt.want, got)
			_, err = json.Marshal(d.Root)
			assert.NoError(t, err, "every value has a JSON spelling")
		})
	}
}

func TestYAMLAndJSONReadAlike(t *testing.T) {
	t.Parallel()
	text := `{"a": [1, 2.50, true, null, "x"], "b": {"c/d": {"e~f": "\ud83d\ude00"}}, "": 0}`
	y, err := Parse("a.yaml", []byte(strings.ReplaceAll(text, `\ud83d\ude00`, "😀")))
	require.NoError(t, err)
	j, err := Parse("a.json", []byte(text))
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(y.Root, j.Root))
	got, ok := j.Lookup("/b/c~1d/e~0f")
	require.True(t, ok)
	assert.Equal(t, "😀", got)
}

func TestLine(t *testing.T) {
	t.Parallel()
	yamlText := "a: 1\nb:\n  - x\n  -\n    c: &n\n      d: e\nf: *n\n200: ok\n"
	jsonText := "\n{\"a\": 1,\n\"b\": [\n \"x\",\n {\"c\":\n {\"d\": \"e\"}}],\n\"200\": \"ok\"}\n"
	tests := []struct {
		file, text, pointer string
		want                int
	}{
		{"a.yaml", yamlText, "", 1},
		{"a.yaml", yamlText, "/a", 1},
		{"a.yaml", yamlText, "/b", 2},
		{"a.yaml", yamlText, "/b/0", 3},
		{"a.yaml", yamlText, "/b/1/c", 5},
		{"a.yaml", yamlText, "/b/1/c/d", 6},
		{"a.yaml", yamlText, "/f", 7},
		{"a.yaml", yamlText, "/f/d", 6},
		{"a.yaml", yamlText, "/200", 8},
		{"a.yaml", yamlText, "/b/1/nothing/here", 5},
		{"a.yaml", yamlText, "/b/9", 2},
		{"a.json", jsonText, "", 2},
		{"a.json", jsonText, "/b", 3},
		{"a.json", jsonText, "/b/0", 4},
		{"a.json", jsonText, "/b/1/c/d", 6},
		{"a.json", jsonText, "/200", 7},
	}
	for _, tt := range tests {
		t.Run(tt.file+tt.pointer, func(t *testing.T) {
			t.Parallel()
			d, err := Parse(tt.file, []byte(tt.text))
			require.NoError(t, err)
			assert.Equal(t, tt.want, d.Line(tt.pointer))
		})
	}
}

func TestUnreadableDocuments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, text, want string
		line                   int
	}{
		{"empty", "a.yaml", "", "the file is empty", 1},
		{"comments only", "a.yaml", "# nothing\n", "the file is empty", 1},
		{"half-written mapping", "a.yaml", "a: 1\nb\nc: 2\n", "not readable as YAML", 3},
		{"open quote", "a.yaml", "a: \"x\n", "not readable as YAML", 2},
		{"open bracket", "a.yaml", "a: [1,\n", "not readable as YAML", 2},
		{"tab as indentation", "a.yaml", "a:\n\tb: 1\n", "not readable as YAML", 2},
		{"bad indentation", "a.yaml", "a:\n  b: 1\n c: 2\n", "not readable as YAML", 3},
		{"unknown alias", "a.yaml", "a: *b\n", "not readable as YAML", 1},
		{"not UTF-8", "a.yaml", "a: \xff\n", "not readable as YAML", 0},
		{"two documents", "a.yaml", "a: 1\n---\nb: 2\n", "second document", 2},
		{"duplicate key", "a.yaml", "a: 1\nb: 2\na: 3\n", `the key "a" is given twice, first on line 1`, 3},
		{"duplicate by value", "a.yaml", "200: 1\n\"200\": 3\n", `the key "200" is given twice`, 2},
		{"merge key", "a.yaml", "a: &a {b: 1}\nc:\n  <<: *a\n", "merge key", 3},
		{"list as key", "a.yaml", "? [a]\n: b\n", "a key is a list", 1},
		{"infinity", "a.yaml", "a: .inf\n", "no place in JSON", 1},
		{"foreign tag", "a.yaml", "a: !!binary aGk=\n", "!!binary", 1},
		{"own tag", "a.yaml", "a: !thing {b: 1}\n", "!thing", 1},
		{"alias of itself", "a.yaml", "a: &a\n  b: *a\n", "contains itself", 2},
		{"empty JSON", "a.json", "", "the file is empty", 1},
		{"half-written JSON", "a.json", "{\"a\":\n 1", "not readable as JSON", 2},
		{"JSON trailing comma", "a.json", "{\"a\":\n 1,}", "not readable as JSON", 2},
		{"JSON duplicate key", "a.json", "{\"a\": 1,\n\"a\": 2}", `the key "a" is given twice, first on line 1`, 2},
		{"two JSON texts", "a.json", "{}\n{}", "something follows", 2},
		{"JSON with comment", "a.json", "{} // x", "not readable as JSON", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := Parse(tt.file, []byte(tt.text))
			require.Nil(t, d)
			var problems Problems
			require.ErrorAs(t, err, &problems)
			require.Len(t, problems, 1)
			assert.Contains(t, problems[0].Message, tt.want)
			assert.NotEmpty(t, problems[0].Hint)
			assert.NotContains(t, err.Error(), "\n")
			if tt.line > 0 {
				assert.Equal(t, tt.line, problems[0].Line)
			}
		})
	}
}

func TestEveryDuplicateIsReported(t *testing.T) {
	t.Parallel()
	_, err := Parse("a.yaml", []byte("a: 1\na: 2\nb: {c: 1, c: 2}\n"))
	assert.EqualError(t, err, `a.yaml:2: /a: the key "a" is given twice, first on line 1 (remove one of them)`+"\n"+
		`a.yaml:3: /b/c: the key "c" is given twice, first on line 3 (remove one of them)`)
}

func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("l0: &l0 {k: v}\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&b, "l%d: &l%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*l%d, ", i-1), 10), ", "))
	}
	return b.String()
}

// hostile documents are small or simple, but cost much when read carelessly.
func hostile() []struct{ name, file, text, want string } {
	return []struct{ name, file, text, want string }{
		{"alias bomb", "a.yaml", bomb(30), "holds more than"},
		{"too large", "a.yaml", strings.Repeat("#", maxBytes+1), "bytes"},
		{"flood of entries", "a.yaml", "[" + strings.Repeat("a,", maxBytes/2-1) + "]", "commas"},
		{"flood of dashes", "a.yaml", strings.Repeat("- a\n", maxBytes/4), "commas"},
		{"deep lists", "a.yaml", strings.Repeat("[", 200_000), "max depth"},
		{"deep mappings", "a.yaml", strings.Repeat("{a: ", 100_000), "max depth"},
		{"deep indentation", "a.yaml", indented(400), "nested more than"},
		{"deep JSON", "a.json", strings.Repeat("[", 1<<20), "nested more than"},
		{"flood of JSON", "a.json", "[" + strings.Repeat("1,", maxBytes/2-2) + "1]", "holds more than"},
		{"duplicates without end", "a.yaml", strings.Repeat("a: 1\n", 100_000), "given twice"},
	}
}

// Not parallel: it measures memory. The time each may take is 2 s on a machine
// that does nothing else; the bound here leaves room for the race detector and
// for neighbours. BenchmarkHostile shows the true figures.
func TestHostileDocumentsAreRefusedCheaply(t *testing.T) {
	for _, tt := range hostile() {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			started := time.Now()
			_, err := Parse(tt.file, []byte(tt.text))
			elapsed := time.Since(started)
			runtime.ReadMemStats(&after)
			require.ErrorContains(t, err, tt.want)
			assert.LessOrEqual(t, strings.Count(err.Error(), "\n"), maxProblems)
			assert.Less(t, elapsed, 20*time.Second)
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(512<<20))
		})
	}
}

// The most that is still read: as many values as the limits allow.
func TestTheLargestDocumentFitsIntoMemory(t *testing.T) {
	text := "[" + strings.Repeat("a,", maxMarks-1) + "]"
	var after runtime.MemStats
	d, err := Parse("a.yaml", []byte(text))
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	assert.Len(t, d.Root, maxMarks-1)
	assert.Less(t, after.HeapAlloc, uint64(512<<20))
}

func BenchmarkHostile(b *testing.B) {
	for _, tt := range hostile() {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := Parse(tt.file, []byte(tt.text))
				require.Error(b, err)
			}
		})
	}
}

func indented(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestSharedAliasesAreRead(t *testing.T) {
	t.Parallel()
	d, err := Parse("a.yaml", []byte("a: &x [1]\nb: *x\n&k c: 1\nd: *k\n"))
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(map[string]any{"a": []any{num("1")}, "b": []any{num("1")}, "c": num("1"), "d": "c"}, d.Root))
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "a: 1", "a: &x [1]\nb: *x", "a: 1\na: 2", "? [a]\n: b", "- 010\n- .5\n- 0x1F", "{", "[[[[", "a: |\n x",
		"%YAML 1.1\n---\na: 1", "a: !!binary x", "\ufeffa: b", "&a [*a]", "? &a [*a] : v", "&a : *a", "<<: {a: 1}",
		`{"a": [1, {"b": null}]}`, "a: 1e999999999", "# x", "...", "---\n---", bomb(3),
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, asJSON bool) {
		name := "a.yaml"
		if asJSON {
			name = "a.json"
		}
		started := time.Now()
		d, err := Parse(name, data)
		require.Less(t, time.Since(started), 10*time.Second)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		visited := 0
		Walk(d.Root, "", func(pointer string, v any) bool {
			if visited++; visited > 1000 {
				return false
			}
			got, ok := d.Lookup(pointer)
			if !ok || reflect.TypeOf(v) != reflect.TypeOf(got) || d.Line(pointer) < 1 {
				t.Fatalf("%q: %v %v", pointer, ok, got)
			}
			return true
		})
	})
}
