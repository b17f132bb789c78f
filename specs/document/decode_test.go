package document

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type inner struct {
	Name string `json:"name"`
}

type base struct {
	Kind string `json:"kind"`
}

type form struct {
	base
	inner    `json:"-"`
	Text     string             `json:"text"`
	Flag     bool               `json:"flag"`
	Whole    int                `json:"whole"`
	Small    uint8              `json:"small"`
	Rate     float64            `json:"rate"`
	Number   json.Number        `json:"number"`
	Any      any                `json:"any,omitempty"`
	List     []inner            `json:"list"`
	Map      map[string]float64 `json:"map"`
	Pointer  *inner             `json:"pointer"`
	Headers  map[string]*string `json:"headers"`
	Requires []string           `json:"requires"`
	Channel  chan int           `json:"channel"`
	hidden   int
}

func parse(t *testing.T, text string) *Document {
	t.Helper()
	d, err := Parse("a.yaml", []byte(text))
	require.NoError(t, err)
	return d
}

func TestDecodeFillsWhatFits(t *testing.T) {
	t.Parallel()
	d := parse(t, `
kind: k
text: x
flag: true
whole: 5.0
small: 255
rate: 1e2
number: 1.50
any: {a: [1, null]}
list: [{name: a}, {name: b}]
map: {a: 0.5}
pointer: {name: p}
headers: {If-Match: null, Accept: text/plain}
requires: []
`)
	var got form
	require.Empty(t, Decode(d, "", &got))
	accept := "text/plain"
	want := form{
		base: base{Kind: "k"}, Text: "x", Flag: true, Whole: 5, Small: 255, Rate: 100, Number: "1.50",
		Any: map[string]any{"a": []any{json.Number("1"), nil}}, List: []inner{{"a"}, {"b"}},
		Map: map[string]float64{"a": 0.5}, Pointer: &inner{"p"},
		Headers: map[string]*string{"If-Match": nil, "Accept": &accept}, Requires: []string{},
	}
	assert.Empty(t, cmp.Diff(want, got, cmp.AllowUnexported(form{}, base{}, inner{})))
	assert.Zero(t, got.hidden)
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, yaml, want string }{
		{"unknown key", "tetx: a", `a.yaml:1: /tetx: "tetx" is not a key known here (did you mean "text"?)`},
		{"unknown key below", "list: [{nam: a}]", `a.yaml:1: /list/0/nam: "nam" is not a key known here (did you mean "name"?)`},
		{"hidden field", "hidden: 1", `a.yaml:1: /hidden: "hidden" is not a key known here (known are any, channel, flag, headers, kind, list, map, number, pointer, rate, requires, small, text, whole)`},
		{"number for text", "text: 1.0", "a.yaml:1: /text: expected text, found the number 1.0 (put it in quotes)"},
		{"flag for text", "text: true", "a.yaml:1: /text: expected text, found true (put it in quotes)"},
		{"text for number", `whole: "5"`, `a.yaml:1: /whole: expected a whole number of at most 64 bits, found the text "5" (remove the quotes)`},
		{"text for flag", "flag: yes", `a.yaml:1: /flag: expected true or false, found the text "yes"`},
		{"fraction for whole", "whole: 5.5", "a.yaml:1: /whole: expected a whole number of at most 64 bits, found the number 5.5"},
		{"tiny for whole", "whole: 1e-999999999", "a.yaml:1: /whole: expected a whole number of at most 64 bits, found the number 1e-999999999"},
		{"huge for whole", "whole: 1e999999999", "a.yaml:1: /whole: expected a whole number of at most 64 bits, found the number 1e999999999"},
		{"overflow", "small: 256", "a.yaml:1: /small: expected a whole number from 0 of at most 8 bits, found the number 256"},
		{"negative", "small: -1", "a.yaml:1: /small: expected a whole number from 0 of at most 8 bits, found the number -1"},
		{"mapping for list", "list: {name: a}", `a.yaml:1: /list: expected a list, found a mapping (write "- " before each entry)`},
		{"text for list", "requires: core", `a.yaml:1: /requires: expected a list, found the text "core" (write "- " before each entry)`},
		{"list for mapping", "pointer: [a]", "a.yaml:1: /pointer: expected a mapping, found a list"},
		{"nothing for text", "text:", "a.yaml:1: /text: expected text, found nothing (give a value or remove the key)"},
		{"text for any number", "number: x", `a.yaml:1: /number: expected a number, found the text "x"`},
		{"text for fraction", "map: {a: x}", `a.yaml:1: /map/a: expected a number, found the text "x"`},
		{"no such target", "channel: 1", "a.yaml:1: /channel: cannot be decoded into chan int"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got form
			problems := Decode(parse(t, tt.yaml), "", &got)
			require.Len(t, problems, 1)
			assert.Equal(t, tt.want, problems[0].Error())
		})
	}
}

func TestDecodeReportsAllProblemsAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	d := parse(t, "a:\n  tetx: a\n  whole: x\n  text: kept\n  list:\n    - 5\n    - name: kept\n")
	var got form
	problems := Decode(d, "/a", &got)
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	assert.Equal(t, []int{6, 2, 3}, lines, "in the order of the names")
	assert.Equal(t, "kept", got.Text)
	assert.Equal(t, []inner{{}, {"kept"}}, got.List)
}

func TestDecodeNeedsAPlaceAndATarget(t *testing.T) {
	t.Parallel()
	d := parse(t, "a: 1")
	var n int
	assert.Contains(t, Decode(d, "/b", &n)[0].Error(), "nothing stands here")
	assert.Contains(t, Decode(d, "/a", n)[0].Error(), "cannot be decoded into int")
	assert.Contains(t, Decode(d, "/a", (*int)(nil))[0].Error(), "cannot be decoded into *int")
	require.Empty(t, Decode(d, "/a", &n))
	assert.Equal(t, 1, n)
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `did you mean "requirement"?`, Suggest("requirment", []string{"title", "requirement"}))
	assert.Equal(t, `did you mean "id"?`, Suggest("ID", []string{"id", "at"}))
	assert.Equal(t, "known are id, title", Suggest("something", []string{"id", "title"}))
	assert.Empty(t, Suggest("x", nil))
}
