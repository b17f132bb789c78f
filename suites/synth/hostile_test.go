package synth_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// repeated joins what part returns for 0 to n-1 with commas.
func repeated(n int, part func(i int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = part(i)
	}
	return strings.Join(parts, ",")
}

func TestHostileSchemasEndInTime(t *testing.T) {
	t.Parallel()
	ref0 := func(name string) string { return `{"$ref":"#/$defs/` + name + `"}` }
	cases := map[string]string{
		"huge enum":      `{"enum":[` + repeated(20000, func(i int) string { return fmt.Sprintf(`"v%d"`, i) }) + `]}`,
		"10000 branches": `{"oneOf":[` + repeated(10000, func(i int) string { return fmt.Sprintf(`{"const":%d}`, i) }) + `]}`,
		"1500 objects": `{"anyOf":[` + repeated(10000, func(i int) string {
			return fmt.Sprintf(`{"type":"object","required":["k%d"],"properties":{"k%d":{"type":"integer"}}}`, i, i)
		}) + `]}`,
		"catastrophic":    `{"type":"string","pattern":"^(a+)+(b+)+\\1$","minLength":30}`,
		"slow look-ahead": `{"type":"string","pattern":"^(?=(a+)+$)(a|aa)+!$"}`,
		"huge repetition": `{"type":"string","pattern":"^([a-z]{1,900}[0-9]{1,900})$","minLength":1500}`,
		"600 properties":  `{"type":"object","properties":{` + repeated(600, func(i int) string { return fmt.Sprintf(`"p%d":{"type":"integer"}`, i) }) + `}}`,
		"deep nesting":    strings.Repeat(`{"type":"object","required":["a"],"properties":{"a":`, 50) + `{"type":"string"}` + strings.Repeat(`}}`, 50),
		"wide recursion":  `{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{` + repeated(12, func(i int) string { return fmt.Sprintf(`"c%d":`, i) + ref0("n") }) + `}}}}`,
		"product of any": `{"allOf":[` + repeated(12, func(i int) string {
			return fmt.Sprintf(`{"anyOf":[{"minimum":%d},{"multipleOf":%d},{"type":"string"},{"maxLength":%d}]}`, i, i+1, i)
		}) + `]}`,
		"no value":         `{"type":"object","required":["a"],"properties":{"a":{"type":"string","minLength":5,"maxLength":4}}}`,
		"large sizes":      `{"type":"array","items":{"type":"string","minLength":9000},"minItems":150}`,
		"unique and small": `{"type":"array","items":{"type":"integer","minimum":0,"maximum":3},"uniqueItems":true,"minItems":5}`,
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parse(t, text)
			set := schema.NewSet(map[string]any{ref: tree})
			start := time.Now()
			good, gaps, err := synth.Valid(set, ref, synth.Options{})
			bad, more, err2 := synth.Invalid(set, ref, synth.Options{})
			t.Logf("%d valid, %d invalid, %d gaps, %v, %v in %s", len(good), len(bad), len(gaps)+len(more), err, err2, time.Since(start))
			assert.Less(t, time.Since(start), time.Minute)
			if err == nil {
				assert.NotEmpty(t, good)
			}
		})
	}
}

func TestEndlessSchemasAreErrors(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"member":  `{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","required":["n"],"properties":{"n":{"$ref":"#/$defs/n"}}}}}`,
		"item":    `{"$ref":"#/$defs/n","$defs":{"n":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/n"}}}}`,
		"through": `{"$ref":"#/$defs/a","$defs":{"a":{"type":"object","required":["b"],"properties":{"b":{"$ref":"#/$defs/b"}}},"b":{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/$defs/a"}}}}}`,
		"any of":  `{"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"type":"object","required":["n"],"properties":{"n":{"$ref":"#/$defs/n"}}},{"type":"array","minItems":2,"items":{"$ref":"#/$defs/n"}}]}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set := schema.NewSet(map[string]any{ref: parse(t, text)})
			_, err := synth.Minimal(set, ref, synth.Options{})
			require.ErrorContains(t, err, "infinite")
			_, _, err = synth.Valid(set, ref, synth.Options{})
			require.Error(t, err)
			_, _, err = synth.Invalid(set, ref, synth.Options{})
			require.Error(t, err)
		})
	}
}
