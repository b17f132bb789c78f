package schema

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// translation is an ECMA-262 pattern in the syntax that Go's regexp and
// regexp2 share. Whatever the two read differently from ECMA-262 (\s, \p, the
// dot, $, escapes) is written out, so that both engines answer alike.
type translation struct {
	text       string
	backtracks bool // uses look-around or a back-reference
}

// translate reads pattern by the grammar of ECMA-262 with the flag u, but lets
// punctuation be escaped without need, and braces and brackets stand alone, as
// without the flag: people write both.
func translate(pattern string) (translation, error) {
	t := translator{in: []rune(pattern), groups: groupNames([]rune(pattern))}
	for !t.done() {
		if err := t.term(); err != nil {
			return translation{}, fmt.Errorf("at character %d: %w", t.pos, err)
		}
	}
	if len(t.open) > 0 {
		return translation{}, errors.New("a group is not closed")
	}
	return translation{t.out.String(), t.backtracks}, nil
}

type translator struct {
	in         []rune
	pos        int
	out        strings.Builder
	groups     []string // names of capturing groups by number-1
	open       []bool   // open groups: may a quantifier follow?
	repeatable bool     // may a quantifier follow what was read last?
	backtracks bool
}

func (t *translator) done() bool { return t.pos >= len(t.in) }

// accept skips text if it comes next.
func (t *translator) accept(text string) bool {
	r := []rune(text)
	if t.pos+len(r) > len(t.in) || !slices.Equal(t.in[t.pos:t.pos+len(r)], r) {
		return false
	}
	t.pos += len(r)
	return true
}

func (t *translator) emit(text string, repeatable bool) {
	t.out.WriteString(text)
	t.repeatable = repeatable
}

func (t *translator) term() error {
	switch c := t.in[t.pos]; c {
	case '(':
		return t.group()
	case ')':
		return t.closeGroup()
	case '[':
		text, err := t.class()
		t.emit(text, true)
		return err
	case '\\':
		return t.escape()
	case '*', '+', '?':
		t.pos++
		return t.quantifier(string(c))
	case '{':
		if text, ok := t.braces(); ok {
			return t.quantifier(text)
		}
	}
	return t.plain()
}

func (t *translator) plain() error {
	c := t.in[t.pos]
	t.pos++
	switch c {
	case '^':
		t.emit("^", false)
	case '|':
		t.emit("|", false)
	case '$':
		t.emit(`\z`, false)
	case '.':
		t.emit("[^\n\r\u2028\u2029]", true)
	default:
		t.emit(literal(c), true)
	}
	return nil
}

func (t *translator) quantifier(text string) error {
	if !t.repeatable {
		return errors.New("nothing to repeat")
	}
	if t.accept("?") {
		text += "?"
	}
	t.emit(text, false)
	return nil
}

// braces reads {n}, {n,} or {n,m}.
func (t *translator) braces() (string, bool) {
	end := slices.Index(t.in[t.pos:], '}')
	if end < 0 {
		return "", false
	}
	text := string(t.in[t.pos : t.pos+end+1])
	low, high, _ := strings.Cut(strings.Trim(text, "{}"), ",")
	if !allDigits(low) || high != "" && !allDigits(high) {
		return "", false
	}
	t.pos += end + 1
	return text, true
}

// group reads what begins a group: for each way to write one, whether it needs
// backtracking, and whether it may be repeated.
func (t *translator) group() error {
	for _, g := range []struct {
		start                  string
		backtracks, repeatable bool
	}{
		{"(?:", false, true},
		{"(?=", true, false}, {"(?!", true, false}, {"(?<=", true, false}, {"(?<!", true, false},
	} {
		if t.accept(g.start) {
			t.backtracks = t.backtracks || g.backtracks
			t.open = append(t.open, g.repeatable)
			t.emit(g.start, false)
			return nil
		}
	}
	if t.accept("(?<") {
		if _, err := t.name(); err != nil {
			return err
		}
	} else if t.accept("(?") {
		return errors.New("unknown kind of group")
	} else {
		t.pos++
	}
	t.open = append(t.open, true)
	t.emit("(", false)
	return nil
}

func (t *translator) closeGroup() error {
	t.pos++
	if len(t.open) == 0 {
		return errors.New("a group is closed that was not opened")
	}
	repeatable := t.open[len(t.open)-1]
	t.open = t.open[:len(t.open)-1]
	t.emit(")", repeatable)
	return nil
}

// name reads a group name up to ">".
func (t *translator) name() (string, error) {
	end := slices.Index(t.in[t.pos:], '>')
	if end <= 0 {
		return "", errors.New("a group name is missing")
	}
	name := string(t.in[t.pos : t.pos+end])
	t.pos += end + 1
	return name, nil
}

// groupNames lists the capturing groups of a pattern; "" for those without a
// name. Back-references may stand before their group, so it reads ahead.
func groupNames(in []rune) (names []string) {
	inClass := false
	for i := 0; i < len(in); i++ {
		switch {
		case in[i] == '\\':
			i++
		case in[i] == '[':
			inClass = true
		case in[i] == ']':
			inClass = false
		case in[i] == '(' && !inClass:
			if name, captures := groupName(in[i+1:]); captures {
				names = append(names, name)
			}
		}
	}
	return names
}

func groupName(in []rune) (name string, captures bool) {
	if len(in) == 0 || in[0] != '?' {
		return "", true
	}
	if len(in) < 3 || in[1] != '<' || in[2] == '=' || in[2] == '!' {
		return "", false
	}
	name, _, _ = strings.Cut(string(in[2:]), ">")
	return name, true
}

// escape reads what begins with a backslash outside of a class.
func (t *translator) escape() error {
	start := t.pos
	t.pos++
	switch {
	case t.done():
		return errors.New("nothing follows the backslash")
	case t.accept("b"):
		t.emit(`\b`, false)
		return nil
	case t.accept("B"):
		t.emit(`\B`, false)
		return nil
	case t.accept("k<"):
		return t.namedReference()
	case t.in[t.pos] >= '1' && t.in[t.pos] <= '9':
		return t.numberedReference()
	}
	t.pos = start
	item, err := t.classEscape()
	t.emit(item.alone(), true)
	return err
}

func (t *translator) namedReference() error {
	name, err := t.name()
	if err != nil {
		return err
	}
	i := slices.Index(t.groups, name)
	if i < 0 {
		return fmt.Errorf("no group is called %q", name)
	}
	return t.reference(i + 1)
}

func (t *translator) numberedReference() error {
	end := t.pos
	for end < len(t.in) && t.in[end] >= '0' && t.in[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(string(t.in[t.pos:end]))
	if err != nil || n > len(t.groups) {
		return errors.New("reference to a group that does not exist")
	}
	t.pos = end
	return t.reference(n)
}

func (t *translator) reference(n int) error {
	t.backtracks = true
	t.emit(`(?:\`+strconv.Itoa(n)+")", true)
	return nil
}
