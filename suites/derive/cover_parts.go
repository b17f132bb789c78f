package derive

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// PartCover is a part of the documents larger than a keyword that no case
// exercises: what a requirement demands and no suite can test, or a
// representation, an object or a credential that the tester lacks.
type PartCover struct {
	Name    string     `json:"name"`    // of the requirement or operation
	Pointer string     `json:"pointer"` // place in the documents
	Why     specs.Text `json:"why"`
}

// partCover lists the requirements of the claimed classes that say themselves
// why they are untested, then what is missing of whole operations.
func (d *deriver) partCover() []PartCover {
	var all []PartCover
	for i := range d.std.Requirements {
		if r := &d.std.Requirements[i]; d.claimed[r.Class] && r.Untested != (specs.Text{}) {
			all = append(all, PartCover{r.ID, r.At.File + "#" + r.At.Pointer, r.Untested})
		}
	}
	for _, g := range d.suite.Gaps {
		op := d.std.Operation(g.Operation)
		if part := (PartCover{g.Operation, g.Pointer, g.Reason}); op != nil && g.Pointer == place(op) && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}
