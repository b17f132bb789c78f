package bundle

import (
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/suites/wire"
)

// differs tells in what a recorded request is not the one that the suite makes,
// "" when it is.
func differs(have *sent, want wire.Sent) string {
	made := sentOf(want)
	switch {
	case have.As != made.As:
		return "credential"
	case have.Method != made.Method:
		return "method"
	case !fits(have.URL, made.URL):
		return "URL"
	case !slices.Equal(slices.Sorted(maps.Keys(have.Header)), slices.Sorted(maps.Keys(made.Header))):
		return "header fields"
	case !have.Body.of(want.Body):
		return "body"
	}
	for name, values := range have.Header {
		if !slices.EqualFunc(values, made.Header[name], fits) {
			return "header field " + name
		}
	}
	return ""
}

// of tells whether octets are the record of a body.
func (o octets) of(body []byte) bool {
	if o.cut != nil {
		return o.cut.Octets == len(body) && o.cut.SHA256 == digest(body)
	}
	return fits(string(o.raw), string(body))
}

// fits compares a recorded text with what it should be. A mask in the record
// stands for any text: a secret was there.
func fits(have, want string) bool {
	if !strings.Contains(have, wire.Mask) {
		return have == want
	}
	parts := strings.Split(have, wire.Mask)
	rest, ok := strings.CutPrefix(want, parts[0])
	if !ok {
		return false
	}
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, p)
		if i < 0 {
			return false
		}
		rest = rest[i+len(p):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
