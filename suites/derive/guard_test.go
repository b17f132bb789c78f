package derive

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// Every key that a requirement names is in the catalogue, and every key of the
// catalogue is emitted by a rule or judged on every exchange: an assertion
// that nothing makes would be a check that cannot fail.
func TestEveryAssertionIsMade(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	made := map[string]bool{"mqtt.invariant": true, "response.monotone": true, "response.latency": true}
	for _, k := range check.StandingKeys() {
		made[k] = true
	}
	for i := range std.Channels {
		for _, k := range check.MessageKeys(&std.Channels[i]) {
			made[k] = true
		}
	}
	for _, c := range every() {
		for _, st := range c.Steps {
			for _, e := range st.Expect {
				made[e.By] = true
			}
		}
	}
	for _, r := range std.Requirements {
		for _, k := range r.Test.By {
			_, ok := Assertion(k)
			assert.True(t, ok, "%s names unknown assertion %s", r.ID, k)
			assert.True(t, made[k], "%s relies on %s, which nothing makes", r.ID, k)
		}
	}
}

// Every MUST is tested or says why not; a reason on a tested one is stale.
func TestEveryMustIsTestedOrWaived(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	tested := map[string]bool{}
	for _, c := range every() {
		for _, st := range c.Steps {
			for _, e := range st.Expect {
				tested[e.Requirement] = true
			}
		}
	}
	for _, r := range std.Requirements {
		has := tested[r.ID] || slices.ContainsFunc(r.Test.By, isStanding)
		if r.Untested.EN != "" {
			assert.False(t, has, "%s is tested and still gives a reason why not", r.ID)
		} else if r.Level == specs.Must {
			assert.True(t, has, "%s is neither tested nor waived", r.ID)
		}
	}
}

func isStanding(key string) bool {
	return strings.HasPrefix(key, "response.") || strings.HasPrefix(key, "mqtt.")
}

func TestEveryCaseIsWhole(t *testing.T) {
	t.Parallel()
	std, s := whole()
	ids := map[string]bool{}
	for _, c := range s.Cases {
		assert.False(t, ids[c.ID], "two cases are called %s", c.ID)
		ids[c.ID] = true
	}
	for _, c := range s.Cases {
		assert.NotEmpty(t, c.Purpose.EN, c.ID)
		assert.NotEmpty(t, c.Purpose.ZH, c.ID)
		assert.NotEmpty(t, c.Rule, c.ID)
		assert.NotNil(t, std.Class(c.Class), "%s belongs to no class (%q)", c.ID, c.Class)
		assert.True(t, c.Twin == "" || ids[c.Twin], "%s names twin %s, which is not there", c.ID, c.Twin)
		b, err := json.Marshal(c)
		assert.NoError(t, err)
		assert.NotContains(t, string(b), "$(", "%s has a hole", c.ID)
	}
}

func TestNegativesHaveTwins(t *testing.T) {
	t.Parallel()
	_, s := whole()
	for _, c := range s.Cases {
		if c.Rule == "reject" || c.Rule == "syntax" || c.Rule == "accept-header" {
			assert.NotEmpty(t, c.Twin, "%s could pass because something else was wrong", c.ID)
		}
	}
}

// Expressions of cases and invariants parse.
func TestExpressionsParse(t *testing.T) {
	t.Parallel()
	std, s := whole()
	assert.Empty(t, Lint(std, s))
}
