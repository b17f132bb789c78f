package render

import (
	"fmt"
	"strings"
	"unicode"
)

// Visible writes characters that a reader would not see, or that would move
// other characters about, by their code points: "[U+202E]". Line feed and tab
// stay. Every format passes what the system under test said through it.
func Visible(s string) string {
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			fmt.Fprintf(&b, "[U+%04X]", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden tells whether a character is a control, a bidirectional or format
// character, or a separator that breaks lines.
func hidden(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}

// line makes one line of a text.
func line(s string) string {
	return strings.Join(strings.Fields(Visible(s)), " ")
}

// clip shortens a text to at most n columns, an ellipsis included; a Chinese
// character takes two.
func clip(s string, n int) string {
	head := s
	if most := 32 * n; len(s) > most { // a text of megabytes is not measured to its end
		head = strings.ToValidUTF8(s[:most], "")
	} else if columns(s) <= n {
		return s
	}
	c := narrow
	return strings.TrimRight(c.Truncate(head, n-1, ""), " ，。,.;；") + "…"
}
