package schema

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// place is one value inside an instance, with the way to it. Its children are
// listed once, members by name, so that every schema that judges the place
// meets them in the same order.
type place struct {
	value    any
	parent   *place
	index    int // among the parent's children
	name     string
	children []place
	listed   bool
	decimal  *number
	visits   int
	memory   map[memoryKey]outcome
}

// list returns the members or items of the place.
func (p *place) list() []place {
	if p.listed {
		return p.children
	}
	p.listed = true
	switch value := p.value.(type) {
	case map[string]any:
		p.children = make([]place, 0, len(value))
		for name, member := range value {
			p.children = append(p.children, place{value: member, parent: p, name: name})
		}
		slices.SortFunc(p.children, func(a, b place) int { return strings.Compare(a.name, b.name) })
	case []any:
		p.children = make([]place, len(value))
		for i, item := range value {
			p.children[i] = place{value: item, parent: p}
		}
	}
	for i := range p.children {
		p.children[i].index = i
	}
	return p.children
}

// number is the place's value as a decimal number; ok is false when its
// spelling is none.
func (p *place) number() (n number, ok bool) {
	if p.decimal != nil {
		return *p.decimal, true
	}
	spelling, _ := p.value.(json.Number)
	if n, ok = parseNumber(spelling); ok {
		p.decimal = &n
	}
	return n, ok
}

func (p *place) kinds() kinds {
	switch p.value.(type) {
	case nil:
		return kindNull
	case bool:
		return kindBoolean
	case map[string]any:
		return kindObject
	case []any:
		return kindArray
	case string:
		return kindString
	case json.Number:
		if n, ok := p.number(); ok && n.isInteger() {
			return kindNumber | kindInteger
		} else if ok {
			return kindNumber
		}
	}
	return 0
}

// pointer is the JSON pointer of the place.
func (p *place) pointer() string {
	if p.parent == nil {
		return ""
	}
	return p.parent.pointer() + "/" + escapeToken(p.token())
}

func (p *place) token() string {
	if _, ok := p.parent.value.([]any); ok {
		return strconv.Itoa(p.index)
	}
	return p.name
}

// depth is the number of places around the place.
func (p *place) depth() (n int) {
	for ; p.parent != nil; p = p.parent {
		n++
	}
	return n
}

// comparePlaces orders places as the instance does, what is around a place
// before it.
func comparePlaces(a, b *place) int {
	if a == b {
		return 0
	}
	deeper := a.depth() - b.depth()
	for n := deeper; n > 0; n-- {
		a = a.parent
	}
	for n := deeper; n < 0; n++ {
		b = b.parent
	}
	if a == b {
		return cmp.Compare(deeper, 0)
	}
	for a.parent != b.parent {
		a, b = a.parent, b.parent
	}
	return cmp.Compare(a.index, b.index)
}

// within reports whether p is top or a place inside of it.
func (p *place) within(top *place) bool {
	for ; p != nil; p = p.parent {
		if p == top {
			return true
		}
	}
	return false
}
