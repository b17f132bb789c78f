package schema

import (
	"fmt"
	"regexp"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// matchLimit bounds one match of a pattern that needs backtracking.
const matchLimit = 250 * time.Millisecond

// pattern is a compiled ECMA-262 regular expression, read as if with the flag
// u (JSON Schema 2020-12 core, section 6.4). Most run on Go's engine, in linear
// time; look-around and back-references need a backtracking one.
type pattern struct {
	source string
	linear *regexp.Regexp
	slow   *regexp2.Regexp
}

// MatchPattern reports whether the ECMA-262 pattern is found anywhere in s.
// The error tells that the pattern is no valid one, or that matching was given
// up at a time limit.
func MatchPattern(pattern, s string) (bool, error) {
	p, err := compilePattern(pattern)
	if err != nil {
		return false, err
	}
	return p.match(s)
}

func compilePattern(source string) (*pattern, error) {
	t, err := translate(source)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", source, err)
	}
	p := &pattern{source: source}
	if !t.backtracks {
		if p.linear, err = regexp.Compile(t.text); err == nil {
			return p, nil
		}
	}
	p.slow, err = regexp2.Compile(t.text, regexp2.ECMAScript)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", source, err)
	}
	p.slow.MatchTimeout = matchLimit
	return p, nil
}

func (p *pattern) match(s string) (bool, error) {
	if p.linear != nil {
		return p.linear.MatchString(s), nil
	}
	ok, err := p.slow.MatchString(s)
	if err != nil {
		return false, fmt.Errorf("pattern %q: no answer within %s", p.source, matchLimit)
	}
	return ok, nil
}

// MatchString makes a pattern usable by the schema compiler.
func (p *pattern) MatchString(s string) bool {
	ok, err := p.match(s)
	return ok && err == nil
}

// String is the pattern as written in the schema.
func (p *pattern) String() string { return p.source }

// MatchPattern is the function of the same name for the patterns that a set's
// users meet over and over: each is compiled once.
func (s *Set) MatchPattern(pattern, text string) (bool, error) {
	p, err := s.pattern(pattern)
	if err != nil {
		return false, err
	}
	return p.match(text)
}

func (s *Set) pattern(source string) (*pattern, error) {
	known, ok := s.patterns.Load(source)
	if !ok {
		p, err := compilePattern(source)
		if known = any(p); err != nil {
			known = err
		}
		s.patterns.Store(source, known)
	}
	if err, bad := known.(error); bad {
		return nil, err
	}
	return known.(*pattern), nil
}

func (s *Set) compileForLibrary(source string) (jsonschema.Regexp, error) {
	p, err := s.pattern(source)
	if err != nil {
		return nil, err
	}
	return p, nil
}
