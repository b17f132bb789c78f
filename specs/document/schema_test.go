package document

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSchemaStopsWhereMoreIsSaid: what stands beside a $ref holds too, so the
// address must not go past it.
func TestSchemaStopsWhereMoreIsSaid(t *testing.T) {
	t.Parallel()
	d := parse(t, `
bare: {schema: {$ref: '#/defs/Alias'}}
narrowed: {schema: {$ref: '#/defs/Narrowed'}}
inline: {schema: {$ref: '#/defs/Page', maxItems: 3}}
circle: {schema: {$ref: '#/circle/schema'}}
none: {}
defs:
  Alias: {$ref: '#/defs/Page'}
  Narrowed: {$ref: '#/defs/Page', maxItems: 3}
  Page: {type: array}
`)
	for key, want := range map[string]string{
		"bare": "a.yaml#/defs/Page", "narrowed": "a.yaml#/defs/Narrowed", "inline": "a.yaml#/inline/schema",
		"circle": "a.yaml#/circle/schema", "none": "",
	} {
		at := d.Top().Child(key)
		assert.Equal(t, want, NewReader(d, nil).Schema(at, "schema"), key)
	}
}
