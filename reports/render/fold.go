package render

import (
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
)

// narrow measures text as terminals show it: Chinese characters take two
// columns, signs of ambiguous width one.
var narrow = runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// columns is the width of a text on a terminal; colours take none.
func columns(s string) int {
	c := narrow
	return c.StringWidth(escapes.ReplaceAllString(s, ""))
}

// pad fills or cuts a text to a width.
func pad(s string, width int) string {
	if n := columns(s); n <= width {
		return s + strings.Repeat(" ", width-n)
	}
	c := narrow
	return c.Truncate(s, width, "…")
}

// fold breaks a text into lines of at most width columns: at spaces, and
// anywhere within Chinese, but not before closing punctuation.
func fold(s string, width int) []string {
	width = max(width, 20)
	var lines []string
	current := ""
	for _, w := range pieces(s) {
		if current != "" && columns(strings.TrimRight(current+w, " ")) > width {
			lines = append(lines, strings.TrimRight(current, " "))
			current = strings.TrimLeft(w, " ")
			continue
		}
		current += w
	}
	return append(lines, strings.TrimRight(current, " "))
}

// pieces cuts a text where a line may break: after a space, and after every
// wide character. Colours stay with what they colour.
func pieces(s string) []string {
	var out []string
	start := 0
	runes := []rune(s)
	for i, r := range runes {
		last := i+1 == len(runes)
		c := narrow
		if last || r == ' ' || c.RuneWidth(r) == 2 && !strings.ContainsRune("，。、；：？！）》”", runes[i+1]) {
			out = append(out, string(runes[start:i+1]))
			start = i + 1
		}
	}
	return out
}
