package document

import (
	"fmt"
	"path"
	"strings"
)

// What a document may cost at most. The largest published interface documents
// known to us stay below a quarter of each figure; anything beyond is refused
// with one line instead of exhausting the machine.
const (
	maxBytes    = 16 << 20  // size of the text
	maxMarks    = 256 << 10 // characters of a YAML text that may begin a value
	maxNodes    = 512 << 10 // values, counting what aliases repeat
	maxDepth    = 256       // nesting of lists and mappings
	maxProblems = 20        // defects reported of one unreadable file
)

// Document is a parsed file: its values and where each of them stood.
type Document struct {
	Path   string // as given to Parse
	Root   any    // map[string]any, []any, string, bool, nil or json.Number; must not be changed
	places *place
}

// Problems are the defects that made a document unreadable, in text order. It
// is an error of one line a defect.
type Problems []Problem

// Error renders one problem a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Parse reads one document: JSON when the path ends in ".json", YAML 1.2
// otherwise. A document that cannot be read as intended (bad syntax, a key
// given twice, more than one document, too large, too deep) is refused with
// [Problems]; there is no partial document.
func Parse(name string, data []byte) (*Document, error) {
	if len(data) > maxBytes {
		return nil, Problems{{
			Path:    name,
			Message: fmt.Sprintf("the file has %d bytes, at most %d are read", len(data), maxBytes),
			Hint:    "split it into several files",
		}}
	}
	read := readYAML
	if strings.EqualFold(path.Ext(name), ".json") {
		read = readJSON
	}
	b := &builder{path: name}
	root, where := read(b, data)
	if len(b.problems) > 0 {
		return nil, b.problems
	}
	return &Document{Path: name, Root: root, places: where}, nil
}

// Line is the line of the value at a pointer (of its key, for a member); of
// the nearest ancestor when there is no such value. Lines count from 1.
func (d *Document) Line(pointer string) int {
	at := d.places
	if at == nil {
		return 0
	}
	for _, segment := range Split(pointer) {
		next := at.child(segment)
		if next == nil {
			break
		}
		at = next
	}
	return at.line
}

// Lookup finds the value at a pointer.
func (d *Document) Lookup(pointer string) (any, bool) { return Get(d.Root, pointer) }

// Problem makes a problem at a pointer of the document, with its line.
func (d *Document) Problem(pointer, message, hint string) Problem {
	return Problem{Path: d.Path, Line: d.Line(pointer), Pointer: pointer, Message: message, Hint: hint}
}
