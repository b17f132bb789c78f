package synth

import (
	"errors"
	"fmt"

	"github.com/cityconf/cityconf/specs/schema"
)

// mode says which optional members an instance gets where the plan is silent.
type mode int

const (
	minimal mode = iota // none
	usual               // all that are neither deprecated nor deeply nested
	maximal             // all
)

func (m mode) String() string { return [...]string{"minimal", "canonical", "maximal"}[m] }

// The bounds of the work: steps of generation for one instance, depth of an
// instance, alternatives tried at one place, and the largest sizes exercised.
const (
	stepsPerInstance = 20000
	costOfCheck      = 5
	costOfSlow       = 5000 // a match that ran into its time limit
	maxDepth         = 64
	maxTries         = 64
	maxText          = 10000
	maxItems         = 200
)

var (
	errBudget     = errors.New("the work budget is used up")
	errImpossible = errors.New("no value satisfies the schema")
	errEndless    = errors.New("every instance would be infinite")
)

// maker makes the instances of one schema. It serves one call and is not safe
// for concurrent use.
type maker struct {
	set      *schema.Set
	root     string
	view     schema.View
	opts     Options
	left     int // steps left for the instance in work
	compiled map[string]*schema.Schema
	patterns map[string]*pattern
	meets    map[string]*meet
	answers  map[[2]string]bool // pattern and text → whether they match
	plain    map[string]*shape  // conjunction → its shape with all choices open
	done     map[string]any     // values of places that no plan touched
	legacy   map[string]bool
	matched  map[string]bool // schemas that are merged in because "contains" looks for them
	falses   map[string]bool
	hiddens  map[string]bool
	finite   map[string]int // conjunction → depth at which it was found to have an instance
	endless  map[string]int // conjunction → greatest depth at which it was found to have none
}

func newMaker(set *schema.Set, ref string, o Options) (*maker, error) {
	m := &maker{set: set, root: ref, view: o.View, opts: o, left: stepsPerInstance,
		compiled: map[string]*schema.Schema{}, patterns: map[string]*pattern{}, meets: map[string]*meet{},
		answers: map[[2]string]bool{}, plain: map[string]*shape{}, done: map[string]any{}, legacy: map[string]bool{}, matched: map[string]bool{},
		falses: map[string]bool{}, hiddens: map[string]bool{}, finite: map[string]int{}, endless: map[string]int{}}
	if _, err := m.compile(ref); err != nil {
		return nil, fmt.Errorf("synthesise %s: %w", ref, err)
	}
	if m.height(conj{ref}) > maxDepth {
		return nil, fmt.Errorf("synthesise %s: %w", ref, errEndless)
	}
	return m, nil
}

func (m *maker) compile(ref string) (*schema.Schema, error) {
	if c, ok := m.compiled[ref]; ok {
		return c, nil
	}
	c, err := m.set.Compile(ref, m.view)
	if err != nil {
		return nil, err
	}
	m.compiled[ref] = c
	return c, nil
}

// valid reports whether the whole schema accepts v under the view.
func (m *maker) valid(v any) bool { return m.accepts(conj{m.root}, v) }

// accepts reports whether every place of a conjunction accepts v.
func (m *maker) accepts(c conj, v any) bool {
	for _, ref := range c {
		m.left -= costOfCheck
		m.chargeFor(v)
		s, err := m.compile(ref)
		if err != nil || len(s.Validate(v)) > 0 {
			return false
		}
	}
	return true
}

// withFixed puts the fixed values into an example where their parents exist.
func (m *maker) withFixed(v any) any {
	for _, ptr := range sortedPointers(m.opts.Fixed) {
		if w, ok := apply(v, edit{ptr: ptr, value: m.opts.Fixed[ptr]}); ok {
			v = w
		}
	}
	return v
}

func sortedPointers(n map[string]any) []string { return sortedKeys(n) }

// maxRemembered bounds each memory of a maker.
const maxRemembered = 50000

// match tells whether a text has a pattern, remembering the answer; a pattern
// that is too slow matches nothing.
func (m *maker) match(source, text string) bool {
	key := [2]string{source, text}
	if known, ok := m.answers[key]; ok {
		return known
	}
	ok, err := m.set.MatchPattern(source, text)
	if err != nil {
		m.left -= costOfSlow
	}
	if len(m.answers) < maxRemembered {
		m.answers[key] = ok && err == nil
	}
	return ok && err == nil
}

// pattern returns the parsed form of a regular expression; nil when it leaves
// the subset that strings are drawn from.
func (m *maker) pattern(source string) *pattern {
	if p, ok := m.patterns[source]; ok {
		return p
	}
	p, err := compilePattern(source)
	if err != nil {
		p = nil
	}
	m.patterns[source] = p
	return p
}
