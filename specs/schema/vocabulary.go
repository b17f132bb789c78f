package schema

import "sync"

// vocabulary is the names of all members that stand in a schema or in what it
// refers to: whoever asks for the annotations of another keyword need not
// evaluate anything.
type vocabulary struct {
	once  sync.Once
	words map[string]bool // nil when references are only known at evaluation
}

// says tells whether the keyword may stand in the schema.
func (c *Schema) says(keyword string) bool {
	c.vocabulary.once.Do(func() {
		w := reader{set: c.set, words: map[string]bool{}, seen: map[string]bool{}}
		if w.visit(c.ref) {
			c.vocabulary.words = w.words
		}
	})
	return c.vocabulary.words == nil || c.vocabulary.words[keyword]
}

// reader collects words from place to place.
type reader struct {
	set   *Set
	words map[string]bool
	seen  map[string]bool // references
}

// visit reads the schema at a reference; false when not all can be told.
func (r reader) visit(ref string) bool {
	if r.seen[ref] {
		return true
	}
	r.seen[ref] = true
	raw, err := r.set.Lookup(ref)
	return err == nil && r.read(ref, raw)
}

func (r reader) read(base string, raw any) bool {
	switch raw := raw.(type) {
	case []any:
		for _, v := range raw {
			if !r.read(base, v) {
				return false
			}
		}
	case map[string]any:
		for name, v := range raw {
			r.words[name] = true
			if !r.member(base, name, v) {
				return false
			}
		}
	}
	return true
}

func (r reader) member(base, name string, v any) bool {
	target, isText := v.(string)
	switch {
	case name == "$dynamicRef" || name == "$recursiveRef" || name == "$id":
		return false
	case name == "$ref" && isText:
		to, err := r.set.Resolve(base, target)
		return err == nil && r.visit(to)
	}
	return r.read(base, v)
}
