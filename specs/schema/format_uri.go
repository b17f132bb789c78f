package schema

import (
	"net/netip"
	"regexp"
	"strings"
	"unicode/utf8"
)

// URIs by RFC 3986 and IRIs by RFC 3987, to the letter of their grammar.

func isURI(s string) bool          { return uriGrammar{}.absolute(s) }
func isURIReference(s string) bool { return uriGrammar{}.reference(s) }
func isIRI(s string) bool          { return uriGrammar{international: true}.absolute(s) }
func isIRIReference(s string) bool { return uriGrammar{international: true}.reference(s) }

type uriGrammar struct{ international bool }

var schemeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

func (g uriGrammar) absolute(s string) bool {
	scheme := schemeForm.FindString(s)
	return scheme != "" && g.hierarchy(s[len(scheme):])
}

func (g uriGrammar) reference(s string) bool {
	if g.absolute(s) {
		return true
	}
	path, _, _ := strings.Cut(s, "?")
	path, _, _ = strings.Cut(path, "#")
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ":") && g.hierarchy(s)
}

// hierarchy checks authority, path, query and fragment.
func (g uriGrammar) hierarchy(s string) bool {
	s, fragment, _ := strings.Cut(s, "#")
	s, query, _ := strings.Cut(s, "?")
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		authority := rest
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			authority = rest[:i]
		}
		if !g.authority(authority) {
			return false
		}
		s = rest[len(authority):]
	}
	return g.chars(s, ":@/") && g.query(query) && g.chars(fragment, ":@/?")
}

func (g uriGrammar) query(s string) bool {
	if g.international {
		s = strings.Map(dropPrivateUse, s)
	}
	return g.chars(s, ":@/?")
}

// dropPrivateUse removes what RFC 3987 allows in queries alone (iprivate).
func dropPrivateUse(c rune) rune {
	if c >= 0xe000 && c <= 0xf8ff || c >= 0xf0000 && c <= 0xffffd || c >= 0x100000 && c <= 0x10fffd {
		return -1
	}
	return c
}

func (g uriGrammar) authority(s string) bool {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		if !g.chars(s[:i], ":") {
			return false
		}
		s = s[i+1:]
	}
	host, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i > strings.LastIndexByte(s, ']') {
		host, port = s[:i], s[i+1:]
	}
	return (port == "" || allDigits(port)) && g.host(host)
}

var futureAddress = regexp.MustCompile(`^[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+\z`)

func (g uriGrammar) host(s string) bool {
	if !strings.HasPrefix(s, "[") {
		return g.chars(s, "")
	}
	literal, ok := strings.CutSuffix(s[1:], "]")
	if !ok {
		return false
	}
	addr, err := netip.ParseAddr(literal)
	return err == nil && addr.Is6() && addr.Zone() == "" || futureAddress.MatchString(literal)
}

const (
	unreserved = "-._~"
	subDelims  = "!$&'()*+,;="
)

// chars reports whether s consists of unreserved characters, sub-delimiters,
// percent-encoded bytes and the characters of extra.
func (g uriGrammar) chars(s, extra string) bool {
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == '%':
			if !isPercentEncoded(s[i:]) {
				return false
			}
		case isAlphanumeric(c), c < utf8.RuneSelf && strings.ContainsRune(unreserved+subDelims+extra, c):
		case g.international && isInternational(c, size):
		default:
			return false
		}
		i += size
	}
	return true
}

func isPercentEncoded(s string) bool {
	return len(s) >= 3 && isHex(s[1]) && isHex(s[2])
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func isAlphanumeric(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// isInternational tells the ucschar of RFC 3987, section 2.2.
func isInternational(c rune, size int) bool {
	switch {
	case c == utf8.RuneError && size <= 1:
		return false
	case c >= 0xa0 && c <= 0xd7ff, c >= 0xf900 && c <= 0xfdcf, c >= 0xfdf0 && c <= 0xffef:
		return true
	}
	return c >= 0x10000 && c <= 0xefffd && c&0xffff <= 0xfffd && (c < 0xe0000 || c >= 0xe1000)
}
