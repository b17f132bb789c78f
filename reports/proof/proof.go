// Package proof says what a suite was shown to notice, and what it was shown
// to leave in peace.
//
// In go the trials of systems with one planted fault each, with two, and of
// systems that conform; out come the kill matrix (fault × requirement) and the
// counts that a committee publishes with a suite. The package knows nothing of
// how systems are made or tested.
package proof

import (
	"slices"
	"time"
)

// Trial is the test of one system with one planted fault.
type Trial struct {
	Fault    string              `json:"fault"`
	Expected []string            `json:"expected"` // requirements the fault names: at least one of them has to fail
	Named    []string            `json:"named"`    // of these, those that failed
	Besides  []string            `json:"besides"`  // others that failed as well
	Checks   map[string][]string `json:"checks"`   // requirement that failed → assertion keys that failed for it
}

// Killed tells whether a requirement that the fault names failed.
func (t Trial) Killed() bool { return len(t.Named) > 0 }

// Stray tells whether requirements failed, but none of those that the fault
// names: what is noticed is blamed on the wrong thing.
func (t Trial) Stray() bool { return !t.Killed() && len(t.Besides) > 0 }

// Failed lists every requirement that failed, sorted.
func (t Trial) Failed() []string {
	return unique(append(slices.Clone(t.Named), t.Besides...))
}

// Pair is the test of one system with two planted faults.
type Pair struct {
	Faults [2]string   `json:"faults"`
	Named  [2][]string `json:"named"` // requirements of each that failed
}

// Both tells whether each of the two faults was named.
func (p Pair) Both() bool { return len(p.Named[0]) > 0 && len(p.Named[1]) > 0 }

// Blame is a failure of a system that conforms.
type Blame struct {
	System      string `json:"system"` // "gateway, seed 2", "variation V08"
	Requirement string `json:"requirement"`
	Finding     string `json:"finding"`
}

// Proof is the outcome of all trials.
type Proof struct {
	Standard   string        `json:"standard"` // id and version: "ucis/1.0"
	Digest     string        `json:"digest"`   // of the standard that was proven
	Suite      string        `json:"suite"`    // digest of the suite
	Role       string        `json:"role"`     // whose every class the suite tests
	Whole      bool          `json:"whole"`    // every fault and every variation was tried
	Musts      []string      `json:"musts"`    // requirements with the obligation MUST and an executable test
	Keys       []string      `json:"keys"`     // assertion keys that the requirements are judged by
	Conforming int           `json:"conforming"`
	Variations []string      `json:"variations"` // tried
	Blamed     []Blame       `json:"blamed"`
	Kills      []Trial       `json:"kills"`
	Pairs      []Pair        `json:"pairs"`
	Seed       uint64        `json:"seed"` // by which the pairs were drawn
	Took       time.Duration `json:"took"`
}

// Killed counts the faults that a requirement they name noticed.
func (p *Proof) Killed() int { return count(p.Kills, Trial.Killed) }

// Named counts the pairs of which both faults were named.
func (p *Proof) Named() int { return count(p.Pairs, Pair.Both) }

// Proven lists the requirements that failed on some fault, sorted.
func (p *Proof) Proven() []string {
	var ids []string
	for _, t := range p.Kills {
		ids = append(ids, t.Failed()...)
	}
	return unique(ids)
}

// Unproven lists the MUSTs with an executable test that no fault made fail: in
// a whole proof a gap of the faults, or a test that cannot fail.
func (p *Proof) Unproven() []string { return without(p.Musts, p.Proven()) }

// Idle lists the assertion keys that failed on no fault.
func (p *Proof) Idle() []string {
	var failed []string
	for _, t := range p.Kills {
		for _, keys := range t.Checks {
			failed = append(failed, keys...)
		}
	}
	return without(p.Keys, unique(failed))
}

// Holds tells whether all was shown that has to be: every fault killed, both
// faults of every pair named, nothing that conforms blamed and, in a whole
// proof, every MUST with a test seen to fail.
func (p *Proof) Holds() bool {
	return p.Killed() == len(p.Kills) && p.Named() == len(p.Pairs) && len(p.Blamed) == 0 &&
		(!p.Whole || len(p.Unproven()) == 0)
}

func count[T any](all []T, holds func(T) bool) int {
	n := 0
	for _, v := range all {
		if holds(v) {
			n++
		}
	}
	return n
}

func unique(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

func without(all, some []string) []string {
	var rest []string
	for _, id := range all {
		if !slices.Contains(some, id) {
			rest = append(rest, id)
		}
	}
	return rest
}
