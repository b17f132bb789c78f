package reports

import (
	"regexp"
	"strings"
)

// words are arguments already quoted for a POSIX shell.
type words []string

func (w words) String() string { return strings.Join(w, " ") }

var bare = regexp.MustCompile(`^[A-Za-z0-9_./:=@%+,-][A-Za-z0-9_./:=@%+,#-]*$`)

// quote makes one word of any text without control characters but line feed
// and tab.
func quote(s string) string {
	if bare.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// secret quotes text in which a mask stands for a secret: the mask becomes a
// variable, everything else is taken literally.
func secret(s, variable string) string {
	parts := strings.Split(s, mask)
	if len(parts) > 1 && !strings.ContainsAny(s, "$`\"\\!") {
		return `"` + strings.ReplaceAll(s, mask, "${"+variable+"}") + `"`
	}
	for i, p := range parts {
		if p != "" || len(parts) == 1 {
			parts[i] = quote(p)
		}
	}
	return strings.Join(parts, `"${`+variable+`}"`)
}
