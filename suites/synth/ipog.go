package synth

// pair is option x of factor a together with option y of factor b, a < b.
type pair struct{ a, x, b, y int }

func (p pair) before(q pair) bool {
	for _, d := range [][2]int{{p.a, q.a}, {p.b, q.b}, {p.x, q.x}} {
		if d[0] != d[1] {
			return d[0] < d[1]
		}
	}
	return p.y < q.y
}

// allPairs lists every pair of options of factors with the given sizes.
func allPairs(sizes []int) map[pair]bool {
	out := map[pair]bool{}
	for b := range sizes {
		addPairs(out, sizes, b)
	}
	return out
}

// addPairs adds the pairs of factor b with those before it.
func addPairs(out map[pair]bool, sizes []int, b int) {
	for a := range b {
		for x := range sizes[a] {
			for y := range sizes[b] {
				out[pair{a, x, b, y}] = true
			}
		}
	}
}

// ipog returns rows of options, one per factor and -1 for any, such that every
// pair of options occurs in some row. It grows the rows factor by factor (Lei
// and Tai, In-Parameter-Order).
func ipog(sizes []int) [][]int {
	var rows [][]int
	for x := range sizes[0] {
		row := unset(len(sizes))
		row[0] = x
		rows = append(rows, row)
	}
	for b := 1; b < len(sizes); b++ {
		left := map[pair]bool{}
		addPairs(left, sizes, b)
		for _, row := range rows {
			extend(row, b, sizes[b], left)
		}
		rows = addRows(rows, len(sizes), left)
	}
	return rows
}

func unset(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// extend gives a row the option of factor b that covers the most pairs.
func extend(row []int, b, size int, left map[pair]bool) {
	best, most := 0, -1
	for y := range size {
		n := 0
		for a := range b {
			if row[a] >= 0 && left[pair{a, row[a], b, y}] {
				n++
			}
		}
		if n > most {
			best, most = y, n
		}
	}
	row[b] = best
	for a := range b {
		delete(left, pair{a, row[a], b, best})
	}
}

// addRows places the pairs that are left into free positions or new rows.
func addRows(rows [][]int, width int, left map[pair]bool) [][]int {
	for _, p := range sortedPairs(left) {
		placed := false
		for _, row := range rows {
			if (row[p.a] == -1 || row[p.a] == p.x) && (row[p.b] == -1 || row[p.b] == p.y) {
				row[p.a], row[p.b], placed = p.x, p.y, true
				break
			}
		}
		if !placed {
			row := unset(width)
			row[p.a], row[p.b] = p.x, p.y
			rows = append(rows, row)
		}
	}
	return rows
}
