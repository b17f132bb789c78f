package synth

import (
	"sort"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// proof is an instance whose violations are the target's, and what else it
// could not help breaking.
type proof struct {
	value any
	also  []string
}

func (p *proof) extra() string {
	out := ""
	for _, k := range p.also {
		out += "+" + k
	}
	return out
}

// prove tries the edits of a fault on a valid instance until one breaks the
// target alone; failing that it returns the one that breaks least beside it.
// The repair needs no second look: it is the base, which the schema accepts.
func (m *maker) prove(pl place, w word, base any, f fault) (*proof, Gap) {
	if f.beyond > 0 {
		return nil, gapAt(f.ptr, w.key, w.at, reasonMax, strconv.Itoa(f.beyond), strconv.Itoa(f.cap))
	}
	if len(f.tries) == 0 {
		return nil, gapAt(f.ptr, w.key, w.at, reasonNoTry)
	}
	var best *proof
	reported := map[string]bool{}
	root, err := m.compile(m.root)
	if err != nil {
		return nil, gapAt(f.ptr, w.key, w.at, reasonUnmade, text(err))
	}
	for _, edits := range f.tries {
		if m.left -= costOfCheck; m.left < 0 {
			break
		}
		v, ok := apply(base, edits...)
		if !ok {
			continue
		}
		m.chargeFor(v)
		p := m.judge(pl, w, f, root.Validate(v), v, reported)
		if p != nil && (best == nil || len(p.also) < len(best.also)) {
			best = p
		}
		if best != nil && len(best.also) == 0 {
			break
		}
	}
	return best, whyNot(w, f, reported)
}

// judge compares the violations with the target; nil when it is not broken.
func (m *maker) judge(pl place, w word, f fault, found []schema.Violation, v any, reported map[string]bool) *proof {
	hit := false
	also := map[string]bool{}
	for _, x := range found {
		switch {
		case isTarget(pl, w, f, x):
			hit = true
		default:
			also[x.Keyword] = true
			reported[x.Keyword] = true
		}
	}
	if pl.branched && len(found) > 0 && (!hit || len(also) > 0) && m.brokenInBranch(pl, w, v) {
		return &proof{value: v}
	}
	if !hit {
		return nil
	}
	return &proof{value: v, also: sortedSet(also)}
}

// isTarget reports whether a violation is the fault's own: the keyword at the
// place or at the member concerned, or for an applicator anything below it.
func isTarget(pl place, w word, f fault, x schema.Violation) bool {
	if x.Instance != pl.ptr && !under(x.Instance, f.ptr) {
		return isApplicator(w.key) && under(x.Instance, pl.ptr) && strings.HasPrefix(x.Schema, at(w.at, w.key))
	}
	if x.Keyword == w.key || sameMeaning(w.key, x.Keyword) {
		return true
	}
	return isApplicator(w.key) && strings.HasPrefix(x.Schema, at(w.at, w.key))
}

// sameMeaning reports whether two keywords name the same fault: drafts and
// engines differ in words.
func sameMeaning(want, got string) bool {
	same := map[string][]string{
		"const": {"enum"}, "minContains": {"contains"}, "contains": {"minContains", "maxContains"},
		"dependencies": {"dependentRequired", "dependency"}, "exclusiveMinimum": {"minimum"},
		"items": {"additionalItems", "unevaluatedItems", ""}, "additionalItems": {"items", ""}, "unevaluatedItems": {"items", ""},
		"additionalProperties": {""}, "unevaluatedProperties": {""}, "properties": {"", "not"},
		"minimum": {"exclusiveMinimum"}, "maximum": {"exclusiveMaximum"}, "exclusiveMaximum": {"maximum"},
	}
	return contains(same[want], got)
}

func isApplicator(key string) bool {
	return contains([]string{"anyOf", "oneOf", "not", "contains", "propertyNames", "dependentSchemas", "items",
		"additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems", "properties"}, key)
}

// brokenInBranch proves a fault inside of an alternative. The engine answers
// for the whole choice there, so the place is judged by the schemas that hold
// once the branch is taken: the target's own is broken by the target alone, all
// others are kept.
func (m *maker) brokenInBranch(pl place, w word, v any) bool {
	part, ok := document.Get(v, pl.ptr)
	if !ok {
		return false
	}
	for _, n := range pl.s.nodes {
		if n.assumed {
			continue
		}
		s, err := m.compile(n.at)
		if err != nil {
			return false
		}
		for _, x := range s.Validate(part) {
			if !isTarget(place{}, w, fault{}, x) && !isChoice(x) {
				return false
			}
		}
	}
	s, err := m.compile(w.at)
	return err == nil && len(s.Validate(part)) > 0
}

// isChoice reports whether the choice itself is reported at the judged place.
func isChoice(x schema.Violation) bool {
	return x.Instance == "" && (x.Keyword == "oneOf" || x.Keyword == "anyOf")
}

func whyNot(w word, f fault, reported map[string]bool) Gap {
	if len(reported) == 0 {
		return gapAt(f.ptr, w.key, w.at, reasonLoose)
	}
	return gapAt(f.ptr, w.key, w.at, reasonMasked, strings.Join(sortedSet(reported), ", "))
}

func sortedSet(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
