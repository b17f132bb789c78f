package check

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSum(t *testing.T) {
	t.Parallel()
	x, err := NewExpressions()
	require.NoError(t, err)
	tests := []struct {
		name, expr string
		holds      bool
	}{
		{"of numbers", "sum([1.5, 2.0]) == 3.5", true},
		{"of a list with a whole number", "sum([1, 2.0]) == 3.0", true},
		{"of nothing", "sum([]) == 0.0", true},
		{"of members", "sum([{'n': 2.0}, {'n': 5.0}].map(e, e.n)) == 7.0", true},
		{"that differs", "sum([1.0]) == 2.0", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			holds, _, err := x.Holds(tt.expr, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.holds, holds)
		})
	}
	for _, wrong := range []string{"sum('abc') == 0.0", "sum(['abc']) == 0.0"} {
		holds, why, err := x.Holds(wrong, nil)
		assert.False(t, holds && why == "" && err == nil, wrong)
	}
}
