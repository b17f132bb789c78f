package schema

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// expressionForm is what stands between the braces of a URI template (RFC
// 6570, section 2.2): an operator, then variables with their modifiers.
var expressionForm = regexp.MustCompile(`^[+#./;?&=,!@|]?` + variable + `(?:,` + variable + `)*\z`)

const (
	variableChar = `(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})`
	variable     = variableChar + `(?:\.?` + variableChar + `)*(?::[1-9][0-9]{0,3}|\*)?`
)

func isURITemplate(s string) bool {
	for s != "" {
		literal, rest, found := strings.Cut(s, "{")
		if !isTemplateLiteral(literal) {
			return false
		}
		if !found {
			return true
		}
		expression, after, closed := strings.Cut(rest, "}")
		if !closed || !expressionForm.MatchString(expression) {
			return false
		}
		s = after
	}
	return true
}

// isTemplateLiteral checks text outside of expressions (RFC 6570, section 2.1,
// with erratum 6937, which allows the apostrophe).
func isTemplateLiteral(s string) bool {
	for i, c := range s {
		switch {
		case c == '%' && !isPercentEncoded(s[i:]):
			return false
		case c <= ' ', c == 0x7f, c < utf8.RuneSelf && strings.ContainsRune("\"<>\\^`{|}", c):
			return false
		case c >= utf8.RuneSelf && !isInternational(c, utf8.RuneLen(c)) && dropPrivateUse(c) >= 0:
			return false
		}
	}
	return true
}
