package render

import (
	"html/template"
	"io"

	"github.com/cityconf/cityconf/specs"
)

// Review is the page on which an evaluator hands in bundles.
type Review struct {
	Action  string     // address to which the form is sent
	Token   string     // that the form carries back
	Profile string     // id of the tender profile in force, "" for none
	Problem specs.Text // why the last attempt was refused
	Detail  string     // the same in the words of the reader of bundles
	Most    int        // bundles at a time
	MostMB  int        // of all files together
}

// Link leads from a served page to another one.
type Link struct {
	To   string
	Text specs.Text
}

// ReviewForm writes the page: one plain form, without script.
func ReviewForm(w io.Writer, r Review, o Options) error {
	return laid(w, "review.html", o, func(l Lang, f frame) any {
		f.Policy = "default-src 'none'; style-src " + hash(string(f.Style)) + "; form-action 'self'; base-uri 'none'"
		return &reviewPage{frame: f, Review: r, Chosen: l, Langs: []Lang{Chinese, English, Both}}
	})
}

type reviewPage struct {
	frame
	Review
	Chosen Lang
	Langs  []Lang
}

// LinkTo names a page of a review in both languages: "comparison", "workbook",
// "report" or "again".
func LinkTo(to, what string, args ...any) Link { return Link{to, message("way."+what, args...)} }

// Refusal says in both languages why files were refused: "broken", "foreign",
// "version", "twice", "few", "many", "large", "profile" or "token".
func Refusal(why string, args ...any) specs.Text { return message("refusal."+why, args...) }

// linksOf are the ways on from a served page, as markup.
func (l Lang) linksOf(all []Link) []template.HTML {
	var out []template.HTML
	for _, k := range all {
		out = append(out, template.HTML(`<a href="`+template.HTMLEscapeString(k.To)+`">`+string(l.markup(k.Text))+`</a>`))
	}
	return out
}
