package suites

import (
	"sync"
	"time"

	"github.com/cityconf/cityconf/suites/check"
)

// counters remembers, over the whole run, what was read of members that must
// never decrease.
type counters struct {
	mu   sync.Mutex
	seen map[string]settled
}

// settled keeps, for one counter of one object, what was read and when: an
// answer is held only against answers that were complete before it was asked
// for, since overlapping ones may arrive in any order.
type settled []reading

type reading struct {
	at    time.Time
	value float64
}

// least is the highest value known before t.
func (s settled) least(t time.Time) (float64, bool) {
	best, ok := 0.0, false
	for _, r := range s {
		if !r.at.After(t) && (!ok || r.value > best) {
			best, ok = r.value, true
		}
	}
	return best, ok
}

// judge holds the counters of an answer against those read before it was asked
// for, and remembers them.
func (c *counters) judge(v *check.View, ctx *check.Context) ([]Judgement, error) {
	grown, err := check.AnswerGrowth(v, ctx)
	if err != nil || len(grown) == 0 {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []Judgement
	for _, g := range grown {
		key := g.Of + "#" + g.Name
		before, known := c.seen[key].least(v.Started)
		c.remember(key, v.Started.Add(v.Elapsed), g.Value)
		id := ctx.Standard.RequirementFor("response.monotone", g.Schema)
		if g.Of == "" || !known || id == "" {
			continue
		}
		j := Judgement{Requirement: id, Assertion: "response.monotone", Outcome: Passed}
		if g.Value < before {
			f := check.Shrunk(g, before)
			f.Requirement, f.Assertion = id, j.Assertion
			j.Outcome, j.Findings = Failed, []check.Finding{f}
		}
		out = append(out, j)
	}
	return out, nil
}

// kept is how many readings of one counter are remembered: enough to cover the
// answers that can overlap.
const kept = 32

func (c *counters) remember(key string, at time.Time, value float64) {
	all := append(c.seen[key], reading{at, value})
	if len(all) > kept {
		all = all[len(all)-kept:]
	}
	c.seen[key] = all
}
