package document

import "strconv"

// place remembers where a value stood; it mirrors the tree of values.
type place struct {
	line    int
	members map[string]*place
	items   []*place
}

// child is the place of a member or item, nil when there is none.
func (p *place) child(segment string) *place {
	if p.members != nil {
		return p.members[segment]
	}
	i, err := strconv.Atoi(segment)
	if err != nil || i < 0 || i >= len(p.items) {
		return nil
	}
	return p.items[i]
}

// at gives a copy of the place that names another line: a member is found at
// the line of its key.
func (p *place) at(line int) *place {
	return &place{line: line, members: p.members, items: p.items}
}
