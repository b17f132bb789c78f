package suites

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites/wire"
)

// dies is a system that answers nothing any more from the moment on when its
// second object is read.
func dies(kind string, back func() bool) *thing {
	dead := false
	return &thing{objects: map[string]string{}, refuse: func(r wire.Request) *wire.Exchange {
		dead = (dead || strings.HasSuffix(r.Path, "/t2")) && !back()
		if dead {
			return &wire.Exchange{Fault: &wire.Fault{Kind: kind}}
		}
		return nil
	}}
}

// runAlone runs one case after the other, so that it is known which one the
// death strikes.
func runAlone(t *testing.T, s *thing, o Options) *Result {
	t.Helper()
	o.RunID = "R1"
	res, err := Run(t.Context(), suite(t), &IUT{IXIT: IXIT{Limits: Limits{Concurrency: 1}}}, fakeSystem(s), o)
	require.NoError(t, err)
	return res
}

// TestNobodyIsBlamedForTheDead ends a system in the midst of a case: that case
// could not be tested, and neither could what follows.
func TestNobodyIsBlamedForTheDead(t *testing.T) {
	t.Parallel()
	never := func() bool { return false }
	for _, kind := range []string{"timeout", "reset", "protocol", "refused"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			calls := 0
			res := runAlone(t, dies(kind, never), Options{Revive: func(context.Context) bool { calls++; return false }})
			assert.Equal(t, gone, res.Partial)
			assert.Equal(t, 1, calls, "one case waits for all")
			for id, v := range verdictsOf(res) {
				assert.NotEqual(t, Fail, v, id)
			}
			assert.Equal(t, Unclear, verdictsOf(res)["A-003"])
		})
	}
}

// TestARunGoesOnWithASystemThatComesBack waits for a system that was away.
func TestARunGoesOnWithASystemThatComesBack(t *testing.T) {
	t.Parallel()
	alive := false
	res := runAlone(t, dies("timeout", func() bool { return alive }), Options{Revive: func(context.Context) bool { alive = true; return true }})
	assert.Empty(t, res.Partial)
	assert.Empty(t, res.Residue, "what was made before is removed afterwards")
	assert.Equal(t, Unclear, verdictsOf(res)["A-003"], "the case in which it was away proves nothing")
}

func TestRetractKeepsWhatPassed(t *testing.T) {
	t.Parallel()
	all := tally{}
	all.add(Judgement{Requirement: "A", Assertion: "x", Outcome: Passed})
	all.add(Judgement{Requirement: "A", Assertion: "x", Outcome: Failed})
	all.add(Judgement{Requirement: "B", Assertion: "x", Outcome: Failed})
	require.True(t, all.any(Failed))
	all.retract(nobodyThere)
	assert.False(t, all.any(Failed))
	var got []Outcome
	for _, j := range all.sorted() {
		got = append(got, j.Outcome)
	}
	assert.Equal(t, []Outcome{Errored, Passed, Errored}, got)
}

// TestACaseThatWasOvertakenIsNotBlamed lets the witness of one case come too
// late: another has found the system gone in the meantime.
func TestACaseThatWasOvertakenIsNotBlamed(t *testing.T) {
	t.Parallel()
	for name, others := range map[string]int{"gone": 1, "there all the while": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &thing{objects: map[string]string{}}
			r := &run{suite: suite(t), iut: &IUT{}, sys: fakeSystem(s), gone: others}
			e := &execution{run: r, sys: r.sys.of("x"), silent: true, tally: tally{}}
			e.tally.add(Judgement{Requirement: "A-001", Outcome: Failed})
			assert.Equal(t, others > 0, e.lost(t.Context()))
			assert.Equal(t, others == 0, e.tally.any(Failed))
		})
	}
}
