package foreign

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// clean takes out of the documents what cannot be read, and leaves a mark in
// its place: whatever leads there is not tested.
func (b *builder) clean() {
	for _, file := range document.Keys(b.files) {
		doc := *b.files[file]
		c := cleaner{builder: b, doc: b.files[file]}
		doc.Root = c.tree(doc.Root, "", false)
		b.files[file] = &doc
	}
}

type cleaner struct {
	*builder
	doc *document.Document
}

func (c cleaner) tree(node any, at string, names bool) any {
	switch t := node.(type) {
	case map[string]any:
		return c.mapping(t, at, names)
	case []any:
		out := make([]any, len(t))
		for i, e := range t {
			out[i] = c.tree(e, at+"/"+strconv.Itoa(i), false)
		}
		return out
	}
	return node
}

func (c cleaner) mapping(m map[string]any, at string, names bool) any {
	if p, ok := c.dead[c.doc.Path+"#"+at]; ok {
		return c.mark(p)
	}
	if why := c.costly(m); why != "" && !names {
		return c.mark(c.doc.Problem(at, why, ""))
	}
	out := make(map[string]any, len(m))
	for _, key := range document.Keys(m) {
		switch v := m[key]; {
		case isData(key, names) && !refersTo(v):
			out[key] = v
		case strings.HasPrefix(key, "x-ucis-") && !names:
		default:
			out[key] = c.tree(v, document.Join(at, key), named(key, names) || key == "examples" && !names)
		}
	}
	return out
}

// refersTo tells named examples, some of which may stand elsewhere.
func refersTo(v any) bool {
	found := false
	visitExamples(v, "", func(string, string) { found = true })
	return found
}

// marked is the address of what was taken out.
const marked = "quarantine:"

var mark = regexp.MustCompile(marked + `(\d+)`)

// mark remembers what is taken out and leaves a reference that leads nowhere.
func (b *builder) mark(p document.Problem) map[string]any {
	b.bad = append(b.bad, p)
	b.quarantine(p)
	return map[string]any{"$ref": fmt.Sprintf("%s%d", marked, len(b.bad)-1)}
}

// quarantine names a part of the document that is not tested, once.
func (b *builder) quarantine(p document.Problem) {
	if !slices.Contains(b.svc.Quarantined, p) {
		b.svc.Quarantined = append(b.svc.Quarantined, p)
	}
}

// blame turns the reason why a place cannot be read into a problem of the
// document: that of the part that was taken out, when it leads there.
func (b *builder) blame(ref string, err error) document.Problem {
	if m := mark.FindStringSubmatch(err.Error()); m != nil {
		if n, _ := strconv.Atoi(m[1]); n < len(b.bad) {
			return b.bad[n]
		}
	}
	var p document.Problem
	if errors.As(err, &p) {
		return b.problem(p.Path, p.Pointer, p.Message, p.Hint)
	}
	if m := invalid.FindStringSubmatch(err.Error()); m != nil {
		return b.invalid(m[1], err.Error())
	}
	file, pointer, _ := strings.Cut(ref, "#")
	_, why, _ := strings.Cut(err.Error(), ref+": ")
	if why == "" {
		why = err.Error()
	}
	return b.problem(file, pointer, "the schema cannot be read: "+oneLine(why), "")
}

var (
	invalid   = regexp.MustCompile(`"([^"]+)" is not valid against metaschema`)
	innermost = regexp.MustCompile(`at '([^'\n]*)': ([^\n]*)`)
)

// invalid is the problem of a schema that breaks its own dialect: the innermost
// of the places that the compiler names.
func (b *builder) invalid(at, told string) document.Problem {
	file, pointer, _ := strings.Cut(at, "#")
	if plain, err := url.PathUnescape(file); err == nil {
		file = plain
	}
	if plain, err := url.PathUnescape(pointer); err == nil {
		pointer = plain
	}
	why := "no schema of its dialect"
	if all := innermost.FindAllStringSubmatch(told, -1); len(all) > 0 {
		last := all[len(all)-1]
		pointer, why = pointer+last[1], last[2]
	}
	return b.problem(file, pointer, "the schema cannot be read: "+shorten(why), "")
}

// oneLine keeps the last line of a reason, which is the nearest to its cause.
func oneLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return shorten(strings.TrimSpace(strings.TrimLeft(lines[len(lines)-1], "- ")))
}

// problem is a problem at a place of a document as its author wrote it.
func (b *builder) problem(file, pointer, message, hint string) document.Problem {
	if b.old && file == b.name {
		pointer = asWritten.Replace(pointer)
	}
	doc := b.files[file]
	if doc == nil {
		return document.Problem{Path: file, Pointer: pointer, Message: message, Hint: hint}
	}
	return doc.Problem(pointer, message, hint)
}
