// Package site writes a standard as pages to browse: static, bilingual, offline,
// readable without any script.
//
// In go a standard and its traceability; out come files by name, the same bytes
// for the same input. Chinese pages stand under zh/, English ones under en/,
// each with the normative sentence in both languages. The package reads no
// folder and knows nothing of runs and their reports.
package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"

	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
)

//go:embed templates
var templates embed.FS

// File is one file of the site; Name is its path below the folder of the site.
type File struct {
	Name    string
	Content []byte
}

// Input is what the site is made of.
type Input struct {
	Standard  *specs.Standard
	Matrix    *trace.Matrix
	Suite     string                              // digest of the suite the matrix was made from
	Assertion func(key string) (specs.Text, bool) // the sentence of an assertion key
}

// Write makes the site, in a fixed order of files.
func Write(in Input) ([]File, error) {
	s := newSite(in)
	files, err := s.assets()
	if err != nil {
		return nil, err
	}
	for _, l := range []Lang{Chinese, English} {
		pages, err := s.language(l)
		if err != nil {
			return nil, err
		}
		files = append(files, pages...)
	}
	return files, nil
}

// assets are the files without a language: style, script and the front door.
func (s *site) assets() ([]File, error) {
	var files []File
	for _, name := range []string{"style.css", "site.js"} {
		b, err := templates.ReadFile("templates/" + name)
		if err != nil {
			return nil, fmt.Errorf("site: %w", err)
		}
		files = append(files, File{name, b})
	}
	t, err := template.ParseFS(templates, "templates/door.html")
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, s.std); err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	return append(files, File{"index.html", b.Bytes()}), nil
}

// page is what a template sees.
type page struct {
	Site  *site
	Lang  Lang
	Other Lang
	Name  string // file name, the same in both languages
	Title specs.Text
	Here  string // entry of the navigation that is current
	V     any    // what the page is about
}

// language renders every page in one language.
func (s *site) language(l Lang) ([]File, error) {
	t, err := template.New("").Funcs(s.funcs(l)).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	var files []File
	for _, p := range s.pages(l) {
		p.page.Site, p.page.Lang, p.page.Other = s, l, l.other()
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, p.template, p.page); err != nil {
			return nil, fmt.Errorf("site: %s: %w", p.page.Name, err)
		}
		files = append(files, File{l.folder() + "/" + p.page.Name, b.Bytes()})
	}
	return files, nil
}

// sheet is a page with the template that renders it.
type sheet struct {
	template string
	page     page
}

// pages lists the pages of the site in the order of reading.
func (s *site) pages(l Lang) []sheet {
	all := []sheet{
		{"index.html", page{Name: "index.html", Title: s.std.Title, Here: "index", V: s.front()}},
		{"requirements.html", page{Name: "requirements.html", Title: word("nav.requirements"), Here: "requirements", V: s.in.Matrix.Requirements}},
		{"coverage.html", page{Name: "coverage.html", Title: word("nav.coverage"), Here: "coverage", V: s.in.Matrix}},
		{"levels.html", page{Name: "levels.html", Title: word("nav.levels"), Here: "levels", V: s.std.Levels}},
		{"events.html", page{Name: "events.html", Title: word("nav.events"), Here: "events", V: s.events()}},
		{"units.html", page{Name: "units.html", Title: word("nav.units"), Here: "units", V: s.std.Units}},
	}
	for _, p := range s.parts {
		all = append(all, sheet{"part.html", page{Name: p.File(), Title: p.Title, Here: "part", V: s.view(p, l)}})
	}
	for _, c := range s.classes {
		all = append(all, sheet{"class.html", page{Name: c.File(), Title: c.Title, Here: "class", V: c}})
	}
	return all
}
