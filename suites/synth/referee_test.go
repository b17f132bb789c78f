package synth_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/synth"
)

// disagreements lists the instances on which the second validator is known to
// differ, with the reason; an entry that no longer differs fails the test.
var disagreements = map[string]string{}

type ecma struct{ *regexp2.Regexp }

func (e ecma) MatchString(s string) bool {
	ok, err := e.Regexp.MatchString(s)
	return err == nil && ok
}

// referee compiles a schema with the second validator: another evaluator, other
// format checks, another regular expression engine.
func referee(t testing.TB, tree any) *jsonschema.Schema {
	t.Helper()
	c := newSecond()
	require.NoError(t, c.AddResource("mem:sample", tree))
	s, err := c.Compile("mem:sample")
	require.NoError(t, err)
	return s
}

func newSecond() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.RegisterFormat(&jsonschema.Format{Name: "credit-code", Validate: creditCode})
	c.UseRegexpEngine(func(p string) (jsonschema.Regexp, error) {
		re, err := regexp2.Compile(p, regexp2.ECMAScript|regexp2.Unicode)
		return ecma{re}, err
	})
	return c
}

// creditCode is GB 32100-2015 once more, by Horner's rule instead of weights.
func creditCode(v any) error {
	s, ok := v.(string)
	if !ok {
		return nil
	}
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(s) != 18 || strings.Trim(s, alphabet) != "" {
		return errors.New("not a credit code")
	}
	sum := 0
	for i := 16; i >= 0; i-- {
		sum = (sum*3 + strings.IndexByte(alphabet, s[i])) % 31
	}
	if (sum+strings.IndexByte(alphabet, s[17]))%31 != 0 {
		return errors.New("the check character is wrong")
	}
	return nil
}

func TestTheSecondValidatorAgrees(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, s := range samples(t) {
		if s.view != schema.Neutral {
			continue // it knows no views
		}
		second := referee(t, s.schema)
		good, _, err := synth.Valid(s.set(), ref, s.options())
		require.NoError(t, err, s.name)
		bad, _, err := synth.Invalid(s.set(), ref, s.options())
		require.NoError(t, err, s.name)
		for _, in := range append(good, bad...) {
			key := s.name + ": " + in.Name
			agrees := (second.Validate(plain(t, in.Value)) == nil) == (in.Side == synth.SideValid)
			if _, known := disagreements[key]; known && !agrees {
				met[key] = true
				continue
			}
			assert.True(t, agrees, "%s %s", key, written(t, in.Value))
		}
	}
	for key, why := range disagreements {
		assert.True(t, met[key], "no longer disputed: %s (%s)", key, why)
	}
}

// plain reads an instance back from its bytes, as a receiver would.
func plain(t testing.TB, v any) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(written(t, v))))
	d.UseNumber()
	var out any
	require.NoError(t, d.Decode(&out))
	return out
}
