package schema

import (
	"fmt"
	"strings"
)

// Schema is a compiled schema, read from one side of an interface. It is safe
// for concurrent use.
type Schema struct {
	root *node
	view View
	err  error
}

// Compile compiles the schema at an absolute reference of the set, such as
// "lgt/openapi.yaml#/components/schemas/Luminaire", for view v. The result,
// also a failure, is cached. It is an error when the place does not exist, is
// no valid schema of its dialect, leads outside of the set, or leads back to
// itself without end.
func (s *Set) Compile(ref string, v View) (*Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := request{ref, v}
	c, ok := s.schemas[key]
	if !ok {
		c = &Schema{view: v}
		c.root, c.err = s.compile(ref)
		s.schemas[key] = c
	}
	if c.err != nil {
		return nil, c.err
	}
	return c, nil
}

func (s *Set) compile(ref string) (*node, error) {
	uri, ptr, err := s.locate(ref)
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", ref, err)
	}
	if _, err := lookup(s.docs[uri], ptr); err != nil {
		return nil, fmt.Errorf("compile %s: %w", ref, err)
	}
	at := uri + "#" + encodePointer(ptr)
	if known := s.graph.done[at]; known != nil {
		return known, nil // as a part of another
	}
	if s.asked++; s.settings.batch > 0 && s.asked%s.settings.batch == 0 {
		s.compiler = s.newCompiler()
	}
	lib, err := s.compiler.Compile(at)
	if err != nil {
		return nil, &compileError{ref, err}
	}
	root, err := s.graph.build(lib)
	if err != nil {
		return nil, &compileError{ref, err}
	}
	return root, nil
}

// compileError hides the set's inner URIs.
type compileError struct {
	ref   string
	cause error
}

func (e *compileError) Error() string {
	return "compile " + e.ref + ": " + strings.ReplaceAll(e.cause.Error(), origin, "")
}

func (e *compileError) Unwrap() error { return e.cause }
