package main

import (
	"math/rand/v2"
	"slices"

	"github.com/cityconf/cityconf/fixtures/faults"
)

// drawPairs draws so many pairs of faults by a seed. Two faults make a pair
// when each can be named beside the other: they name no requirement in common,
// so that the failure of one is not taken for the other, and neither hides what
// is behind it. No fault is drawn again before all that can be were drawn.
func drawPairs(planted []faults.Fault, count int, seed uint64) [][2]faults.Fault {
	all := pairsOf(planted)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var drawn [][2]faults.Fault
	times := map[string]int{} // that a fault was drawn
	for most := 0; most < len(planted) && len(drawn) < count; most++ {
		for _, p := range all {
			if len(drawn) < count && max(times[p[0].ID], times[p[1].ID]) <= most && !drawnBefore(drawn, p) {
				drawn = append(drawn, p)
				times[p[0].ID]++
				times[p[1].ID]++
			}
		}
	}
	return drawn
}

func pairsOf(planted []faults.Fault) [][2]faults.Fault {
	var all [][2]faults.Fault
	for i, a := range planted {
		for _, b := range planted[i+1:] {
			if pairable(a, b) {
				all = append(all, [2]faults.Fault{a, b})
			}
		}
	}
	return all
}

func pairable(a, b faults.Fault) bool {
	return a.Masks.EN == "" && b.Masks.EN == "" &&
		!slices.ContainsFunc(a.Requirements, func(id string) bool { return slices.Contains(b.Requirements, id) })
}

func drawnBefore(drawn [][2]faults.Fault, p [2]faults.Fault) bool {
	return slices.ContainsFunc(drawn, func(d [2]faults.Fault) bool { return d[0].ID == p[0].ID && d[1].ID == p[1].ID })
}
