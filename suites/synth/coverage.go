package synth

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/schema"
)

// Covered tells on which sides instances exercise one keyword of one schema.
type Covered struct {
	Constraint
	// Valid is set when a valid instance holds a value that the keyword judges,
	// Invalid when an instance breaks the keyword and nothing else.
	Valid, Invalid bool
	// Gaps say why a side is missing.
	Gaps []Gap
}

// Explained reports whether a side that is missing has a gap that says why.
func (c Covered) Explained() bool { return c.Valid && c.Invalid || len(c.Gaps) > 0 }

// Coverage lists the constraints of a schema that bind the sender, in the order
// of the documents, with the sides on which the instances exercise them. It asks
// the schema engine, not the generator, which keywords exist and which of them
// judged an instance.
func Coverage(set *schema.Set, ref string, view schema.View, valid, invalid []Instance, gaps []Gap) ([]Covered, error) {
	s, err := set.Compile(ref, view)
	if err != nil {
		return nil, err
	}
	c := constraintsOf(s)
	c.hold(s, valid)
	for _, in := range invalid {
		for _, broken := range append(in.Also, Constraint{in.Schema, in.Keyword}) {
			if at := c[Constraint{placeOf(broken.Schema), broken.Keyword}]; at != nil {
				at.Invalid = true
			}
		}
	}
	for _, g := range gaps {
		c.explain(set, view, g)
	}
	return c.sorted(), nil
}

type constraints map[Constraint]*Covered

func constraintsOf(s *schema.Schema) constraints {
	c := constraints{}
	broken := faults()
	s.Each(func(at string, keywords map[string]any) {
		for key, value := range keywords {
			if _, ok := broken[key]; ok && binds(key, value, keywords) {
				k := Constraint{placeOf(at), key}
				c[k] = &Covered{Constraint: k}
			}
		}
	})
	return c
}

// explain notes a gap at the constraint that it speaks of; a gap of a whole
// place speaks of all that the place leads to.
func (c constraints) explain(set *schema.Set, view schema.View, g Gap) {
	if g.Keyword != "" {
		if at := c[Constraint{placeOf(g.Schema), g.Keyword}]; at != nil {
			at.Gaps = append(at.Gaps, g)
		}
		return
	}
	s, err := set.Compile(g.Schema, view)
	if err != nil {
		return
	}
	s.Each(func(place string, keywords map[string]any) {
		for key := range keywords {
			if at := c[Constraint{placeOf(place), key}]; at != nil {
				at.Gaps = append(at.Gaps, g)
			}
		}
	})
}

// placeOf is one spelling of the places that name a whole document.
func placeOf(schema string) string { return strings.TrimSuffix(schema, "#") }

// binds reports whether a keyword forbids anything by itself: not where any
// value satisfies it, nor where it only leads to further schemas.
func binds(key string, value any, beside map[string]any) bool {
	if types, typed := beside["type"]; typed && !concerns(key, typesOf(types, beside)) {
		return false
	}
	switch key {
	case "properties", "dependencies":
		return false
	case "items", "additionalItems", "unevaluatedItems", "additionalProperties", "unevaluatedProperties":
		return value == false
	case "required":
		return len(stringList(value)) > 0
	case "minLength", "minItems", "minProperties":
		n, ok := rat(value)
		return ok && n.Sign() > 0
	case "uniqueItems", "exclusiveMinimum", "exclusiveMaximum":
		return value != false
	}
	return true
}

// hold marks the constraints that judged a valid instance; it stops when all
// have.
func (c constraints) hold(s *schema.Schema, valid []Instance) {
	keywords := c.keywords()
	for i := range valid {
		if c.held() {
			return
		}
		x := s.Examine(valid[i].Value, keywords...)
		for _, keyword := range keywords {
			for _, a := range x.Annotations(keyword) {
				if at := c[Constraint{placeOf(strings.TrimSuffix(a.Schema, "/"+keyword)), keyword}]; at != nil {
					at.Valid = true
				}
			}
		}
	}
}

// held reports whether every constraint judged a valid instance.
func (c constraints) held() bool {
	for _, at := range c {
		if !at.Valid {
			return false
		}
	}
	return true
}

func (c constraints) keywords() []string {
	var out []string
	for key := range c {
		out = append(out, key.Keyword)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (c constraints) sorted() []Covered {
	out := make([]Covered, 0, len(c))
	for _, at := range c {
		out = append(out, *at)
	}
	slices.SortFunc(out, func(a, b Covered) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Keyword, b.Keyword))
	})
	return out
}
