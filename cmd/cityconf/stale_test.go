package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/suites"
)

// TestABrokerThatStoresAMomentLaterIsNotBlamed: one that delivers a message
// before it has stored it gives a late subscriber the one before, for a moment.
// One that never retains the will is blamed all the same.
func TestABrokerThatStoresAMomentLaterIsNotBlamed(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the suite")
	}
	t.Parallel()
	lateAt := func(c *suites.TestCase) bool {
		return strings.HasPrefix(c.ID, "lgt/") && (strings.HasSuffix(c.ID, "/late") || strings.HasSuffix(c.ID, "law/will") || strings.HasSuffix(c.ID, "law/rest-to-mqtt"))
	}
	for name, c := range map[string]struct {
		options city.Options
		blamed  bool
	}{
		"stores later": {city.Options{Variations: []string{"V50"}}, false},
		"never stores": {city.Options{Faults: []string{"Q27"}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, c.options)
			result := b.run(t.Context(), t, suites.Options{Only: lateAt})
			assert.Equal(t, c.blamed, len(failures(result)) > 0, "%v", failures(result))
			ran := 0
			for _, c := range result.Cases {
				for _, j := range c.Judgements {
					if lateAt(c.Case) && j.Outcome == suites.Passed {
						ran++
					}
				}
			}
			assert.Positive(t, ran)
		})
	}
}
