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
	Chinese string // the message in Chinese, "" where it is known in English only
}

// Error renders "path:line: pointer: message (hint)".
func (p Problem) Error() string {
	s := ""
	if p.Path != "" {
		s = p.at() + ": "
	}
	if p.Pointer != "" {
		s += p.Pointer + ": "
	}
	s += p.Message
	if p.Hint != "" {
		s += " (" + p.Hint + ")"
	}
	return s
}

// InChinese renders the problem for Chinese readers; a message that is known in
// English only is quoted.
func (p Problem) InChinese() string {
	said := p.Chinese
	if said == "" {
		said = "此处无法按原意读取（原文：" + p.Message + "）"
	}
	if p.Pointer != "" {
		said = p.Pointer + "：" + said
	}
	if p.Path != "" {
		said = p.at() + "：" + said
	}
	return said
}

func (p Problem) at() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	}
	return p.Path
}
