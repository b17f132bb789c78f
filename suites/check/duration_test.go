package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want time.Duration
		bad  bool
	}{
		{"PT5S", 5 * time.Second, false}, {"PT0.5S", 500 * time.Millisecond, false}, {"PT1M30S", 90 * time.Second, false},
		{"P1DT1H", 25 * time.Hour, false}, {"5s", 0, true}, {"P", 0, true}, {"PT", 0, true}, {"P1M", 0, true}, {"", 0, true},
	} {
		got, err := ParseDuration(c.text)
		assert.Equal(t, c.bad, err != nil, c.text)
		assert.Equal(t, c.want, got, c.text)
	}
}
