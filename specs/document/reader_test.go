package document

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPointers(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "/a/b~1c/d~0e", Join("", "a", "b/c", "d~e"))
	assert.Equal(t, []string{"a", "b/c", "d~e", ""}, Split("/a/b~1c/d~0e/"))
	assert.Nil(t, Split(""))
	root := map[string]any{"a": []any{"x", "y"}}
	for pointer, want := range map[string]bool{"": true, "/a/1": true, "/a/01": false, "/a/2": false, "/a/-1": false, "/a/x": false, "/b": false, "/a/0/c": false} {
		_, ok := Get(root, pointer)
		assert.Equal(t, want, ok, pointer)
	}
}

func TestFollow(t *testing.T) {
	t.Parallel()
	d := parse(t, `
a: {$ref: '#/b'}
b: {$ref: '#/c~1d'}
c/d: {x: 1}
circle: {$ref: '#/circle'}
dead: {$ref: '#/nowhere'}
away: {$ref: 'other.yaml#/a'}
escaped: {$ref: '#/p%7Bq%7D'}
"p{q}": {y: 1}
`)
	tests := []struct{ name, want, problem string }{
		{"a", "a.yaml#/c~1d", ""},
		{"escaped", "a.yaml#/p{q}", ""},
		{"circle", "", "leads back to itself"},
		{"dead", "", "the reference #/nowhere leads nowhere"},
		{"away", "", "another document"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := NewReader(d, nil)
			got, ok := r.Follow(d.Top().Child(tt.name))
			assert.Equal(t, tt.want, got.At)
			assert.Equal(t, tt.problem == "", ok)
			if tt.problem != "" {
				assert.Contains(t, r.Problems[0].Error(), tt.problem)
				assert.Equal(t, "/"+tt.name, r.Problems[0].Pointer)
			}
		})
	}
}

func TestSchemaStaysWhereKeywordsStandBesideAReference(t *testing.T) {
	t.Parallel()
	d := parse(t, `
media: {schema: {$ref: '#/alias'}}
alias: {$ref: '#/narrow'}
narrow: {$ref: '#/wide', required: [a]}
wide: {type: object}
dead: {schema: {$ref: '#/nowhere'}}
`)
	r := NewReader(d, nil)
	assert.Equal(t, "a.yaml#/narrow", r.Schema(d.Top().Child("media"), "schema"))
	assert.Empty(t, r.Schema(d.Top().Child("wide"), "schema"))
	assert.Equal(t, "a.yaml#/dead/schema", r.Schema(d.Top().Child("dead"), "schema"))
	assert.NotEmpty(t, r.Problems)
}

func TestWalkIsInOrderAndCanStop(t *testing.T) {
	t.Parallel()
	d := parse(t, "b: {x: 1}\na: [1, {c: 2}]\nz: {skipped: 1}\n")
	var seen []string
	Walk(d.Root, "", func(pointer string, _ any) bool {
		seen = append(seen, pointer)
		return pointer != "/z"
	})
	assert.Equal(t, []string{"", "/a", "/a/0", "/a/1", "/a/1/c", "/b", "/b/x", "/z"}, seen)
}

func TestSchemaAddress(t *testing.T) {
	t.Parallel()
	d := parse(t, `
plain: {schema: {type: string}}
pure: {schema: {$ref: '#/narrowed'}}
chain: {schema: {$ref: '#/again'}}
again: {$ref: '#/narrowed'}
narrowed: {$ref: '#/frame', maxItems: 3}
frame: {type: array}
circle: {schema: {$ref: '#/round'}}
round: {$ref: '#/round'}
none: {}
`)
	for name, want := range map[string]string{
		"plain": "a.yaml#/plain/schema", "pure": "a.yaml#/narrowed", "chain": "a.yaml#/narrowed",
		"circle": "a.yaml#/circle/schema", "none": "",
	} {
		r := NewReader(d, nil)
		assert.Equal(t, want, r.Schema(d.Top().Child(name), "schema"), name)
		assert.Equal(t, name == "circle", len(r.Problems) > 0, name)
	}
}
