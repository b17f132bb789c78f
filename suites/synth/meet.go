package synth

import (
	"slices"
	"strconv"
)

// meet draws strings that several patterns match at once: patterns of schemas
// that all apply, and the bodies of look-aheads. It is the product of their
// automata, built as far as draws have come.
type meet struct {
	parts  []*automaton
	joints []*joint
	known  map[string]int // states of the parts → number of their joint
	steps  int
}

// joint is one state of the product: a state of each part.
type joint struct {
	states []int
	set    runeSet // characters that lead here
	accept bool
	next   []int // joints that one character leads to; nil until asked for
	letter []rune
}

// maxMeetSteps bounds the search for one string, maxMeetText its length.
const (
	maxMeetSteps = 60000
	maxMeetText  = 512
)

// newMeet builds the automata of patterns; nil where one has none.
func (m *maker) newMeet(sources []string) *meet {
	out := &meet{known: map[string]int{}}
	for _, source := range sources {
		p := m.pattern(source)
		if p == nil {
			return nil
		}
		for _, shape := range p.conjuncts {
			a, ok := newAutomaton(shape)
			if !ok {
				return nil
			}
			out.parts = append(out.parts, a)
		}
	}
	return out
}

// meeting returns the meet of the patterns of a shape, remembered; nil unless
// there are several things to match.
func (m *maker) meeting(sources []string) *meet {
	key := ""
	for _, s := range sources {
		key += s + "\n"
	}
	if known, ok := m.meets[key]; ok {
		return known
	}
	out := m.newMeet(sources)
	if out != nil && len(out.parts) < 2 {
		out = nil
	}
	m.meets[key] = out
	return out
}

// draw returns a string of lo to hi code points that all parts match, about
// want long where that is possible.
func (x *meet) draw(lo, hi, want int, rng *prng) (string, bool) {
	if hi < 0 || hi > maxMeetText {
		hi = maxMeetText
	}
	x.steps = 0
	s := search{meet: x, lo: lo, hi: hi, want: want, rng: rng, dead: map[[2]int]bool{}}
	out, ok := s.from(x.joint(make([]int, len(x.parts))), nil)
	return string(out), ok
}

// search looks for a string depth first, remembering what led nowhere.
type search struct {
	*meet
	lo, hi, want int
	rng          *prng
	dead         map[[2]int]bool // joint and length
}

func (s *search) from(at int, text []rune) ([]rune, bool) {
	if s.steps++; s.steps > maxMeetSteps {
		return nil, false
	}
	accepted := len(text) >= s.lo && s.joints[at].accept
	if accepted && len(text) >= s.want {
		return text, true
	}
	key := [2]int{at, len(text)}
	if s.dead[key] || len(text) >= s.hi {
		return text, accepted
	}
	for _, next := range s.shuffled(s.follow(at)) {
		if out, ok := s.from(next, append(text, s.pick(next))); ok {
			return out, true
		}
	}
	s.dead[key] = !accepted
	return text, accepted
}

func (s *search) shuffled(next []int) []int {
	out := slices.Clone(next)
	for i := len(out) - 1; i > 0; i-- {
		j := s.rng.below(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return out
}

func (s *search) pick(at int) rune {
	j := s.joints[at]
	if j.letter == nil {
		j.letter = j.set.alphabet()
	}
	return j.letter[s.rng.below(len(j.letter))]
}

// follow lists the joints reachable by one character.
func (x *meet) follow(at int) []int {
	j := x.joints[at]
	if j.next != nil {
		return j.next
	}
	tuples := [][]int{nil}
	for i, q := range j.states {
		var longer [][]int
		for _, head := range tuples {
			for _, to := range x.parts[i].follow[q] {
				if tuple := append(slices.Clone(head), to); len(x.class(tuple)) > 0 {
					longer = append(longer, tuple)
				}
			}
		}
		tuples = longer
	}
	j.next = make([]int, len(tuples))
	for i, tuple := range tuples {
		j.next[i] = x.joint(tuple)
	}
	return j.next
}

// joint is the number of a tuple of states.
func (x *meet) joint(states []int) int {
	key := stateKey(states)
	if at, ok := x.known[key]; ok {
		return at
	}
	j := &joint{states: states, set: x.class(states), accept: true}
	for i, q := range states {
		j.accept = j.accept && x.parts[i].final[q]
	}
	x.known[key] = len(x.joints)
	x.joints = append(x.joints, j)
	return x.known[key]
}

// class is the set of characters on which the first states of a tuple agree.
func (x *meet) class(tuple []int) runeSet {
	set := x.parts[0].sets[tuple[0]]
	for i, q := range tuple[1:] {
		set = set.intersect(x.parts[i+1].sets[q])
	}
	return set
}

func stateKey(states []int) string {
	var key []byte
	for _, q := range states {
		key = append(strconv.AppendInt(key, int64(q), 10), ' ')
	}
	return string(key)
}
