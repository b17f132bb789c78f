package synth

import (
	"strconv"
	"unicode/utf8"

	"github.com/cityconf/cityconf/specs/document"
)

// texts offers strings of a shape: samples of its format, draws from its
// patterns, else human text; each within the length limits.
func (m *maker) texts(s *shape, sp spot, offer func(any) bool) {
	limits := s.extent("minLength", "maxLength")
	rng := seeded(m.opts.Seed, sp.ptr)
	try := func(text string) bool {
		return !limits.has(utf8.RuneCountInString(text)) || !m.matches(s, text) || offer(text)
	}
	for _, f := range s.strings("format") {
		for _, text := range formatSamples(f, rng) {
			if !try(text) {
				return
			}
		}
	}
	if !m.meetTexts(s, limits, sp.ptr, try) {
		return
	}
	for _, p := range s.strings("pattern") {
		if !m.drawTexts(p, limits, sp.ptr, try) {
			return
		}
	}
	m.freeTexts(limits, sp, rng, try)
}

// matches tests the patterns of a shape before the whole schema is asked.
func (m *maker) matches(s *shape, text string) bool {
	for _, p := range s.strings("pattern") {
		m.left--
		if !m.match(p, text) {
			return false
		}
	}
	return true
}

// meetTexts offers strings that match several patterns at once.
func (m *maker) meetTexts(s *shape, limits extent, ptr string, try func(string) bool) bool {
	x := m.meeting(s.strings("pattern"))
	for i := 0; x != nil && i < maxTries && m.left > 0; i++ {
		m.left -= costOfCheck
		text, ok := x.draw(limits.lo, limits.hi, max(limits.lo, i%8), seeded(m.opts.Seed+uint64(i), ptr))
		if !ok {
			return true
		}
		if !try(text) {
			return false
		}
	}
	return true
}

func (m *maker) drawTexts(p string, limits extent, ptr string, try func(string) bool) bool {
	for i := 0; i < 2*maxItems && m.left > 0; i++ {
		text, ok := m.drawn(p, limits, i, ptr)
		if !ok && i > maxTries {
			return true
		}
		if ok && !try(text) {
			return false
		}
	}
	return true
}

// freeTexts offers a human text, fitted to the limits, and numbered variants.
func (m *maker) freeTexts(limits extent, sp spot, rng *prng, try func(string) bool) {
	path := document.Split(sp.ptr)
	name := ""
	for _, t := range path {
		if _, err := strconv.Atoi(t); err != nil {
			name = t
		}
	}
	text := human(name, rng)
	if limits.hi >= 0 && utf8.RuneCountInString(text) > limits.hi {
		text = shortWord(limits, rng, text)
	}
	if !try(fitted(text, limits)) {
		return
	}
	for i := 2; i < 2*maxItems; i++ {
		if !try(fitted(strconv.Itoa(i)+" "+text, limits)) {
			return
		}
	}
}

// shortWord is a whole word the limits allow, else the text itself.
func shortWord(limits extent, rng *prng, text string) string {
	words := plainWords()
	start := rng.below(len(words))
	for i := range words {
		if w := words[(start+i)%len(words)]; limits.has(len(w)) {
			return w
		}
	}
	return text
}

// fitted cuts or repeats a text to the nearest length the limits allow.
func fitted(text string, limits extent) string {
	n := utf8.RuneCountInString(text)
	switch {
	case n < limits.lo && limits.lo <= maxText:
		return ofLength(text+" ", limits.lo)
	case limits.hi >= 0 && n > limits.hi:
		return ofLength(text, limits.hi)
	}
	return text
}

// drawn returns a string that matches a pattern with a length the limits allow;
// try selects among the lengths and characters.
func (m *maker) drawn(source string, limits extent, try int, name string) (string, bool) {
	p := m.pattern(source)
	if p == nil {
		return "", false
	}
	hi := limits.hi
	if hi < 0 || hi > limits.lo+64 {
		hi = limits.lo + 64
	}
	sizes := m.sizes(p, limits.lo, hi)
	if len(sizes) == 0 {
		return "", false
	}
	m.left--
	size := sizes[nearest(sizes, max(limits.lo, 6+try%5))]
	if try >= 16 {
		size = sizes[try%len(sizes)]
	}
	text, ok := p.sample(size, try, seeded(m.opts.Seed, name+" "+source).next())
	if !ok {
		return "", false
	}
	return text, m.match(source, text)
}

// sizes remembers the lengths of a pattern, which cost more than a draw.
func (m *maker) sizes(p *pattern, lo, hi int) []int {
	key := [2]int{lo, hi}
	if known, ok := p.known[key]; ok {
		return known
	}
	p.known[key] = p.sizes(lo, hi)
	return p.known[key]
}

func nearest(sizes []int, want int) int {
	best := 0
	for i, n := range sizes {
		if distance(n, want) < distance(sizes[best], want) {
			best = i
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

// exact offers strings of exactly n code points that could satisfy the shape.
func (m *maker) exact(s *shape, n int, name string, offer func(string) bool) {
	if !m.meetTexts(s, extent{n, n}, name, offer) {
		return
	}
	for _, p := range s.strings("pattern") {
		parsed := m.pattern(p)
		for i := 0; parsed != nil && i < maxTries && m.left > 0; i++ {
			m.left--
			if text, ok := parsed.sample(n, i, seeded(m.opts.Seed, name+" "+p).next()); ok && m.matches(s, text) && !offer(text) {
				return
			}
		}
	}
	for _, f := range s.strings("format") {
		if text, ok := formatOfLength(f, n); ok && !offer(text) {
			return
		}
	}
	if !s.has("pattern") {
		_ = offer(ofLength("harbour tower ", n)) && offer(ofLength("x", n))
	}
}
