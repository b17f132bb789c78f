package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs/schema"
)

// The first code is the worked example of GB 32100-2015.
func TestCreditCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, code string
		want       bool
	}{
		{"example of the standard", "91350100M000100Y43", true},
		{"government office", "11330100002489053M", true},
		{"letters in the body", "9133010079A12BCDEP", true},
		{"wrong check character", "91350100M000100Y44", false},
		{"two digits swapped", "19350100M000100Y43", false},
		{"letter that is not in the alphabet", "91350100I000100Y43", false},
		{"lower case", "91350100m000100y43", false},
		{"too short", "91350100M000100Y4", false},
		{"empty", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ok, known := schema.CheckFormat("credit-code", c.code)
			assert.True(t, known)
			assert.Equal(t, c.want, ok)
		})
	}
}
