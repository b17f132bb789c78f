package schema

import (
	"cmp"
	"slices"
)

// reduce leaves one fault per defect, in the order of the instance: what a
// wrong type or a value outside of a closed list brings with it is dropped,
// and so is what two schemas say alike.
func reduce(faults []fault) []fault {
	slices.SortStableFunc(faults, func(a, b fault) int {
		return cmp.Or(comparePlaces(a.place, b.place), cmp.Compare(rank(a), rank(b)),
			cmp.Compare(a.schema, b.schema), cmp.Compare(render(a.want), render(b.want)))
	})
	var out []fault
	var cover *fault // the last one that explains all inside of its place
	for i, f := range faults {
		if cover != nil && cover.explains(f) || explainedBySibling(out, f) {
			continue
		}
		out = append(out, f)
		if rank(f) < 2 {
			cover = &faults[i]
		}
	}
	return out
}

func explainedBySibling(kept []fault, f fault) bool {
	for i := len(kept) - 1; i >= 0 && kept[i].place == f.place; i-- {
		if kept[i].explains(f) {
			return true
		}
	}
	return false
}

// rank puts the faults that explain others first.
func rank(f fault) int {
	switch {
	case f.want == absent{}:
		return 0 // must not be there at all
	case f.keyword == "type":
		return 1
	case f.keyword == "const" || f.keyword == "enum":
		return 2
	}
	return 3
}

func (f fault) explains(other fault) bool {
	switch rank(f) {
	case 0, 1:
		return other.place.within(f.place)
	case 2:
		return other.place == f.place
	}
	return f.place == other.place && f.keyword == other.keyword && render(f.want) == render(other.want)
}
