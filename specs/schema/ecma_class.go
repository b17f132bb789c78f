package schema

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// classItem is one thing that may stand in [...]: a character, or a set given
// by what stands between the brackets.
type classItem struct {
	char rune
	set  string // when not "", the item is this set
}

const (
	anything = "\\x00-\U0010FFFF"
	never    = `(?:\b\B)`
	// White space and line ends of ECMA-262 (\s), and the complement.
	spaces    = "\\t\\n\\v\\f\\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
	notSpaces = "\\x00-\\x08\\x0e-\\x1f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\U0010FFFF"
)

// alone writes the item outside of brackets.
func (c classItem) alone() string {
	switch {
	case c.set != "":
		return "[" + c.set + "]"
	case isSurrogate(c.char):
		return never
	}
	return literal(c.char)
}

// inside writes the item between brackets.
func (c classItem) inside() string {
	switch {
	case c.set != "":
		return c.set
	case isSurrogate(c.char):
		return ""
	case strings.ContainsRune(`\]^-[`, c.char):
		return `\` + string(c.char)
	}
	return printable(c.char)
}

func literal(c rune) string { return written(c, regexp.QuoteMeta) }

func printable(c rune) string { return written(c, func(s string) string { return s }) }

// written writes control characters as \xHH and quotes others.
func written(c rune, quote func(string) string) string {
	if c < ' ' || c >= 0x7f && c < 0xa0 {
		return fmt.Sprintf(`\x%02x`, c)
	}
	return quote(string(c))
}

// isSurrogate tells half of a UTF-16 pair, which no JSON text contains.
func isSurrogate(c rune) bool { return c >= 0xd800 && c <= 0xdfff }

// class reads [...].
func (t *translator) class() (string, error) {
	t.pos++
	negated := t.accept("^")
	var b strings.Builder
	for !t.accept("]") {
		if t.done() {
			return "", errors.New("a class is not closed")
		}
		if err := t.classRange(&b); err != nil {
			return "", err
		}
	}
	switch {
	case b.Len() == 0 && negated:
		return "[" + anything + "]", nil
	case b.Len() == 0:
		return never, nil
	case negated:
		return "[^" + b.String() + "]", nil
	}
	return "[" + b.String() + "]", nil
}

// classRange reads one item, or two with a dash between them.
func (t *translator) classRange(b *strings.Builder) error {
	low, err := t.classAtom()
	if err != nil {
		return err
	}
	if low.set != "" || t.pos+1 >= len(t.in) || t.in[t.pos] != '-' || t.in[t.pos+1] == ']' {
		b.WriteString(low.inside())
		return nil
	}
	t.pos++
	high, err := t.classAtom()
	switch {
	case err != nil:
		return err
	case high.set != "":
		b.WriteString(low.inside() + `\-` + high.inside())
	case low.char > high.char:
		return errors.New("a range of characters is upside down")
	case isSurrogate(low.char) || isSurrogate(high.char):
		return errors.New("a range ends in half of a surrogate pair")
	default:
		b.WriteString(low.inside() + "-" + high.inside())
	}
	return nil
}

func (t *translator) classAtom() (classItem, error) {
	if t.in[t.pos] != '\\' {
		t.pos++
		return classItem{char: t.in[t.pos-1]}, nil
	}
	if t.pos+1 < len(t.in) {
		switch t.in[t.pos+1] {
		case 'b':
			t.pos += 2
			return classItem{char: '\b'}, nil
		case 'B':
			return classItem{}, errors.New(`\B in a class`)
		}
	}
	return t.classEscape()
}

// classEscape reads an escape that stands for a character or a set.
func (t *translator) classEscape() (classItem, error) {
	t.pos++
	if t.done() {
		return classItem{}, errors.New("nothing follows the backslash")
	}
	c := t.in[t.pos]
	t.pos++
	if set, ok := setEscape(c); ok {
		return classItem{set: set}, nil
	}
	if char, ok := controlEscape(c); ok {
		return classItem{char: char}, nil
	}
	switch c {
	case 'p', 'P':
		return t.property(c == 'P')
	case 'c':
		return t.controlLetter()
	case 'x':
		return t.hex(2)
	case 'u':
		return t.codePoint()
	case '0':
		if t.done() || !unicode.IsDigit(t.in[t.pos]) {
			return classItem{char: 0}, nil
		}
	}
	if unicode.IsLetter(c) || unicode.IsDigit(c) {
		return classItem{}, fmt.Errorf(`\%c has no meaning`, c)
	}
	return classItem{char: c}, nil
}

func setEscape(c rune) (string, bool) {
	set, ok := map[rune]string{'d': `\d`, 'D': `\D`, 'w': `\w`, 'W': `\W`, 's': spaces, 'S': notSpaces}[c]
	return set, ok
}

func controlEscape(c rune) (rune, bool) {
	char, ok := map[rune]rune{'t': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r'}[c]
	return char, ok
}

func (t *translator) controlLetter() (classItem, error) {
	if t.done() || t.in[t.pos] > 'z' || !unicode.IsLetter(t.in[t.pos]) {
		return classItem{}, errors.New(`\c without a letter`)
	}
	t.pos++
	return classItem{char: t.in[t.pos-1] % 32}, nil
}

func (t *translator) hex(digits int) (classItem, error) {
	if t.pos+digits > len(t.in) {
		return classItem{}, errors.New("too few hexadecimal digits")
	}
	n, err := strconv.ParseUint(string(t.in[t.pos:t.pos+digits]), 16, 32)
	if err != nil {
		return classItem{}, errors.New("hexadecimal digits expected")
	}
	t.pos += digits
	return classItem{char: rune(n)}, nil
}

// codePoint reads what follows \u: four digits, two such escapes that make a
// surrogate pair, or digits in braces.
func (t *translator) codePoint() (classItem, error) {
	if t.accept("{") {
		digits := 0
		for t.pos+digits < len(t.in) && t.in[t.pos+digits] != '}' {
			digits++
		}
		item, err := t.hex(digits)
		if err != nil || item.char > unicode.MaxRune || !t.accept("}") {
			return classItem{}, errors.New("no such code point")
		}
		return item, nil
	}
	high, err := t.hex(4)
	if err != nil || high.char < 0xd800 || high.char > 0xdbff {
		return high, err
	}
	before := t.pos
	if t.accept(`\u`) {
		if low, err := t.hex(4); err == nil && low.char >= 0xdc00 && low.char <= 0xdfff {
			return classItem{char: 0x10000 + (high.char-0xd800)<<10 + low.char - 0xdc00}, nil
		}
	}
	t.pos = before
	return high, nil
}
