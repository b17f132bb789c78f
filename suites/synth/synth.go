package synth

import (
	"fmt"

	"github.com/cityconf/cityconf/specs/schema"
)

// The two sides of a keyword an instance can stand on.
const (
	SideValid   = "valid"
	SideInvalid = "invalid"
)

// Instance is one generated value with the reason it exists.
type Instance struct {
	// Name is stable and made of names: "minimal", "max/level",
	// "enum/status=ok", "reject/maximum/level". It ends in "+keyword" for each
	// further keyword that could not be kept true beside the target.
	Name string
	// Value is the instance: map[string]any, []any, string, bool, nil, json.Number.
	Value any
	// Pointer is the JSON pointer of the varied place in the instance, "" for the whole.
	Pointer string
	// Keyword is the keyword exercised, "" when the instance varies the whole.
	Keyword string
	// Schema is the reference of the schema place that holds the keyword.
	Schema string
	// Places are the references of all schema places that apply to Pointer and to
	// the places that enclose it, innermost first. An annotation beside a "$ref"
	// stands in one of them, not in Schema.
	Places []string
	// Side is SideValid or SideInvalid.
	Side string
	// Also are further constraints for which the same value was made.
	Also []Constraint
}

// Constraint is one keyword of one schema.
type Constraint struct{ Schema, Keyword string }

// Gap is a keyword of a schema that no instance exercises, with the reason.
type Gap struct {
	Pointer, Keyword, Schema, ReasonEN, ReasonZH string
}

// Options say for whom and from what the instances are made.
type Options struct {
	// Seed chooses among equally good values.
	Seed uint64
	// View is schema.Request for bodies: readOnly members are left out.
	View schema.View
	// Examples are preferred as canonical values where they validate.
	Examples []any
	// Fixed maps a JSON pointer to the value that must be used there. It is not
	// varied on the valid side.
	Fixed map[string]any
	// Most bounds the instances of each side; 0 is no bound but those of the
	// package. What is left out is a gap.
	Most int
	// Work bounds what making the instances costs; nil is no bound. What is left
	// out is a gap.
	Work *Work
}

// Canonical returns one plausible valid instance with all required and the
// usual optional members: the first example that validates, else a made one.
// The error says which place has no finite or no constructible instance.
func Canonical(set *schema.Set, ref string, o Options) (any, error) {
	m, err := newMaker(set, ref, o)
	if err != nil {
		return nil, err
	}
	for _, example := range o.Examples {
		if v := m.withFixed(example); m.valid(v) {
			return v, nil
		}
	}
	return m.whole(usual)
}

// Minimal returns a valid instance with the required members only.
func Minimal(set *schema.Set, ref string, o Options) (any, error) {
	m, err := newMaker(set, ref, o)
	if err != nil {
		return nil, err
	}
	return m.whole(minimal)
}

// Valid returns the valid instances of a schema: minimal, each optional member
// alone, each enumerated value, each branch, the boundaries of every keyword,
// pairs of optional members, and maximal. Gaps name the keywords that none of
// them exercises. The error is set only when the schema has no instance at all.
func Valid(set *schema.Set, ref string, o Options) ([]Instance, []Gap, error) {
	m, err := newMaker(set, ref, o)
	if err != nil {
		return nil, nil, err
	}
	return m.positives()
}

// Invalid returns instances with exactly one proven fault each, per pointer and
// keyword. Where a single fault is impossible the smallest violating set found
// is used and the name says which keywords it takes along.
func Invalid(set *schema.Set, ref string, o Options) ([]Instance, []Gap, error) {
	m, err := newMaker(set, ref, o)
	if err != nil {
		return nil, nil, err
	}
	return m.negatives()
}

// whole makes the instance of the root that a mode asks for.
func (m *maker) whole(mode mode) (any, error) {
	v, err := m.make(&plan{mode: mode})
	if err != nil {
		if m.opts.Work.Spent() {
			err = ErrWork
		}
		return nil, fmt.Errorf("make a %s instance of %s: %w", mode, m.root, err)
	}
	return v, nil
}
