package synth

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cityconf/cityconf/specs/document"
)

// place is one place of an instance with everything that applies to it.
type place struct {
	ptr      string
	c        conj
	s        *shape
	base     any      // the instance with nothing but the place in it
	plan     *plan    // how an instance gets there with nothing else in it
	label    string   // the branches taken, "@Polygon"; "" on the default way
	above    []string // schema places of the enclosing places, innermost first
	stack    []string
	optional bool // a member that may be left out
	branched bool // stands inside of an alternative
}

// The bounds of a walk.
const (
	maxPlaces   = 4000
	maxBranches = 256
	fewBranches = 8 // of a choice with more than manyOfThem, which is slow to judge
	manyOfThem  = 1024
	maxValues   = 1000
)

// walker visits every place an instance can have, each once.
type walker struct {
	m     *maker
	visit func(place)
	gap   func(Gap)
	seen  map[string]bool
	lost  map[string]Gap // places no instance reached so far
	count int
	most  int // places
}

func (m *maker) walk(visit func(place), gap func(Gap)) {
	w := &walker{m: m, visit: visit, gap: gap, seen: map[string]bool{}, lost: map[string]Gap{}, most: maxPlaces}
	if m.opts.Most > 0 {
		w.most = min(maxPlaces, 2*m.opts.Most)
	}
	w.enter(place{c: conj{m.root}, plan: (&plan{}).but()})
	for _, key := range slices.Sorted(maps.Keys(w.lost)) {
		gap(w.lost[key])
	}
}

// enter visits a place on its default way and then on every other branch.
func (w *walker) enter(pl place) {
	key := pl.ptr + "\n" + pl.c.key()
	if w.m.opts.Work.Spent() {
		w.spent(pl)
		return
	}
	if len(pl.c) == 0 || w.count > w.most || w.seen[key] || slices.Contains(pl.stack, pl.c.key()) {
		return
	}
	if _, err := w.m.make(pl.plan); err != nil {
		w.lost[key] = gapAt(pl.ptr, "", pl.c[0], reasonReach, text(err))
		return
	}
	delete(w.lost, key)
	w.seen[key] = true
	w.branch(pl, map[string]bool{})
}

// spent says once where the work allowed for the schema came to its end.
func (w *walker) spent(pl place) {
	if w.count <= w.most {
		w.count = w.most + 1
		w.gap(gapAt(pl.ptr, "", w.m.root, reasonWork))
	}
}

// branch settles the open choices of a place, visits it, then takes the other
// alternatives of each choice that was met.
func (w *walker) branch(pl place, explored map[string]bool) {
	if w.count++; w.count > w.most {
		if w.count == w.most+1 {
			w.gap(gapAt(pl.ptr, "", pl.c[0], reasonPlaces, strconv.Itoa(w.most)))
		}
		return
	}
	s, err := w.m.settle(&pl)
	if err == nil {
		pl.base, err = w.m.make(pl.plan)
	}
	if err != nil {
		w.gap(gapAt(pl.ptr, "", pl.c[0], reasonReach, text(err)))
		return
	}
	pl.s = s
	w.visit(pl)
	if w.m.repeats(pl.c, pl.stack) {
		return // what is below has been visited further up
	}
	w.children(pl)
	var fresh []taken
	for _, t := range s.taken {
		if !explored[t.id()] {
			explored[t.id()] = true
			fresh = append(fresh, t)
		}
	}
	for _, t := range fresh { // one choice at a time, the others on their default
		w.others(pl, t, explored)
	}
}

func (w *walker) others(pl place, t taken, explored map[string]bool) {
	limit := branchLimit(t.n)
	for i := range min(t.n, limit) {
		if i == t.index {
			continue
		}
		other := pl
		other.plan = pl.plan.but(picking(pl.ptr, t.choice, i), unpicking(pl.ptr, pl.s.taken, t))
		other.label = pl.label + "@" + t.label(i)
		other.branched = pl.branched || t.key == "oneOf" || t.key == "anyOf"
		w.branch(other, maps.Clone(explored))
	}
	if t.n > limit {
		w.gap(gapAt(pl.ptr, t.key, t.at, reasonBranches, strconv.Itoa(limit), strconv.Itoa(t.n)))
	}
}

// branchLimit is how many of n branches are exercised.
func branchLimit(n int) int {
	if n > manyOfThem {
		return fewBranches
	}
	return maxBranches
}

// unpicking frees the choices that were met after t, for other alternatives of
// t may not offer them.
func unpicking(ptr string, all []taken, t taken) func(*plan) {
	return func(p *plan) {
		after := false
		for _, other := range all {
			if after {
				delete(p.picks, ptr+" "+other.id())
			}
			after = after || other.id() == t.id()
		}
	}
}

// settle decides the open choices of a place the way a value is first found,
// and fixes them in its plan.
func (m *maker) settle(pl *place) (*shape, error) {
	m.refill(stepsPerInstance)
	sp := spot{ptr: pl.ptr, plan: pl.plan, stack: pl.stack, hints: m.hintsAt(pl.ptr), inside: len(document.Split(pl.ptr))}
	var out *shape
	var last error
	tries := maxTries
	m.eachShape(pl.c, sp, map[string]int{}, func(s *shape) bool {
		err := m.fill(pl.c, s, sp, func(any) bool { return false })
		if err == nil {
			out = s
			return false
		}
		last = err
		tries--
		return tries > 0 && m.left > 0
	}, &last)
	if out == nil {
		return nil, last
	}
	for _, t := range out.taken {
		pl.plan = pl.plan.but(picking(pl.ptr, t.choice, t.index))
		pl.branched = pl.branched || t.key == "oneOf" || t.key == "anyOf"
	}
	return out, nil
}

// hintsAt collects what the caller's examples hold at a pointer.
func (m *maker) hintsAt(ptr string) []any {
	var out []any
	for _, e := range m.opts.Examples {
		if v, ok := document.Get(e, ptr); ok {
			out = append(out, v)
		}
	}
	return out
}

func (w *walker) children(pl place) {
	t := pl.s.types()
	if t&isObject != 0 {
		w.members(pl)
	}
	if t&isArray != 0 {
		w.elements(pl)
	}
}

func (w *walker) members(pl place) {
	required := w.m.required(pl.s)
	for _, name := range pl.s.declared() {
		w.member(pl, name, !slices.Contains(required, name))
	}
	if pl.s.has("patternProperties", "additionalProperties", "unevaluatedProperties") {
		seen := map[string]bool{}
		tries := 40
		w.m.refill(stepsPerInstance)
		w.m.freeNames(pl.s, func(name string) bool {
			if c, _ := w.m.member(pl.s, name); !seen[c.key()] {
				seen[c.key()] = true
				w.member(pl, name, true)
			}
			tries--
			return tries > 0
		})
	}
}

func (w *walker) member(pl place, name string, optional bool) {
	c, ok := w.m.member(pl.s, name)
	if !ok || w.m.hidden(c) {
		return
	}
	w.enter(pl.below(child(pl.ptr, name), c, optional))
}

func (pl place) below(ptr string, c conj, optional bool) place {
	return place{ptr: ptr, c: c, plan: pl.plan.but(including(ptr)), label: pl.label, optional: optional, branched: pl.branched,
		above: append(pl.s.places(), pl.above...), stack: append(slices.Clip(pl.stack), pl.c.key())}
}

// elements visits the first item and each further one of a tuple that has a
// schema of its own.
func (w *walker) elements(pl place) {
	limit := pl.s.extent("minItems", "maxItems").hi
	var last string
	for i := range 32 {
		c, ok := w.m.elementIn(pl.s, i)
		if !ok || (limit >= 0 && i >= limit) || (i > 0 && c.key() == last) {
			return
		}
		last = c.key()
		w.enter(pl.below(item(pl.ptr, i), c, true))
	}
}
