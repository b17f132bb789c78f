package schema

import (
	"net/netip"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Mailboxes of RFC 5321, section 4.1.2, and their international form of RFC
// 6531, section 3.3.
var (
	dotString    = regexp.MustCompile("^" + atom + `(?:\.` + atom + `)*\z`)
	quotedString = regexp.MustCompile(`^"(?:[ !#-\[\]-~]|\\[ -~])*"\z`)
	idnDotString = regexp.MustCompile("^" + idnAtom + `(?:\.` + idnAtom + `)*\z`)
	idnQuoted    = regexp.MustCompile(`^"(?:[ !#-\[\]-~\x{80}-\x{10FFFF}]|\\[ -~])*"\z`)
)

const (
	atom    = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
	idnAtom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10FFFF}-]+"
)

func isEmail(s string) bool {
	local, domain, ok := cutMailbox(s)
	return ok && (dotString.MatchString(local) || quotedString.MatchString(local)) &&
		(isHostname(domain) || isAddressLiteral(domain))
}

func isIDNEmail(s string) bool {
	local, domain, ok := cutMailbox(s)
	return ok && (idnDotString.MatchString(local) || idnQuoted.MatchString(local)) &&
		(isIDNHostname(norm.NFC.String(domain)) || isAddressLiteral(domain))
}

// cutMailbox splits at the last "@" and checks the limits of RFC 5321, section
// 4.5.3.1, which count bytes.
func cutMailbox(s string) (local, domain string, ok bool) {
	i := strings.LastIndexByte(s, '@')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], i <= 64 && len(s)-i-1 <= 255
}

func isAddressLiteral(s string) bool {
	inner, ok := strings.CutPrefix(s, "[")
	if !ok || !strings.HasSuffix(inner, "]") {
		return false
	}
	inner = strings.TrimSuffix(inner, "]")
	if v6, ok := strings.CutPrefix(inner, "IPv6:"); ok {
		addr, err := netip.ParseAddr(v6)
		return err == nil && addr.Is6() && addr.Zone() == ""
	}
	return isIPv4(inner)
}
