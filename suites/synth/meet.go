package synth

import "strconv"

// meet draws strings that several patterns match at once: patterns of schemas
// that all apply, and the bodies of look-aheads.
type meet struct {
	parts []*automaton
	sets  map[string]runeSet // classes that meet, by their states
	steps int
}

// maxMeetSteps bounds the search for one string, maxMeetText its length.
const (
	maxMeetSteps = 60000
	maxMeetText  = 512
)

// newMeet builds the automata of patterns; nil where one has none.
func (m *maker) newMeet(sources []string) *meet {
	out := &meet{sets: map[string]runeSet{}}
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
	s := search{meet: x, lo: lo, hi: hi, want: want, rng: rng, dead: map[string]bool{}}
	out, ok := s.from(make([]int, len(x.parts)), nil)
	return string(out), ok
}

// search looks for a string depth first, remembering what led nowhere.
type search struct {
	*meet
	lo, hi, want int
	rng          *prng
	dead         map[string]bool
}

func (s *search) from(states []int, text []rune) ([]rune, bool) {
	if s.steps++; s.steps > maxMeetSteps {
		return nil, false
	}
	accepted := len(text) >= s.lo && s.accepts(states)
	if accepted && len(text) >= s.want {
		return text, true
	}
	key := stateKey(states) + strconv.Itoa(len(text))
	if s.dead[key] || len(text) >= s.hi {
		return text, accepted
	}
	for _, next := range s.next(states) {
		if out, ok := s.from(next, append(text, s.pick(next))); ok {
			return out, true
		}
	}
	s.dead[key] = !accepted
	return text, accepted
}

func (x *meet) accepts(states []int) bool {
	for i, q := range states {
		if !x.parts[i].final[q] {
			return false
		}
	}
	return true
}

// next lists the states reachable by one character, in a drawn order.
func (s *search) next(states []int) [][]int {
	out := [][]int{nil}
	for i, q := range states {
		var longer [][]int
		for _, head := range out {
			for _, to := range s.parts[i].follow[q] {
				tuple := append(append([]int{}, head...), to)
				if len(s.class(tuple)) > 0 {
					longer = append(longer, tuple)
				}
			}
		}
		out = longer
	}
	for i := len(out) - 1; i > 0; i-- {
		j := s.rng.below(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// class is the set of characters on which the first states of a tuple agree.
func (x *meet) class(tuple []int) runeSet {
	key := stateKey(tuple)
	if known, ok := x.sets[key]; ok {
		return known
	}
	set := x.parts[0].sets[tuple[0]]
	for i, q := range tuple[1:] {
		set = set.intersect(x.parts[i+1].sets[q])
	}
	x.sets[key] = set
	return set
}

func (s *search) pick(tuple []int) rune {
	letters := s.class(tuple).alphabet()
	return letters[s.rng.below(len(letters))]
}

func stateKey(states []int) string {
	var key []byte
	for _, q := range states {
		key = append(strconv.AppendInt(key, int64(q), 10), ' ')
	}
	return string(key)
}
