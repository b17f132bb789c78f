package render

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// funcs are what the templates may call.
func (l Lang) funcs() template.FuncMap {
	return template.FuncMap{
		"t":    func(key string, args ...any) template.HTML { return l.markup(message(key, args...)) },
		"ta":   func(key string, args ...any) string { return l.first(message(key, args...)) },
		"tx":   l.markup,
		"m":    message,
		"norm": l.normative,
		"short": func(n int, t specs.Text) template.HTML {
			return l.normative(specs.Text{EN: clip(t.EN, n), ZH: clip(t.ZH, n)})
		},
		"vis":      visibleMarkup,
		"clip":     func(n int, s string) string { return clip(s, n) },
		"verdict":  l.verdict,
		"glyph":    func(v suites.Verdict) string { return glyphs[v] },
		"cliptext": func(n int, t specs.Text) specs.Text { return specs.Text{EN: clip(t.EN, n), ZH: clip(t.ZH, n)} },
		"bar":      func(c reports.Class, widest int) bar { return bar{c, max(1, widest)} },
		"pointers": pointers,
		"parts":    parts,
		"upper":    strings.ToUpper,
		"when":     when,
		"sum":      func(a, b int) int { return a + b },
		"standing": func(s reports.Standing) template.HTML { return l.verdict(suites.Verdict(s)) },
		"rest":     func(c reports.Counts) int { return c.Applicable - c.Pass - c.Fail - c.NotOffered },
		"digest":   func(s string) string { return clip(s, len("sha256:")+12) },
		"sub":      func(a, b, c int) int { return a - b - c },
		"firstof":  func(all []string) []string { return all[:min(len(all), casesShown)] },
		"moreof":   func(all []string) int { return max(0, len(all)-casesShown) },
		"list":     func(items []string) string { return strings.Join(items, ", ") },
		"seconds":  seconds,
		"fault":    func(kind string) template.HTML { return l.markup(known("fault.", kind, "fault.other")) },
	}
}

// glyphs double the words of the verdicts, so that no colour is needed.
var glyphs = map[suites.Verdict]string{
	suites.Pass: "✓", suites.Fail: "✗", suites.Unclear: "?", suites.Blocked: "⊘", suites.NotTested: "○",
	suites.NotApplicable: "–", suites.SuiteGap: "□", suites.Suspended: "‖",
	suites.Verdict(reports.NotOffered): "◇", suites.Verdict(reports.Informed): "·",
}

// markup writes a text with the language of each run of it.
func (l Lang) markup(t specs.Text) template.HTML {
	zh, en := escape(t.ZH), escape(t.EN)
	switch {
	case l == English && en != "", zh == "":
		return template.HTML(span("en", "", en, l == English))
	case l == Chinese || en == "" || en == zh:
		return template.HTML(span("zh-CN", "", zh, l != English))
	}
	return template.HTML(span("zh-CN", "", zh, true) + ` ` + span("en", "en", en, false))
}

// normative writes a sentence of the standard: in the language of the reader,
// and always in Chinese, whose text decides.
func (l Lang) normative(t specs.Text) template.HTML {
	zh, en := escape(t.ZH), escape(t.EN)
	if l == English && en != "" && zh != "" && zh != en {
		return template.HTML(span("en", "", en, true) + ` ` + span("zh-CN", "second", zh, false))
	}
	return l.markup(t)
}

// span marks the language of a run; text in the language of the page needs no
// mark.
func span(lang, class, text string, plain bool) string {
	if text == "" || plain {
		return text
	}
	if class != "" {
		return fmt.Sprintf(`<span class="%s" lang="%s">%s</span>`, class, lang, text)
	}
	return fmt.Sprintf(`<span lang="%s">%s</span>`, lang, text)
}

// first is the text in the first language of the page, for attributes.
func (l Lang) first(t specs.Text) string {
	if l == English {
		return line(t.EN)
	}
	return line(t.ZH)
}

func escape(s string) string { return string(visibleMarkup(s)) }

// visibleMarkup escapes a text of the system under test and marks characters
// that nobody would see.
func visibleMarkup(s string) template.HTML {
	if !strings.ContainsFunc(s, hidden) {
		return template.HTML(template.HTMLEscapeString(s))
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			fmt.Fprintf(&b, `<span class="ctl">[U+%04X]</span>`, r)
			continue
		}
		b.WriteString(template.HTMLEscapeString(string(r)))
	}
	return template.HTML(b.String())
}

// verdict is a chip: glyph and word, with fill as the third sign.
func (l Lang) verdict(v suites.Verdict) template.HTML {
	return template.HTML(fmt.Sprintf(`<span class="chip v-%s"><span aria-hidden="true">%s</span> %s</span>`,
		template.HTMLEscapeString(string(v)), glyphs[v], l.markup(message("verdict."+string(v)))))
}

// known is the text of a word that other packages may extend: the entry of
// the catalogue when there is one.
func known(prefix, word, otherwise string) specs.Text {
	if t, ok := catalogue[prefix+word]; ok {
		return t
	}
	if t, ok := catalogue[otherwise]; ok {
		return t
	}
	return specs.Text{EN: word, ZH: word}
}

// seconds writes milliseconds as people time things.
func seconds(ms int64) specs.Text {
	switch {
	case ms < 10_000:
		return message("time.seconds", fmt.Sprintf("%d.%d", ms/1000, ms%1000/100))
	case ms < 120_000:
		return message("time.seconds", ms/1000)
	}
	return message("time.minutes", ms/60_000, ms/1000%60)
}

// when writes an instant as people do, with its offset.
func when(instant string) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return instant
	}
	return t.Format("2006-01-02 15:04:05 -07:00")
}

// pointers are the places that are inside a body; the other places are named
// in the sentences.
func pointers(places []string) []string {
	var out []string
	for _, p := range places[:min(len(places), casesShown)] {
		if strings.HasPrefix(p, "/") {
			out = append(out, p)
		}
	}
	return out
}

// limitsOf says in sentences in what the run departs from the whole method.
func limitsOf(r *reports.Report) specs.Text {
	var all []specs.Text
	m := r.Limits
	for _, row := range []struct {
		holds bool
		text  specs.Text
	}{
		{m.Simulator, message("limit.simulator")},
		{m.Partial != specs.Text{}, m.Partial},
		{len(m.Filters) > 0, message("limit.filters", strings.Join(m.Filters, " "))},
		{m.ReadOnly, message("limit.readonly")},
		{m.InsecureTLS, message("limit.tls")},
		{m.None(), message("limit.none", m.Repetitions)},
		{len(r.Residue) > 0, message("limit.residue", len(r.Residue))},
	} {
		if row.holds {
			all = append(all, row.text)
		}
	}
	return join(all)
}
