package schema_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestParse(t *testing.T) {
	t.Parallel()
	got, err := schema.Parse([]byte(" {\"n\": [1, 1.0, -0, 1e400, 12345678901234567890.10], \"s\": \"灯\\ud83d\\ude00\\u0000\", \"b\": [true, false, null], \"o\": {}, \"a\": []}\r\n"))
	require.NoError(t, err)
	assert.Equal(t, map[string]any{
		"n": []any{json.Number("1"), json.Number("1.0"), json.Number("-0"), json.Number("1e400"), json.Number("12345678901234567890.10")},
		"s": "灯😀\x00",
		"b": []any{true, false, nil},
		"o": map[string]any{},
		"a": []any{},
	}, got)
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, test := range []struct {
		name, text, kind, pointer string
		offset                    int
	}{
		{"empty", ``, "syntax", "", 0},
		{"white space alone", "  \n", "syntax", "", 3},
		{"truncated", `{"a": [1, 2`, "syntax", "/a", 11},
		{"trailing comma", `[1, ]`, "syntax", "", 2},
		{"single quotes", `{'a': 1}`, "syntax", "", 1},
		{"comment", `/* */ 1`, "syntax", "", 0},
		{"leading zero", `{"a": 012}`, "syntax", "", 7},
		{"plus sign", `+1`, "syntax", "", 0},
		{"bare fraction", `.5`, "syntax", "", 0},
		{"not a number", `NaN`, "syntax", "", 0},
		{"control character", "\"a\nb\"", "syntax", "", 2},
		{"unknown escape", `"\x41"`, "syntax", "", 1},
		{"byte order mark", "\ufeff{}", "syntax", "", 0},
		{"member twice", `{"a": 1, "b": {"c": 1, "c": 2}}`, "duplicate", "/b/c", 23},
		{"member twice by escape", `{"a": 1, "\u0061": 2}`, "duplicate", "/a", 9},
		{"bad byte", "[\"ok\", \"\xff\"]", "utf8", "/1", 8},
		{"Latin-1", "{\"n\": \"Stra\xdfe\"}", "utf8", "/n", 11},
		{"bad byte in a name", "{\"\xff\": 1}", "utf8", "", 2},
		{"encoded surrogate", "\"\xed\xa0\x80\"", "utf8", "", 1},
		{"overlong", "\"\xc0\xaf\"", "utf8", "", 1},
		{"half of a pair", `["\ud800"]`, "utf8", "/0", 2},
		{"second value", `{} {}`, "trailing", "", 3},
		{"trailing bracket", `1 ]`, "trailing", "", 2},
		{"too deep", deep(513), "depth", "", 513},
		{"endlessly deep", strings.Repeat(`{"a":`, 200_000), "depth", "", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := schema.Parse([]byte(test.text))
			var got *schema.SyntaxError
			require.ErrorAs(t, err, &got)
			assert.Equal(t, test.kind, got.Kind, got.Error())
			if test.kind != "depth" {
				assert.Equal(t, test.pointer, got.Pointer)
				assert.Equal(t, test.offset, got.Offset)
			}
			assert.NotContains(t, got.Error(), "jsontext")
		})
	}
	_, err := schema.Parse([]byte(deep(512)))
	assert.NoError(t, err)
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a": [1.5e3, "\u00e9", null]}`, `{"a":1,"a":2}`, "\"\xff\"", `[[[[`, `1 2`, `"\ud800"`, ` -0 `} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := schema.Parse(data)
		if err != nil {
			var syntax *schema.SyntaxError
			require.True(t, errors.As(err, &syntax))
			require.True(t, syntax.Offset >= 0 && syntax.Offset <= len(data))
			return
		}
		require.True(t, json.Valid(data), "what Parse accepts is JSON")
		again, err := json.Marshal(v)
		require.NoError(t, err)
		back, err := schema.Parse(again)
		require.NoError(t, err)
		require.True(t, schema.Equal(v, back))
	})
}

func BenchmarkParse(b *testing.B) {
	text := []byte(`[` + strings.Repeat(`{"id": "urn:ucis:lamp:1", "level": {"value": 12.5, "unit": "%"}, "tags": ["a", "b"], "on": true},`, 100) + `null]`)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := schema.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
