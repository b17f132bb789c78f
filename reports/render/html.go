package render

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/cityconf/cityconf/reports"
)

//go:embed templates
var templates embed.FS

// HTML writes the report as one file that needs nothing else: no script to
// read it, no request to any host. Page one is the decision and prints on one
// sheet of A4.
func HTML(w io.Writer, r *reports.Report, o Options) error { return document(w, "page.html", r, o) }

// document executes a page of one report.
func document(w io.Writer, name string, r *reports.Report, o Options) error {
	style, err := templates.ReadFile("templates/style.css")
	if err != nil {
		return fmt.Errorf("render HTML: %w", err)
	}
	script, err := templates.ReadFile("templates/filter.js")
	if err != nil {
		return fmt.Errorf("render HTML: %w", err)
	}
	l := o.lang()
	t, err := template.New(name).Funcs(l.funcs()).ParseFS(templates, "templates/*.html")
	if err != nil {
		return fmt.Errorf("render HTML: %w", err)
	}
	p := newPage(r, l)
	p.Style = template.CSS(strings.NewReplacer("{{id}}", cssText(l.say("page.number", r.ID)), "{{end}}", cssText(l.say("one.disclaimer"))).Replace(string(style)))
	p.Script = template.JS(script)
	p.Policy = policy(string(p.Style), string(p.Script))
	if err := t.ExecuteTemplate(w, name, p); err != nil {
		return fmt.Errorf("render HTML: %w", err)
	}
	return nil
}

// policy allows the style and the script of the page by their hashes and
// nothing else.
func policy(style, script string) string {
	return "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script) + "; base-uri 'none'; form-action 'none'"
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// cssText keeps what can stand in a quoted CSS string inside a style element.
func cssText(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"\\<>\n", r) {
			return -1
		}
		return r
	}, s)
}
