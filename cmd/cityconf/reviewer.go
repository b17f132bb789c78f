package main

import (
	"bytes"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/cityconf/cityconf/reports/compare"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/specs"
)

// reviewer serves the page on which bundles are compared. It keeps the latest
// comparisons in memory and nothing else.
type reviewer struct {
	desk  *desk
	lang  render.Lang
	dir   string // for files while they are read
	hosts []string
	token string // that a form must carry back

	mu     sync.Mutex // one comparison at a time: each may take much memory
	latest []compared // the newest last
}

// compared is a comparison that can be looked at.
type compared struct {
	id   string
	cmp  *compare.Comparison
	lang render.Lang
}

// kept is how many comparisons can be looked at.
const kept = 8

func newReviewer(d *desk, lang render.Lang, dir, address, token string) http.Handler {
	_, port, _ := net.SplitHostPort(address) // of a listener: it has one
	r := &reviewer{desk: d, lang: lang, dir: dir, token: token, hosts: []string{address, "localhost:" + port}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, q *http.Request) {
		r.form(w, q.URL.Query().Get("lang"), http.StatusOK, nil)
	})
	mux.HandleFunc("POST /{$}", r.take)
	mux.HandleFunc("GET /comparison/{id}", r.comparison)
	mux.HandleFunc("GET /comparison/{id}/comparison.xlsx", r.workbook)
	mux.HandleFunc("GET /comparison/{id}/report/{key}", r.report)
	return r.guarded(mux)
}

// guarded answers only what this computer's own browser asks on behalf of this
// page: a name of another host in the request is a page elsewhere that had its
// name point here, another origin a form elsewhere.
func (r *reviewer) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		if !slices.Contains(r.hosts, q.Host) {
			http.Error(w, "this address is served under another name", http.StatusMisdirectedRequest)
			return
		}
		if o := q.Header.Get("Origin"); o != "" && o != "null" && !slices.Contains(r.hosts, strings.TrimPrefix(o, "http://")) || elsewhere(q.Header.Get("Sec-Fetch-Site")) && q.Method != http.MethodGet {
			http.Error(w, "another page may not send forms here", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, q)
	})
}

// elsewhere tells whether a browser says that another site made the request.
func elsewhere(site string) bool { return site == "cross-site" || site == "same-site" }

// form writes the page, with why nothing was compared when that is so.
func (r *reviewer) form(w http.ResponseWriter, lang string, status int, no *refusal) {
	page := render.Review{Action: "/", Token: r.token, Most: mostBundles, MostMB: mostOctets >> 20}
	if p := r.desk.terms.profile; p != nil {
		page.Profile = p.ID
	}
	if no != nil {
		page.Problem, page.Detail = no.text, no.detail
	}
	r.page(w, status, func(w io.Writer) error { return render.ReviewForm(w, page, render.Options{Lang: r.language(lang)}) })
}

func (r *reviewer) language(asked string) render.Lang {
	if l, err := render.ParseLang(asked); err == nil {
		return l
	}
	return r.lang
}

// page answers with a whole page or with none.
func (r *reviewer) page(w http.ResponseWriter, status int, write func(io.Writer) error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes()) // the reader may have gone
}

// keep makes a comparison reachable and returns where.
func (r *reviewer) keep(c *compare.Comparison, lang render.Lang) string {
	id := rand.Text()
	r.latest = append(r.latest, compared{id, c, lang})
	r.latest = r.latest[max(0, len(r.latest)-kept):]
	return "/comparison/" + id
}

// found looks a comparison up by the id in the address.
func (r *reviewer) found(w http.ResponseWriter, q *http.Request) *compared {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.IndexFunc(r.latest, func(c compared) bool { return c.id == q.PathValue("id") }); i >= 0 {
		c := r.latest[i]
		return &c
	}
	http.NotFound(w, q)
	return nil
}

func (r *reviewer) comparison(w http.ResponseWriter, q *http.Request) {
	c := r.found(w, q)
	if c == nil {
		return
	}
	at := q.URL.Path
	links := []render.Link{render.LinkTo(at+"/comparison.xlsx", "workbook")}
	for _, b := range c.cmp.Bids {
		links = append(links, render.LinkTo(at+"/report/"+b.Key, "report", b.Key))
	}
	links = append(links, render.LinkTo("/?lang="+string(c.lang), "again"))
	r.page(w, http.StatusOK, func(w io.Writer) error {
		return render.Comparison(w, c.cmp, render.Options{Lang: c.lang, Links: links})
	})
}

func (r *reviewer) workbook(w http.ResponseWriter, q *http.Request) {
	c := r.found(w, q)
	if c == nil {
		return
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="comparison.xlsx"`)
	if err := render.ComparisonXLSX(w, c.cmp, render.Options{Lang: c.lang}); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (r *reviewer) report(w http.ResponseWriter, q *http.Request) {
	c := r.found(w, q)
	if c == nil {
		return
	}
	for _, b := range c.cmp.Bids {
		if b.Key == q.PathValue("key") {
			r.page(w, http.StatusOK, func(w io.Writer) error { return render.HTML(w, b.Report, render.Options{Lang: c.lang}) })
			return
		}
	}
	http.NotFound(w, q)
}

// refusal is why nothing was compared.
type refusal struct {
	text   specs.Text
	detail string
}
