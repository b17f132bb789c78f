package openapi

import (
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPairsFollowTheStyleTable(t *testing.T) {
	t.Parallel()
	list, object := []any{"blue", json.Number("7"), true}, map[string]any{"R": json.Number("100"), "G": "2 0"}
	for _, c := range []struct {
		name    string
		style   string
		explode bool
		value   any
		want    string // as a query, unescaped; "" when there is no spelling
	}{
		{"plain", "form", true, "blue", "c=blue"},
		{"list, exploded", "form", true, list, "c=blue&c=7&c=true"},
		{"list", "form", false, list, "c=blue,7,true"},
		{"list, spaces", "spaceDelimited", false, list, "c=blue 7 true"},
		{"list, pipes", "pipeDelimited", false, list, "c=blue|7|true"},
		{"list, pipes, exploded", "pipeDelimited", true, list, "c=blue&c=7&c=true"},
		{"object, exploded", "form", true, object, "G=2 0&R=100"},
		{"object", "form", false, object, "c=G,2 0,R,100"},
		{"object, deep", "deepObject", true, object, "c[G]=2 0&c[R]=100"},
		{"object, pipes", "pipeDelimited", false, object, ""},
		{"plain, deep", "deepObject", true, "blue", ""},
		{"list, deep", "deepObject", true, list, ""},
		{"null", "form", true, nil, ""},
		{"empty text", "form", true, "", ""},
		{"empty list", "form", true, []any{}, ""},
		{"empty object", "deepObject", true, map[string]any{}, ""},
		{"separator in an item", "form", false, []any{"a,b"}, ""},
		{"separator in an item, exploded", "form", true, []any{"a,b"}, "c=a,b"},
		{"separator in a member", "form", false, map[string]any{"a": "b,c"}, ""},
		{"brackets in a name", "deepObject", true, map[string]any{"a[": "b"}, ""},
		{"list in a list", "form", true, []any{list}, ""},
		{"object in an object", "deepObject", true, map[string]any{"a": object}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			pairs, ok := (&Parameter{Name: "c", Style: c.style, Explode: c.explode}).Pairs(c.value)
			assert.Equal(t, c.want != "", ok)
			var all []string
			for _, p := range pairs {
				all = append(all, p.Name+"="+p.Value)
			}
			if ok {
				assert.Equal(t, c.want, strings.Join(all, "&"))
			}
		})
	}
}

func TestURLEncodedForms(t *testing.T) {
	t.Parallel()
	form := MediaType{Type: URLEncoded, Encoding: []Encoding{{Name: "d", Style: "pipeDelimited"}}}
	body, kind, ok := form.Form(map[string]any{"n": "李雷 & =+", "t": []any{"a", "b"}, "d": []any{json.Number("1"), json.Number("5")}, "none": []any{}})
	require.True(t, ok)
	assert.Equal(t, URLEncoded, kind)
	read, err := url.ParseQuery(string(body))
	require.NoError(t, err)
	assert.Equal(t, url.Values{"n": {"李雷 & =+"}, "t": {"a", "b"}, "d": {"1|5"}}, read)
	for name, v := range map[string]any{"null": map[string]any{"a": nil}, "object": map[string]any{"o": map[string]any{"a": map[string]any{}}}, "text": "a=1", "empty text": map[string]any{"a": ""}} {
		_, _, ok := form.Form(v)
		assert.False(t, ok, name)
	}
}

func TestMultipartForms(t *testing.T) {
	t.Parallel()
	form := MediaType{Type: Multipart, Encoding: []Encoding{{Name: "f", File: true}, {Name: "p", Type: "image/png", File: true}}}
	value := map[string]any{"t": "line\r\n--", "o": map[string]any{"w": json.Number("35")}, "l": []any{"a", "b"}, `q"`: true, "f": "octets", "p": "png", "none": []any{}}
	body, kind, ok := form.Form(value)
	require.True(t, ok)
	again, same, _ := form.Form(value)
	assert.Equal(t, string(body), string(again))
	assert.Equal(t, kind, same)
	_, params, err := mime.ParseMediaType(kind)
	require.NoError(t, err)
	read, err := multipart.NewReader(strings.NewReader(string(body)), params["boundary"]).ReadForm(1 << 20)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{"t": {"line\r\n--"}, "o": {`{"w":35}`}, "l": {"a", "b"}, "q%22": {"true"}}, read.Value)
	require.Len(t, read.File, 2)
	assert.Equal(t, "application/octet-stream", read.File["f"][0].Header.Get("Content-Type"))
	assert.Equal(t, "image/png", read.File["p"][0].Header.Get("Content-Type"))
	assert.Equal(t, "cityconf", read.File["p"][0].Filename)
	for name, v := range map[string]any{"null": map[string]any{"a": nil}, "list of lists": map[string]any{"a": []any{[]any{"b"}}}, "list": []any{}} {
		_, _, ok := form.Form(v)
		assert.False(t, ok, name)
	}
}

func TestEncodingsAreRead(t *testing.T) {
	t.Parallel()
	const text = `openapi: 3.1.0
paths:
  /x:
    post:
      requestBody:
        content:
          multipart/form-data; charset=utf-8:
            schema: {type: object}
            encoding:
              picture: {contentType: "image/png, image/*"}
              any: {contentType: "image/*"}
              list: {style: spaceDelimited}
              flat: {explode: false}
      responses: {default: {description: d}}
`
	docs, _ := among(t, map[string]string{"a.yaml": text})
	operations, problems := Load(docs["a.yaml"], nil)
	require.Empty(t, problems)
	m := operations[0].Body.Content[0]
	assert.True(t, m.IsForm())
	assert.Equal(t, []Encoding{{"any", "", "form", true, false}, {"flat", "", "form", false, false}, {"list", "", "spaceDelimited", false, false},
		{"picture", "image/png", "form", true, false}}, m.Encoding)
	assert.False(t, (&MediaType{Type: "application/json"}).IsForm())
}
