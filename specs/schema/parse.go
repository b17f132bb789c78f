package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth is how deeply objects and arrays may be nested in what Parse reads
// and in what a Set compiles.
const MaxDepth = 512

// SyntaxError tells why a text is not one strict JSON value.
type SyntaxError struct {
	Offset  int    // bytes before the defect
	Pointer string // JSON pointer of the value with the defect; of the member for "duplicate"
	Kind    string // "syntax", "duplicate", "utf8", "trailing" or "depth"
	Message string // what is wrong, in English
}

// Error renders "invalid JSON at byte N, pointer: message".
func (e *SyntaxError) Error() string {
	at := ""
	if e.Pointer != "" {
		at = ", " + e.Pointer
	}
	return fmt.Sprintf("invalid JSON at byte %d%s: %s", e.Offset, at, e.Message)
}

// Parse reads exactly one JSON value (RFC 8259), stricter than most readers:
// member names are unique in their object, the text and every string in it is
// proper UTF-8 (RFC 7493, sections 2.1 and 2.3), nothing but white space
// follows, and nesting ends at [MaxDepth]. Objects become map[string]any,
// arrays []any and numbers json.Number with their spelling. The error is a
// *[SyntaxError].
func Parse(data []byte) (any, error) {
	p := parser{jsontext.NewDecoder(bytes.NewReader(data))}
	v, err := p.value()
	if err == nil {
		err = p.end()
	}
	if err != nil {
		return nil, p.explain(err, data)
	}
	return v, nil
}

type parser struct{ in *jsontext.Decoder }

func (p parser) value() (any, error) {
	token, err := p.in.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		return p.object()
	case '[':
		return p.array()
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil
}

func (p parser) object() (any, error) {
	if err := p.tooDeep(); err != nil {
		return nil, err
	}
	members := map[string]any{}
	for {
		token, err := p.in.ReadToken()
		if err != nil {
			return nil, err
		}
		if token.Kind() == '}' {
			return members, nil
		}
		name := token.String()
		if members[name], err = p.value(); err != nil {
			return nil, err
		}
	}
}

func (p parser) array() (any, error) {
	if err := p.tooDeep(); err != nil {
		return nil, err
	}
	items := []any{}
	for p.in.PeekKind() != ']' {
		item, err := p.value()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err := p.in.ReadToken()
	return items, err
}

var errDepth = errors.New("nested too deeply")

func (p parser) tooDeep() error {
	if p.in.StackDepth() > MaxDepth {
		return errDepth
	}
	return nil
}

// trailing is the error for text that follows the value: where the value ends.
type trailing struct{ offset int }

func (trailing) Error() string { return "something follows the value" }

func (p parser) end() error {
	after := int(p.in.InputOffset())
	if _, err := p.in.ReadToken(); err == nil || err != io.EOF {
		return trailing{after}
	}
	return nil
}

func (p parser) explain(err error, data []byte) *SyntaxError {
	out := &SyntaxError{
		Offset:  int(p.in.InputOffset()),
		Pointer: string(p.in.StackPointer()),
		Kind:    "syntax",
		Message: strings.TrimPrefix(err.Error(), "jsontext: "),
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		out.Offset, out.Pointer = int(syntactic.ByteOffset), string(syntactic.JSONPointer)
		out.Message = syntactic.Err.Error()
	}
	var rest trailing
	switch {
	case errors.Is(err, errDepth):
		out.Kind = "depth"
	case errors.As(err, &rest):
		out.Kind, out.Offset = "trailing", skipSpace(data, rest.offset)
	case errors.Is(err, jsontext.ErrDuplicateName):
		out.Kind, out.Message = "duplicate", "member name used twice"
	case isEncodingError(out.Message, data, out.Offset):
		out.Kind = "utf8"
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		out.Offset, out.Message = len(data), "the text ends too early"
	}
	return out
}

// isEncodingError recognises bad UTF-8 and escaped halves of surrogate pairs,
// for which the reader has no error value of its own.
func isEncodingError(message string, data []byte, offset int) bool {
	if strings.Contains(message, "UTF-8") || strings.Contains(message, "surrogate") {
		return true
	}
	if offset >= len(data) {
		return false
	}
	r, size := utf8.DecodeRune(data[offset:])
	return r == utf8.RuneError && size <= 1
}

func skipSpace(data []byte, offset int) int {
	rest := bytes.TrimLeft(data[offset:], " \t\r\n")
	return len(data) - len(rest)
}
