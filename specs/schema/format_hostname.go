package schema

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/secure/bidirule"
	"golang.org/x/text/unicode/norm"
)

// isHostname checks a host name of RFC 1123, section 2.1; a label that begins
// with "xn--" must stand for a proper international one (RFC 5890).
func isHostname(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if !isASCIILabel(label) {
			return false
		}
	}
	return len(s) <= 253 && directionsHold(labels)
}

func isASCIILabel(label string) bool {
	if len(label) == 0 || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for _, c := range label {
		if !isAlphanumeric(c) && c != '-' {
			return false
		}
	}
	if strings.HasPrefix(strings.ToLower(label), "xn--") {
		return isALabel(strings.ToLower(label))
	}
	return true
}

// isALabel reports whether an ASCII label is the exact encoding of a proper
// international one.
func isALabel(label string) bool {
	plain, err := idna.Punycode.ToUnicode(label)
	if err != nil || isASCII(plain) || !isULabel(plain) {
		return false
	}
	again, err := idna.Punycode.ToASCII(plain)
	return err == nil && again == label
}

// isIDNHostname checks an international host name (RFC 5890, section 2.3.2.3).
// Full stops of East Asian scripts separate labels too (RFC 3490, section 3.1).
func isIDNHostname(s string) bool {
	labels := strings.Split(stops.Replace(s), ".")
	encoded := 0
	for _, label := range labels {
		ascii, err := idna.Punycode.ToASCII(label)
		if err != nil || !isLabel(label) || len(ascii) > 63 {
			return false
		}
		encoded += len(ascii) + 1
	}
	return encoded <= 254 && directionsHold(labels)
}

// directionsHold applies the Bidi rule, which concerns all labels as soon as
// one has right-to-left characters (RFC 5893, section 1.4).
func directionsHold(labels []string) bool {
	plain := make([]string, len(labels))
	for i, label := range labels {
		plain[i] = toUnicode(label)
	}
	if !strings.ContainsFunc(strings.Join(plain, "."), isRightToLeft) {
		return true
	}
	return !slices.ContainsFunc(plain, func(label string) bool { return !bidirule.ValidString(label) })
}

func toUnicode(label string) string {
	if plain, err := idna.Punycode.ToUnicode(strings.ToLower(label)); err == nil {
		return plain
	}
	return label
}

var stops = strings.NewReplacer("\u3002", ".", "\uff0e", ".", "\uff61", ".")

func isLabel(label string) bool {
	if isASCII(label) {
		return isASCIILabel(label)
	}
	return isULabel(label)
}

// isULabel checks a label with characters outside of ASCII (RFC 5891, section
// 4.2).
func isULabel(label string) bool {
	runes := []rune(label)
	if !utf8.ValidString(label) || !norm.NFC.IsNormalString(label) || isCombining(runes[0]) {
		return false
	}
	if runes[0] == '-' || runes[len(runes)-1] == '-' || len(runes) > 3 && runes[2] == '-' && runes[3] == '-' {
		return false
	}
	for i := range runes {
		if !isAllowedAt(runes, i) {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
