// Package document reads YAML and JSON text into a plain tree that remembers
// where each value stood.
//
// In go bytes and a path; out comes a [Document]: values are map[string]any,
// []any, string, bool, nil and [encoding/json.Number] (numbers keep their
// spelling, so no digit is lost). YAML is read by the 1.2 core schema: a date
// stays a string, 010 is the number 10. The package knows nothing of
// standards, schemas or tests.
package document

import "fmt"

// Problem is a defect of a document, addressed so that an author can find it.
type Problem struct {
	Path    string // file as given to Parse
	Line    int    // 1-based; 0 when unknown
	Pointer string // RFC 6901 JSON pointer, "" for the whole document
	Message string // what is wrong
	Hint    string // what to do, or ""
}

// Error renders "path:line: pointer: message (hint)".
func (p Problem) Error() string {
	s := p.Path
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
	}
	s += ": "
	if p.Pointer != "" {
		s += p.Pointer + ": "
	}
	s += p.Message
	if p.Hint != "" {
		s += " (" + p.Hint + ")"
	}
	return s
}
