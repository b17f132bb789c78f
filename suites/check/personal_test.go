package check

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPersonalDataShowsInAddresses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		place  string
		values []string
		want   string
	}{
		"nothing":                  {"/ucis/v1/prk/sessions/urn:ucis:330100:prk:Session:N000001", []string{"浙A12345"}, ""},
		"a value that was marked":  {decoded("/ucis/v1/acc/visitors?phone=138%300138000"), []string{"13800138000"}, "13800138000"},
		"a short value":            {"/ucis/v1/prk/sites/12", []string{"12"}, ""},
		"a plate, percent-encoded": {decoded("/ucis/v1/prk/sessions/%E6%B5%99A12345"), nil, "浙A12345"},
		"a citizen's number":       {"ucis/v1/330100/acc/11010519491231002X/state", nil, "11010519491231002X"},
		"another check digit":      {"ucis/v1/330100/acc/110105194912310021/state", nil, ""},
		"no date of birth":         {"ucis/v1/330100/acc/110105194913310026/state", nil, ""},
		"a number of eleven":       {"/ucis/v1/reg/devices/13800138000", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, exposed(c.place, c.values))
		})
	}
}

func TestRepeatedTextHasABound(t *testing.T) {
	t.Parallel()
	x, err := NewExpressions()
	assert.NoError(t, err)
	v, err := x.Eval("repeated('[', 3.0)", nil)
	assert.NoError(t, err)
	assert.Equal(t, "[[[", v)
	_, err = x.Eval("repeated('[', 1e9)", nil)
	assert.ErrorContains(t, err, "longer than")
}
