package derive

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites"
)

func find(t *testing.T, id string) *suites.TestCase {
	t.Helper()
	_, s := whole()
	at := slices.IndexFunc(s.Cases, func(c *suites.TestCase) bool { return c.ID == id })
	require.GreaterOrEqual(t, at, 0, id)
	return s.Cases[at]
}

// sent lists the operations of a case with the credential of each.
func sent(c *suites.TestCase) []string {
	var all []string
	for _, s := range c.Steps {
		if s.Send != nil {
			all = append(all, strings.TrimSuffix(s.Send.Operation+" as "+s.Send.As, " as "))
		}
	}
	return all
}

func TestAStrangerTriesEveryOperationOnAnObject(t *testing.T) {
	t.Parallel()
	c := find(t, "lgt/Luminaire/tenant")
	assert.Equal(t, []string{
		"createLuminaire as other-tenant", "getLuminaire as other-tenant", "replaceLuminaire as other-tenant",
		"updateLuminaire as other-tenant", "deleteLuminaire as other-tenant", "listLuminaires as other-tenant", "getLuminaire",
	}, sent(c))
	require.NotNil(t, c.Steps[0].Given, "a stranger who is let in nowhere shows nothing")
	assert.Equal(t, []string{"SEC-003"}, c.Requirements())
	assert.Len(t, c.Steps[4].Expect, 2, "the deletion is refused like the reading")
}

func TestAStrangerRefersToNothing(t *testing.T) {
	t.Parallel()
	c := find(t, "lgt/Luminaire/tenant-reference")
	assert.Equal(t, []string{"SEC-014"}, c.Requirements())
	assert.Contains(t, c.Needs, suites.Need{As: "refCabinet0", Resource: "Cabinet", Nth: 1})
	_, s := whole()
	assert.False(t, slices.ContainsFunc(s.Cases, func(c *suites.TestCase) bool { return c.ID == "reg/Site/tenant-reference" }), "a site refers to nothing")
}

func TestAStrangerCommandsNothing(t *testing.T) {
	t.Parallel()
	c := find(t, "lgt/setLuminaireLevel/tenant/operation")
	assert.Equal(t, []string{"SEC-003"}, c.Requirements())
	assert.NotNil(t, c.Steps[1].Send.Body, "nothing but the tenant is wrong")
}

func TestOneOperationShowsAScope(t *testing.T) {
	t.Parallel()
	_, s := whole()
	seen := map[string]int{}
	for _, c := range s.Cases {
		if strings.HasSuffix(c.ID, "/auth/write-only") {
			std, _ := whole()
			seen[std.Operation(c.Operation).Security[0].Scopes[0]]++
		}
	}
	assert.Equal(t, 1, seen["ucis.lgt.read"])
	assert.Equal(t, 1, seen["ucis.lgt.command"])
	assert.NotContains(t, seen, "ucis.lgt.write")
}

func TestALawForAnyIsShownByOneResource(t *testing.T) {
	t.Parallel()
	_, s := whole()
	for _, rule := range []string{"law/size", "law/depth"} {
		n := 0
		for _, c := range s.Cases {
			if c.Rule == rule {
				n++
			}
		}
		assert.Equal(t, 1, n, rule)
	}
}
