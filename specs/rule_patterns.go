package specs

import (
	"regexp/syntax"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// rulePatterns keeps patterns to what every regular-expression engine reads
// the same way (the common part of RE2 and ECMA-262), and to whole texts.
func rulePatterns(l *loading) {
	l.walk(func(file, pointer string, v any) bool {
		m, _ := v.(map[string]any)
		for _, key := range []string{"pattern", "x-ucis-pattern"} {
			if p, ok := m[key].(string); ok {
				l.pattern(file, document.Join(pointer, key), p)
			}
		}
		if by, ok := m["patternProperties"].(map[string]any); ok {
			for _, p := range document.Keys(by) {
				l.pattern(file, document.Join(pointer, "patternProperties", p), p)
			}
		}
		return !isData(pointer)
	})
}

func (l *loading) pattern(file, pointer, p string) {
	tree, err := syntax.Parse(p, syntax.Perl)
	if err != nil {
		l.find(file, pointer, "the pattern is not portable: "+err.Error(), "no look-around, no back-references")
		return
	}
	if word := foreign(p); word != "" {
		l.find(file, pointer, "the pattern uses "+word+", which ECMA-262 reads otherwise", "use plain classes and (?:…) groups")
	}
	if !begins(tree) || !ends(tree) {
		l.find(file, pointer, "the pattern does not cover the whole text", "begin it with ^ and end it with $")
	}
}

// foreignWords are parts of RE2 that ECMA-262 lacks or reads differently.
var foreignWords = []string{`\A`, `\z`, `\Q`, `\pL`, `[[:`, "(?i", "(?s", "(?m", "(?U", "(?P"}

func foreign(p string) string {
	p = strings.ReplaceAll(p, `\\`, "")
	for _, word := range foreignWords {
		if strings.Contains(p, word) {
			return word
		}
	}
	return ""
}

func begins(t *syntax.Regexp) bool { return anchored(t, syntax.OpBeginText, 0) }
func ends(t *syntax.Regexp) bool   { return anchored(t, syntax.OpEndText, -1) }

// anchored tells whether every way through the pattern has the anchor at its
// end: 0 is the first part, -1 the last.
func anchored(t *syntax.Regexp, anchor syntax.Op, end int) bool {
	switch t.Op {
	case anchor:
		return true
	case syntax.OpCapture:
		return anchored(t.Sub[0], anchor, end)
	case syntax.OpConcat:
		if end < 0 {
			end += len(t.Sub)
			return anchored(t.Sub[end], anchor, -1)
		}
		return anchored(t.Sub[end], anchor, 0)
	case syntax.OpAlternate:
		for _, branch := range t.Sub {
			if !anchored(branch, anchor, end) {
				return false
			}
		}
		return true
	}
	return false
}
