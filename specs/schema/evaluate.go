package schema

// maxSteps bounds the work of one judgement: a hostile schema ends in the
// violation "limit", not in a hanging suite.
const maxSteps = 4_000_000

// evaluation is one judgement of one instance.
type evaluation struct {
	view    View
	collect []string // keywords whose values are collected
	brief   bool     // only whether a schema holds matters, not why not
	steps   int
	stuck   map[*pattern]bool // patterns that ran into the time limit
}

// fault is a violation before it is put into words.
type fault struct {
	place     *place
	keyword   string
	schema    string
	want, got any
}

// note is an annotation before it is put into words.
type note struct {
	place   *place
	schema  *node
	keyword string
	value   any
}

// outcome is what one schema says of one place.
type outcome struct {
	faults []fault
	notes  []note
	marks  marks
}

func (o *outcome) valid() bool { return len(o.faults) == 0 }

type memoryKey struct {
	node    *node
	scope   *scope
	brief   bool
	tracked bool
}

// fewVisits is how often a place is judged before outcomes are remembered.
const fewVisits = 16

// recall is judge for a schema reached by reference. References are the only
// way in which a small schema becomes endless work, so once a place has been
// judged a few times, what a referenced schema says of it is remembered.
func (e *evaluation) recall(n *node, p *place, s *scope, track bool) outcome {
	if p.visits < fewVisits {
		return e.judge(n, p, s, track)
	}
	key := memoryKey{n, s, e.brief, track}
	if known, ok := p.memory[key]; ok {
		return known
	}
	out := e.judge(n, p, s, track)
	if p.memory == nil {
		p.memory = map[memoryKey]outcome{}
	}
	p.memory[key] = out
	return out
}

// judge tells what n says of p. Children of a place are marked as evaluated
// when track is set.
func (e *evaluation) judge(n *node, p *place, s *scope, track bool) outcome {
	p.visits++
	if e.steps++; e.steps > maxSteps {
		return outcome{faults: []fault{{place: p, keyword: "limit", schema: n.at}}}
	}
	if n.boolean != nil {
		return constantSchema(n, p)
	}
	j := judgement{evaluation: e, node: n, place: p, scope: s.in(n)}
	j.tracked = track || n.unevaluatedMembers != nil || n.unevaluatedItems != nil
	if j.tracked {
		j.out.marks = newMarks(p)
	}
	j.run()
	if len(e.collect) > 0 {
		j.annotate()
	}
	return j.out
}

func constantSchema(n *node, p *place) (out outcome) {
	if !*n.boolean {
		out.faults = []fault{{place: p, keyword: n.keyword, schema: n.at, want: absent{}, got: p.value}}
	}
	return out
}

// absent is wanted where no value is allowed; nothing is shown where there is
// nothing to say.
type (
	absent  struct{}
	nothing struct{}
)

// judgement is the work of one schema on one place.
type judgement struct {
	*evaluation
	node    *node
	place   *place
	scope   *scope
	tracked bool
	out     outcome
}

// run applies the keywords in an order in which cheap and telling ones come
// first: a value of a wrong type, or outside of a closed list, is judged no
// further.
func (j *judgement) run() {
	if !j.typeHolds() || !j.listHolds() {
		return
	}
	for _, apply := range []func(*judgement){
		(*judgement).reference, (*judgement).byKind, (*judgement).dependents,
		(*judgement).conditions, (*judgement).unevaluated,
	} {
		if apply(j); j.brief && !j.out.valid() {
			return
		}
	}
}

func (j *judgement) fail(keyword string, want, got any) {
	j.failAt(j.place, keyword, j.node.at+"/"+keyword, want, got)
}

func (j *judgement) failAt(p *place, keyword, schema string, want, got any) {
	j.out.faults = append(j.out.faults, fault{p, keyword, schema, want, got})
}

func (j *judgement) typeHolds() bool {
	if j.node.types == 0 || j.node.types&j.place.kinds() != 0 {
		return true
	}
	j.fail("type", j.node.types, j.place.value)
	return false
}

func (j *judgement) listHolds() bool {
	if j.node.constant != nil && !Equal(*j.node.constant, j.place.value) {
		j.fail("const", *j.node.constant, j.place.value)
		return false
	}
	if j.node.enum == nil {
		return true
	}
	for _, allowed := range j.node.enum {
		if Equal(allowed, j.place.value) {
			return true
		}
	}
	j.fail("enum", choice(j.node.enum), j.place.value)
	return false
}

func (j *judgement) reference() {
	if j.node.ref != nil {
		j.accept(j.recall(j.node.ref, j.place, j.scope, j.tracked))
	}
	if d := j.node.dynamicRef; d != nil {
		j.accept(j.recall(j.scope.target(d), j.place, j.scope, j.tracked))
	}
}

func (j *judgement) byKind() {
	switch value := j.place.value.(type) {
	case map[string]any:
		if j.node.object != nil {
			j.members(j.node.object, value)
		}
	case []any:
		if j.node.array != nil {
			j.items(j.node.array, value)
		}
	case string:
		j.string(value)
	default:
		if j.node.numeric != nil && j.place.kinds()&kindNumber != 0 {
			j.numeric(j.node.numeric)
		}
	}
}

// here judges the same place by a further schema that must hold.
func (j *judgement) here(n *node) {
	j.accept(j.judge(n, j.place, j.scope, j.tracked))
}

// maxFaults is how many faults of one place, with all inside of it, are kept.
// Nobody reads more, and a schema that applies another one twice, and so on,
// would double them at every step.
const maxFaults = 4096

// accept takes over what a schema that must hold says of the same place.
func (j *judgement) accept(out outcome) {
	j.take(out)
	j.out.marks.merge(out.marks, out.valid())
}

func (j *judgement) take(out outcome) {
	room := max(0, maxFaults-len(j.out.faults))
	j.out.faults = append(j.out.faults, out.faults[:min(room, len(out.faults))]...)
	j.out.notes = joinNotes(j.out.notes, out.notes)
}

// holds reports whether a schema holds for the place, taking over what it
// says when it does.
func (j *judgement) holds(n *node) bool {
	out := j.briefly(func() outcome { return j.judge(n, j.place, j.scope.branch(n), j.tracked) })
	if out.valid() {
		j.accept(out)
	}
	return out.valid()
}

func (e *evaluation) briefly(judge func() outcome) outcome {
	before := e.brief
	e.brief = true
	defer func() { e.brief = before }()
	return judge()
}

// child judges a member or item by a schema that must hold for it.
func (j *judgement) child(n *node, p *place) {
	j.take(j.judge(n, p, j.scope.enter(n), false))
	j.out.marks.add(p.index)
}
