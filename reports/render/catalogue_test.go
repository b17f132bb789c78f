package render

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
)

var (
	verb   = regexp.MustCompile(`%\[(\d)\]v`)
	action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	tag    = regexp.MustCompile(`(?s)<[^>]*>`)
	// what may stand in a template without being in the catalogue: protocol words.
	protocol = regexp.MustCompile(`QoS|retain|ms`)
	letters  = regexp.MustCompile(`[\p{L}]{2,}`)
)

func TestEveryMessageIsInBothLanguages(t *testing.T) {
	t.Parallel()
	require.NotEmpty(t, catalogue)
	for key, m := range catalogue {
		assert.NotEmpty(t, m.EN, key)
		assert.NotEmpty(t, m.ZH, key)
		assert.NotRegexp(t, `\p{Han}`, m.EN, key)
		if key != "word.of" && key != "term.score" && key != "term.void-score" {
			assert.Regexp(t, `\p{Han}`, m.ZH, key)
		}
		assert.ElementsMatch(t, arguments(m.EN), arguments(m.ZH), "arguments of %s", key)
		assert.NotRegexp(t, `%[^\[%]`, strings.ReplaceAll(m.EN+m.ZH, "%%", ""), "a bare %% in "+key)
	}
}

func arguments(s string) []string {
	seen := map[string]bool{}
	var out []string
	for _, m := range verb.FindAllStringSubmatch(s, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			out = append(out, m[1])
		}
	}
	return out
}

func templateTexts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	require.NoError(t, fs.WalkDir(templates, "templates", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		data, err := templates.ReadFile(path)
		out[path] = string(data)
		return err
	}))
	require.NotEmpty(t, out)
	return out
}

func TestTemplatesHoldNoText(t *testing.T) {
	t.Parallel()
	for path, s := range templateTexts(t) {
		s = tag.ReplaceAllString(action.ReplaceAllString(s, ""), "")
		assert.Empty(t, letters.FindAllString(protocol.ReplaceAllString(s, ""), -1), path)
	}
}

// TestEveryMessageIsUsed keeps the catalogue from collecting dead text: a key
// is named whole, or its prefix is put together with a word.
func TestEveryMessageIsUsed(t *testing.T) {
	t.Parallel()
	source := ""
	for _, s := range templateTexts(t) {
		source += s
	}
	files, err := fs.Glob(os.DirFS("."), "*.go")
	require.NoError(t, err)
	for _, f := range files {
		if strings.HasPrefix(f, "catalogue") || strings.HasSuffix(f, "_test.go") {
			continue
		}
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		source += string(data)
	}
	for key := range catalogue {
		prefix := key[:strings.IndexByte(key, '.')+1]
		assert.True(t, strings.Contains(source, `"`+key+`"`) || strings.Contains(source, `"`+prefix+`"`) || strings.Contains(source, `"`+key[:strings.LastIndexByte(key, '-')+1]+`"`) && strings.Contains(key, "-"), "nothing says %s", key)
	}
	for _, m := range regexp.MustCompile(`\b(?:t|ta|say|message)\(? ?"([a-z]+\.[a-zA-Z0-9-]+)"`).FindAllStringSubmatch(source, -1) {
		if !strings.HasSuffix(m[1], "-") {
			assert.Contains(t, catalogue, m[1])
		}
	}
}

func TestEveryVerdictHasItsSigns(t *testing.T) {
	t.Parallel()
	seen := map[string]suites.Verdict{}
	for _, v := range []suites.Verdict{suites.Pass, suites.Fail, suites.Unclear, suites.Blocked, suites.NotTested, suites.NotApplicable, suites.SuiteGap, suites.Suspended,
		suites.Verdict(reports.NotOffered), suites.Verdict(reports.Informed)} {
		assert.NotEmpty(t, glyphs[v], v)
		assert.NotContains(t, seen, glyphs[v], "two verdicts share a glyph")
		seen[glyphs[v]] = v
		assert.Contains(t, catalogue, "verdict."+string(v))
		assert.Contains(t, catalogue, "glossary."+string(v))
		assert.Contains(t, colours, v)
	}
	assert.Len(t, glyphs, len(seen))
}

func TestVisible(t *testing.T) {
	t.Parallel()
	for name, c := range map[string][2]string{
		"plain":         {"灯具 lamp\n\t", "灯具 lamp\n\t"},
		"bidirectional": {"a\u202eb\u2066", "a[U+202E]b[U+2066]"},
		"controls":      {"\x1b[31m\x00\x7f\u0085", "[U+001B][31m[U+0000][U+007F][U+0085]"},
		"zero width":    {"a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"},
		"separators":    {"a\u2028b", "a[U+2028]b"},
		"rare and new":  {"𠮷😀", "𠮷😀"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c[1], Visible(c[0]))
			assert.Equal(t, c[1], Visible(Visible(c[0])))
		})
	}
}

func TestFoldKeepsToTheWidth(t *testing.T) {
	t.Parallel()
	text := "错误响应应为 application/problem+json，且其 status 成员应等于 HTTP 状态码。An error answer must be a problem."
	for _, width := range []int{24, 40, 60, 200} {
		lines := fold(text, width)
		for _, l := range lines {
			assert.LessOrEqual(t, columns(l), max(width, 26), l)
			assert.NotRegexp(t, `^[，。]`, l)
		}
		assert.Equal(t, strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(strings.Join(lines, ""), " ", ""))
	}
}

func TestCellsAreNoFormulas(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "＝1": "'＝1", "\t=1": "'=1", "\r=1": "'[U+000D]=1"[0:0] + "[U+000D]=1",
		"– 不适用": "– 不适用", "": "", "a=1": "a=1", "two\nlines": "two lines",
	} {
		assert.Equal(t, want, cell(in), "%q", in)
	}
}
