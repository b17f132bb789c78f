// Package render writes a report for its readers, one file a format.
//
// In goes a [reports.Report] and nothing else; out comes the same content as
// text for a terminal, HTML, JUnit, JSON, CSV, XLSX, Markdown and more. Every sentence
// comes from the message catalogue or from the report, in Chinese, English or
// both. Everything a system under test said is escaped for the format, and
// characters that nobody would see are made visible. Equal reports and options
// give equal bytes.
package render

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
)

// Lang is the language of a rendering.
type Lang string

// The languages. Both puts Chinese first, with English beside it.
const (
	Both    Lang = "both"
	Chinese Lang = "zh-CN"
	English Lang = "en"
)

// ParseLang reads the value of --lang.
func ParseLang(s string) (Lang, error) {
	for _, l := range []Lang{Both, Chinese, English} {
		if s == string(l) {
			return l, nil
		}
	}
	return "", fmt.Errorf("language %q: use zh-CN, en or both", s)
}

// Options are the reader's wishes. The zero value means both languages, 80
// columns and no colour.
type Options struct {
	Lang  Lang
	Width int  // columns, for the terminal
	Color bool // ANSI colours, for the terminal

	// Report is the path of report.json as the reader can type it, for the
	// commands of the terminal; "" means report.json.
	Report string

	Links []Link // ways on from a page of several reports that is served
}

func (o Options) lang() Lang {
	if o.Lang == "" {
		return Both
	}
	return o.Lang
}

// Format is one way to write a report.
type Format struct {
	Name string // as in --format
	File string // name inside the folder of a run
	Func func(io.Writer, *reports.Report, Options) error
}

// Formats lists the formats that are files, in the order of documentation.
func Formats() []Format {
	return []Format{
		{"json", "report.json", JSON},
		{"html", "report.html", HTML},
		{"junit", "junit.xml", JUnit},
		{"md", "summary.md", Markdown},
		{"csv", "report.csv", CSV},
		{"xlsx", "report.xlsx", XLSX},
		{"github", "annotations.txt", GitHub},
		{"badge", "badge.json", BadgeJSON},
		{"svg", "badge.svg", BadgeSVG},
		{"declaration", "declaration.html", Declaration},
	}
}

// JSON writes the document itself, indented, for people who compare.
func JSON(w io.Writer, r *reports.Report, _ Options) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write report as JSON: %w", err)
	}
	return nil
}

// say gives a message of the catalogue as plain text: in one language, or as
// "中文 / English".
func (l Lang) say(key string, args ...any) string {
	return l.text(message(key, args...))
}

// text gives a bilingual text as plain text of one line.
func (l Lang) text(t specs.Text) string {
	zh, en := line(t.ZH), line(t.EN)
	switch {
	case l == English && en != "", zh == "":
		return en
	case l == Chinese, en == "", en == zh:
		return zh
	}
	return zh + " / " + en
}

// message formats an entry of the catalogue in both languages. An argument
// that is itself bilingual appears in the language of its sentence.
func message(key string, args ...any) specs.Text {
	t := catalogue[key]
	en, zh := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		en[i], zh[i] = a, a
		if both, ok := a.(specs.Text); ok {
			en[i], zh[i] = both.EN, both.ZH
		}
	}
	return specs.Text{EN: fmt.Sprintf(t.EN, en...), ZH: fmt.Sprintf(t.ZH, zh...)}
}

// join lists bilingual texts in both languages.
func join(all []specs.Text) specs.Text {
	en, zh := make([]string, len(all)), make([]string, len(all))
	for i, t := range all {
		en[i], zh[i] = t.EN, t.ZH
	}
	return specs.Text{EN: strings.Join(en, " "), ZH: strings.Join(zh, "")}
}
