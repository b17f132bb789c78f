package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// readJSON reads exactly one JSON text (RFC 8259).
func readJSON(b *builder, data []byte) (any, *place) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := &jsonReader{builder: b, lines: lineStarts(data)}
	r.in = jsontext.NewDecoder(bytes.NewReader(data), jsontext.AllowDuplicateNames(true))
	v, where := r.read("", 0)
	if b.stopped || len(b.problems) > 0 {
		return nil, nil
	}
	if _, err := r.in.ReadToken(); err == nil {
		b.refuse(r.line(), "", "something follows the end of the document", "one file holds one document")
	} else if !errors.Is(err, io.EOF) {
		r.fail(err)
	}
	return v, where
}

type jsonReader struct {
	*builder
	in    *jsontext.Decoder
	lines []int64 // offset at which each line begins
}

func lineStarts(data []byte) []int64 {
	starts := []int64{0}
	for i, c := range data {
		if c == '\n' {
			starts = append(starts, int64(i)+1)
		}
	}
	return starts
}

func (r *jsonReader) lineOf(offset int64) int {
	return sort.Search(len(r.lines), func(i int) bool { return r.lines[i] > offset })
}

// line is the line on which the last token ended.
func (r *jsonReader) line() int { return r.lineOf(max(r.in.InputOffset()-1, 0)) }

// fail reports what the JSON library could not read.
func (r *jsonReader) fail(err error) {
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.As(err, &syntactic):
		message := strings.TrimPrefix(syntactic.Err.Error(), "jsontext: ")
		r.stop(r.lineOf(syntactic.ByteOffset), string(syntactic.JSONPointer), "not readable as JSON: "+message,
			"check commas, quotes and brackets here")
	case errors.Is(err, io.EOF):
		r.stop(1, "", "the file is empty", "write the document or remove the file")
	default:
		r.stop(r.line(), "", "not readable as JSON: the text ends too early", "check that each bracket is closed")
	}
}

// token reads the next token; false after a failure, which is then noted.
func (r *jsonReader) token() (jsontext.Token, bool) {
	if r.stopped {
		return jsontext.Token{}, false
	}
	t, err := r.in.ReadToken()
	if err != nil {
		r.fail(err)
		return jsontext.Token{}, false
	}
	return t, true
}

func (r *jsonReader) read(pointer string, depth int) (any, *place) {
	t, ok := r.token()
	where := &place{line: r.line()}
	if !ok || !r.spend(1, depth, where.line) {
		return nil, where
	}
	switch t.Kind() {
	case '{':
		return r.object(pointer, depth, where), where
	case '[':
		return r.array(pointer, depth, where), where
	case '"':
		return t.String(), where
	case '0':
		return json.Number(t.String()), where
	case 't', 'f':
		return t.Bool(), where
	}
	return nil, where
}

func (r *jsonReader) object(pointer string, depth int, where *place) any {
	members := map[string]any{}
	where.members = map[string]*place{}
	for !r.stopped && r.in.PeekKind() != '}' {
		t, ok := r.token()
		if !ok {
			return members
		}
		name, line := t.String(), r.line()
		at := Join(pointer, name)
		first, twice := where.members[name]
		v, below := r.read(at, depth+1)
		if twice {
			r.refuse(line, at, fmt.Sprintf("the key %q is given twice, first on line %d", name, first.line), "remove one of them")
			continue
		}
		members[name], where.members[name] = v, below.at(line)
	}
	r.token()
	return members
}

func (r *jsonReader) array(pointer string, depth int, where *place) any {
	items := []any{}
	for !r.stopped && r.in.PeekKind() != ']' {
		v, below := r.read(pointer+"/"+strconv.Itoa(len(items)), depth+1)
		items, where.items = append(items, v), append(where.items, below)
	}
	r.token()
	return items
}
