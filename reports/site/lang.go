package site

import (
	"fmt"
	"html/template"

	"github.com/cityconf/cityconf/specs"
)

// Lang is the language of a page, as a tag of BCP 47.
type Lang string

// The languages of the site.
const (
	Chinese Lang = "zh-CN"
	English Lang = "en"
)

func (l Lang) other() Lang {
	if l == English {
		return Chinese
	}
	return English
}

// folder is the folder of the pages in the language.
func (l Lang) folder() string {
	if l == English {
		return "en"
	}
	return "zh"
}

// pick is a text in the language, in the other one when it has none.
func (l Lang) pick(t specs.Text) string {
	if l == English && t.EN != "" || t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// markup is a text in the language of the page; a text that exists only in the
// other language is marked as such for screen readers and fonts.
func (l Lang) markup(t specs.Text) template.HTML {
	text := template.HTMLEscapeString(l.pick(t))
	switch {
	case l == English && t.EN == "" && t.ZH != "":
		return template.HTML(`<span lang="zh-CN">` + text + `</span>`)
	case l == Chinese && t.ZH == "" && t.EN != "":
		return template.HTML(`<span lang="en">` + text + `</span>`)
	}
	return template.HTML(text)
}

// second is a normative text in the other language, in a smaller paragraph.
func (l Lang) second(t specs.Text) template.HTML {
	text := l.other().pick(t)
	if text == l.pick(t) || text == "" {
		return ""
	}
	return template.HTML(fmt.Sprintf(`<span class="second" lang="%s">%s</span>`, l.other(), template.HTMLEscapeString(text)))
}

// say is an entry of the catalogue in the language, with its arguments.
func (l Lang) say(key string, args ...any) string {
	text := l.pick(word(key))
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// textOf reads a key of a document with the Chinese beside it.
func textOf(node map[string]any, key string) specs.Text {
	en, _ := node[key].(string)
	zh, _ := node["x-ucis-zh"].(string)
	return specs.Text{EN: en, ZH: zh}
}

// word is an entry of the catalogue; an unknown one shows its key, so that a
// test finds it.
func word(key string) specs.Text {
	if t, ok := catalogue[key]; ok {
		return t
	}
	return specs.Text{EN: "⟦" + key + "⟧", ZH: "⟦" + key + "⟧"}
}
