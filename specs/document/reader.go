package document

import (
	"slices"
	"strconv"
	"strings"
)

// Reader walks a document whose parts may stand elsewhere and collects what is
// wrong with it. It serves one document and one goroutine.
type Reader struct {
	Doc      *Document
	Resolve  Resolver
	Problems []Problem
}

// NewReader reads a document; a nil resolver knows only the document itself.
func NewReader(d *Document, resolve Resolver) *Reader {
	if resolve == nil {
		resolve = Within(d)
	}
	return &Reader{Doc: d, Resolve: resolve}
}

// Line is the line of a spot, 0 when it is in another document.
func (r *Reader) Line(at Spot) int {
	if at.Document() != r.Doc.Path {
		return 0
	}
	return r.Doc.Line(at.Pointer())
}

// Report notes a problem at a spot.
func (r *Reader) Report(at Spot, message, hint string) {
	r.Problems = append(r.Problems, Problem{
		Path: at.Document(), Line: r.Line(at), Pointer: at.Pointer(), Message: message, Hint: hint,
	})
}

// longestChain bounds references to references; a longer one is a circle.
const longestChain = 32

// Follow goes from a reference to what it means; a value that is no reference
// means itself. False means that the reference was reported.
func (r *Reader) Follow(at Spot) (Spot, bool) {
	return r.follow(at, func(map[string]any) bool { return true })
}

// follow goes from reference to reference as long as their mappings are ones
// to leave.
func (r *Reader) follow(at Spot, leave func(map[string]any) bool) (Spot, bool) {
	start := at
	for range longestChain {
		m, _ := at.Node.(map[string]any)
		ref, ok := m["$ref"].(string)
		if !ok || !leave(m) {
			return at, true
		}
		target, node, err := r.Resolve(at.At, ref)
		if err != nil {
			r.Problems = append(r.Problems, DeadReference(at.Document(), at.Pointer(), ref, err))
			return Spot{}, false
		}
		if !strings.Contains(target, "#") {
			target += "#"
		}
		at = Spot{At: target, Node: node}
	}
	r.Report(start, "the reference leads back to itself", "write out one of the references")
	return Spot{}, false
}

// Member is the value of a key; false when there is none.
func (r *Reader) Member(at Spot, key string) (Spot, bool) {
	m, _ := at.Node.(map[string]any)
	_, ok := m[key]
	return at.Child(key), ok
}

// IsMapping reports a value that is not a mapping; what names it in words.
func (r *Reader) IsMapping(at Spot, what string) bool {
	if _, ok := at.Node.(map[string]any); ok {
		return true
	}
	r.Report(at, what+": expected a mapping, found "+Describe(at.Node), "")
	return false
}

// Keys are the sorted names of the members; a value of another type is
// reported and has none.
func (r *Reader) Keys(at Spot, what string) []string {
	if !r.IsMapping(at, what) {
		return nil
	}
	return Keys(at.Node.(map[string]any))
}

// Items are the entries of the list under a key, none when there is no key.
func (r *Reader) Items(at Spot, key string) []Spot {
	list, ok := r.Member(at, key)
	if !ok {
		return nil
	}
	values, ok := list.Node.([]any)
	if !ok {
		r.Report(list, "expected a list, found "+Describe(list.Node), `write "- " before each entry`)
	}
	spots := make([]Spot, len(values))
	for i, v := range values {
		spots[i] = Spot{At: list.At + "/" + strconv.Itoa(i), Node: v}
	}
	return spots
}

// Texts are the entries of the list of texts under a key.
func (r *Reader) Texts(at Spot, key string) []string {
	var all []string
	for _, item := range r.Items(at, key) {
		s, ok := item.Node.(string)
		if !ok {
			r.Report(item, "expected text, found "+Describe(item.Node), "")
			continue
		}
		all = append(all, s)
	}
	return all
}

// Schema is the address of the schema under a key, "" when there is none. A
// schema that is nothing but a $ref is addressed by what it refers to; one that
// says more beside its $ref is left as it is.
func (r *Reader) Schema(at Spot, key string) string {
	schema, ok := r.Member(at, key)
	if !ok {
		return ""
	}
	if target, ok := r.follow(schema, func(m map[string]any) bool { return len(m) == 1 }); ok {
		return target.At
	}
	return schema.At
}

// KnownKeys reports the members of a mapping that have none of the given names
// and are no extension ("x-…"): what is misspelt would be read by nobody.
func (r *Reader) KnownKeys(at Spot, what string, known []string) {
	m, _ := at.Node.(map[string]any)
	for _, key := range Keys(m) {
		if !slices.Contains(known, key) && !strings.HasPrefix(key, "x-") {
			r.Report(at.Child(key), strconv.Quote(key)+" is no key of "+what, Suggest(key, known))
		}
	}
}
