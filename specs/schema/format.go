package schema

import (
	"net/netip"
	"regexp"
	"strings"
)

// formats is the table of formats that are asserted (JSON Schema 2020-12
// validation, section 7.3). Formats that are not here say nothing.
var formats = map[string]func(string) bool{
	"date-time":             isDateTime,
	"date":                  isDate,
	"time":                  isTime,
	"duration":              isDuration,
	"email":                 isEmail,
	"idn-email":             isIDNEmail,
	"hostname":              isHostname,
	"idn-hostname":          isIDNHostname,
	"ipv4":                  isIPv4,
	"ipv6":                  isIPv6,
	"uri":                   isURI,
	"uri-reference":         isURIReference,
	"iri":                   isIRI,
	"iri-reference":         isIRIReference,
	"uri-template":          isURITemplate,
	"uuid":                  isUUID,
	"json-pointer":          isJSONPointer,
	"relative-json-pointer": isRelativeJSONPointer,
	"regex":                 isRegex,
	"credit-code":           isCreditCode,
}

// CheckFormat reports whether s has the format name, by the letter of the
// standard that defines the format, and whether the name is known at all; a
// string has every unknown format.
func CheckFormat(name, s string) (ok, known bool) {
	check, known := formats[name]
	return !known || check(s), known
}

func isIPv4(s string) bool {
	addr, err := netip.ParseAddr(s)
	return err == nil && addr.Is4()
}

func isIPv6(s string) bool {
	addr, err := netip.ParseAddr(s)
	return err == nil && addr.Is6() && addr.Zone() == ""
}

var uuidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z`)

func isUUID(s string) bool { return uuidForm.MatchString(s) }

func isJSONPointer(s string) bool {
	return s == "" || strings.HasPrefix(s, "/") && tildesAreEscapes(s)
}

func tildesAreEscapes(s string) bool {
	for i, c := range s {
		if c == '~' && (i+1 == len(s) || s[i+1] != '0' && s[i+1] != '1') {
			return false
		}
	}
	return true
}

// relativeStart is the part before the JSON pointer: levels up, then perhaps a
// shift of the index (draft-bhutton-relative-json-pointer-00, section 3).
var relativeStart = regexp.MustCompile(`^(0|[1-9][0-9]*)([+-](0|[1-9][0-9]*))?`)

func isRelativeJSONPointer(s string) bool {
	start := relativeStart.FindString(s)
	rest := s[len(start):]
	return start != "" && (rest == "#" || isJSONPointer(rest))
}

func isRegex(s string) bool {
	_, err := compilePattern(s)
	return err == nil
}
