package schema

import (
	"time"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const matchLimit = 250 * time.Millisecond

// MatchPattern reports whether the ECMA-262 pattern is found anywhere in s.
// The error tells that the pattern is invalid or that the match took too long.
func MatchPattern(pattern, s string) (bool, error) {
	re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		return false, err
	}
	re.MatchTimeout = matchLimit
	return re.MatchString(s)
}

type libraryPattern struct{ *regexp2.Regexp }

func (p libraryPattern) MatchString(s string) bool {
	ok, err := p.Regexp.MatchString(s)
	return ok && err == nil
}

func compileForLibrary(pattern string) (jsonschema.Regexp, error) {
	re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		return nil, err
	}
	re.MatchTimeout = matchLimit
	return libraryPattern{re}, nil
}
