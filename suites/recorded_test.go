package suites

import (
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// told notes which cases reached the system, and the steps they took.
type told struct {
	mu    sync.Mutex
	steps map[string][]int
}

func (n *told) of(plain System) func(string) Recorded {
	return func(id string) Recorded {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.steps[id] = []int{}
		r := plain.of(id)
		r.Step = func(at int) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.steps[id] = append(n.steps[id], at)
		}
		return r
	}
}

func TestARecordTellsCasesApart(t *testing.T) {
	t.Parallel()
	n := &told{steps: map[string][]int{}}
	sys := fakeSystem(&thing{objects: map[string]string{}})
	sys.Of = n.of(fakeSystem(&thing{objects: map[string]string{}}))
	res, err := Run(t.Context(), suite(t), &IUT{}, sys, Options{RunID: "R1"})
	require.NoError(t, err)
	assert.Equal(t, map[string]Verdict{"A-001": Pass, "A-002": Pass, "A-003": Pass}, verdictsOf(res))
	assert.Equal(t, []string{"create", "read", "refuse", "run"}, slices.Sorted(maps.Keys(n.steps)))
	assert.Equal(t, []int{0}, n.steps["create"])
}

func TestWhatAnEarlierSessionFinishedIsNotRunAgain(t *testing.T) {
	t.Parallel()
	s := &thing{objects: map[string]string{}}
	first := runSmall(t, t.Context(), s, Options{Only: func(c *TestCase) bool { return c.ID == "create" }})
	made := s.made
	second := runSmall(t, t.Context(), s, Options{Given: func(c *TestCase) *CaseResult {
		for i := range first.Cases {
			if first.Cases[i].Case.ID == c.ID && c.ID == "create" {
				return &first.Cases[i]
			}
		}
		return nil
	}})
	assert.Equal(t, map[string]Verdict{"A-001": Pass, "A-002": Pass, "A-003": Pass}, verdictsOf(second), "its twin counts as accepted")
	assert.Equal(t, made+1, s.made, "only the object of the third case")
}

// TestAComparisonPutOffCounts makes a comparison when its case is long over: the
// judgement of the case and its evidence must be there all the same.
func TestAComparisonPutOffCounts(t *testing.T) {
	t.Parallel()
	var later []func()
	r := &run{suite: suite(t), opts: Options{Lean: true}, done: map[string]chan struct{}{"read": make(chan struct{})}, accepted: map[string]*CaseResult{}}
	e := &execution{run: r, c: r.suite.Cases[2], tally: tally{}, sys: Recorded{Turn: func(take func()) { later = append(later, take) }}}
	e.compare(func() (Judgement, bool) {
		return Judgement{Requirement: "A-003", Assertion: "response.monotone"}.broken(check.Finding{Message: specs.Text{EN: "less"}}), true
	}, 0)
	e.result = &CaseResult{Case: e.c, Judgements: e.tally.sorted(), unsettled: e.putOff > 0}
	r.finish(e.result)
	assert.Empty(t, e.result.Judgements)
	for _, take := range later {
		take()
	}
	require.Len(t, e.result.Judgements, 1)
	assert.Equal(t, Failed, e.result.Judgements[0].Outcome)
}
