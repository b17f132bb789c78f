package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/cityconf/cityconf/fixtures/faults"
)

// drawPairs draws so many pairs of faults by a seed. Two faults make a pair
// when each can be named beside the other: they name no requirement in common,
// so that the failure of one is not taken for the other, and neither hides what
// is behind it.
func drawPairs(planted []faults.Fault, count int, seed uint64) [][2]faults.Fault {
	var all [][2]faults.Fault
	for i, a := range planted {
		for _, b := range planted[i+1:] {
			if pairable(a, b) {
				all = append(all, [2]faults.Fault{a, b})
			}
		}
	}
	slices.SortFunc(all, func(x, y [2]faults.Fault) int { return cmp.Compare(lot(seed, x), lot(seed, y)) })
	return all[:min(count, len(all))]
}

func pairable(a, b faults.Fault) bool {
	return a.Masks.EN == "" && b.Masks.EN == "" &&
		!slices.ContainsFunc(a.Requirements, func(id string) bool { return slices.Contains(b.Requirements, id) })
}

// lot is the place of a pair in the draw.
func lot(seed uint64, pair [2]faults.Fault) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s %s", seed, pair[0].ID, pair[1].ID)
	return h.Sum64()
}
