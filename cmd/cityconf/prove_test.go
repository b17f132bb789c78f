package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

func TestPairsAreDrawnByTheirSeed(t *testing.T) {
	t.Parallel()
	first := drawPairs(faults.All(), 100, 1)
	require.Len(t, first, 100)
	assert.Equal(t, first, drawPairs(faults.All(), 100, 1))
	assert.NotEqual(t, first, drawPairs(faults.All(), 100, 2))
	times := map[string]int{}
	for _, p := range first {
		assert.True(t, pairable(p[0], p[1]), "%s %s", p[0].ID, p[1].ID)
		times[p[0].ID]++
		times[p[1].ID]++
	}
	assert.Len(t, times, 200, "there are enough faults for each to be drawn once")
}

func TestPairsThatCannotBeToldApartAreNotDrawn(t *testing.T) {
	t.Parallel()
	a := faults.Fault{ID: "N01", Requirements: []string{"A-1", "A-2"}}
	same := faults.Fault{ID: "N02", Requirements: []string{"A-2"}}
	blind := faults.Fault{ID: "N03", Requirements: []string{"A-3"}, Masks: specs.Text{EN: "Nothing is stored."}}
	good := faults.Fault{ID: "N04", Requirements: []string{"A-4"}}
	all := []faults.Fault{a, same, blind, good}
	var drawn []string
	for _, p := range drawPairs(all, 100, 1) {
		drawn = append(drawn, p[0].ID+" "+p[1].ID)
	}
	assert.ElementsMatch(t, []string{"N01 N04", "N02 N04"}, drawn)
}

// judges makes a case that judges a requirement.
func judges(id, requirement, twin string) *suites.TestCase {
	return &suites.TestCase{ID: id, Rule: "reject", Twin: twin, Steps: []suites.Step{{Expect: []check.Expect{{Requirement: requirement}}}}}
}

func TestExcerptTakesTwinsAlong(t *testing.T) {
	t.Parallel()
	whole := &suites.Suite{Cases: []*suites.TestCase{judges("a", "A-1", ""), judges("b", "A-2", "a"), judges("c", "A-3", "")}}
	part := excerpt(whole, func(c *suites.TestCase) bool { return c.ID == "b" })
	assert.Equal(t, []string{"a", "b"}, caseIDs(part))
	assert.Len(t, whole.Cases, 3, "the suite itself stays whole")
}

// TestPartsGrowUntilTheyAreEverything: what judges a fault in another domain
// than the one that is tried first is tried first all the same.
func TestPartsGrowUntilTheyAreEverything(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	p := &prover{suite: &suites.Suite{Standard: std, Cases: []*suites.TestCase{
		judges("lgt/a", "LGT-001", ""), judges("acc/b", "SEC-015", ""), judges("acc/c", "ACC-016", ""), judges("acc/d", "ACC-001", ""), judges("prk/e", "PRK-001", "")}}}
	for id, want := range map[string][]string{
		"I09": {"acc/b", "lgt/a acc/b", "lgt/a acc/b acc/c acc/d prk/e"},
		"C16": {"acc/c", "acc/b acc/c acc/d", "lgt/a acc/b acc/c acc/d prk/e"},
	} {
		f, err := faults.Find(id)
		require.NoError(t, err)
		var got []string
		for _, part := range p.parts([]faults.Fault{f}) {
			got = append(got, strings.Join(caseIDs(part), " "))
		}
		assert.Equal(t, want, got, id)
	}
}

func caseIDs(s *suites.Suite) []string {
	var ids []string
	for _, c := range s.Cases {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestGlanceTakesSomeOfAKindAndAllThatAreFew(t *testing.T) {
	t.Parallel()
	s := &suites.Suite{}
	for _, place := range strings.Split("abcdefghijklmnop", "") {
		s.Cases = append(s.Cases, judges("lgt/createLamp/reject/maximum/"+place, "A-1", ""))
	}
	for _, place := range strings.Split("abcd", "") {
		s.Cases = append(s.Cases, judges("lgt/createLamp/reject/minimum/"+place, "A-2", ""))
	}
	part := excerpt(s, glance(s, []faults.Fault{{Requirements: []string{"A-1", "A-2"}}}))
	count := func(kind string) (n int) {
		for _, id := range caseIDs(part) {
			if strings.Contains(id, kind) {
				n++
			}
		}
		return n
	}
	assert.Equal(t, ofAKind, count("maximum"))
	assert.Equal(t, 4, count("minimum"), "a requirement with few cases is not thinned out")
}

func TestATrialTellsWhatTheFaultNamesFromTheRest(t *testing.T) {
	t.Parallel()
	f := faults.Fault{ID: "N01", Requirements: []string{"A-1", "A-2"}}
	trial := trialOf(f, []fallen{{requirement: "A-2", checks: []string{"reject.body"}}, {requirement: "A-3"}})
	assert.Equal(t, []string{"A-2"}, trial.Named)
	assert.Equal(t, []string{"A-3"}, trial.Besides)
	assert.Equal(t, []string{"reject.body"}, trial.Checks["A-2"])
}

// TestPartsGrow: each part holds the one before, and the last is everything.
func TestPartsGrow(t *testing.T) {
	t.Parallel()
	std, err := published()
	require.NoError(t, err)
	lamp, core := judges("lgt/createLuminaire/reject/maximum/a", "CORE-022", ""), judges("prk/createSpot/reject/maximum/a", "CORE-022", "")
	p := &prover{suite: &suites.Suite{Standard: std, Cases: []*suites.TestCase{lamp, core, judges("prk/x", "PRK-001", "")}}}
	parts := p.parts([]faults.Fault{{Requirements: []string{"CORE-022"}}})
	require.Len(t, parts, 3)
	for i := range parts[1:] {
		for _, c := range parts[i].Cases {
			assert.True(t, slices.Contains(parts[i+1].Cases, c))
		}
	}
	assert.Equal(t, p.suite, parts[2])
	p.options.full = true
	assert.Equal(t, []*suites.Suite{p.suite}, p.parts(nil))
}
