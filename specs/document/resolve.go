package document

import (
	"errors"
	"net/url"
	"strings"
)

// Resolver finds what a "$ref" refers to. Base is the place of the reference,
// "file#/pointer"; target is the place of what it means, with its value. It is
// an error when nothing stands there.
type Resolver func(base, ref string) (target string, node any, err error)

var (
	errElsewhere = errors.New("it stands in another document")
	errNothing   = errors.New("nothing stands there")
)

// Within resolves references inside of one document only.
func Within(d *Document) Resolver {
	return func(_, ref string) (string, any, error) {
		file, pointer, _ := strings.Cut(ref, "#")
		if file != "" && file != d.Path {
			return "", nil, errElsewhere
		}
		node, ok := d.Lookup(pointer)
		if !ok {
			if plain, err := url.PathUnescape(pointer); err == nil {
				pointer = plain
				node, ok = d.Lookup(pointer)
			}
		}
		if !ok {
			return "", nil, errNothing
		}
		return d.Path + "#" + pointer, node, nil
	}
}

// DeadReference is the problem of a "$ref" that leads nowhere; the pointer is
// that of the value that holds it.
func DeadReference(file, pointer, ref string, err error) Problem {
	return Problem{
		Path: file, Pointer: pointer,
		Message: "the reference " + ref + " leads nowhere: " + err.Error(),
		Hint:    "correct the path or add what it names",
	}
}
