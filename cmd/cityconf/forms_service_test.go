package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// counter takes forms, cookies and the credentials of browsers. The mistakes in
// it are switched on by name.
type counter map[string]bool

func newCounter(mistakes ...string) http.Handler {
	c := counter{}
	for _, m := range mistakes {
		c[m] = true
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /applications", c.apply)
	mux.HandleFunc("POST /photos", c.photo)
	mux.HandleFunc("GET /offices", c.offices)
	mux.HandleFunc("GET /me", func(w http.ResponseWriter, r *http.Request) {
		user, password, ok := r.BasicAuth()
		allow(w, ok && user+password == stationKey || c["anybody is let in"] && ok)
	})
	mux.HandleFunc("GET /basket", func(w http.ResponseWriter, r *http.Request) {
		session, err := r.Cookie("SESSION")
		allow(w, err == nil && (session.Value == stationKey || c["any session will do"]))
	})
	mux.HandleFunc("GET /feed", func(w http.ResponseWriter, r *http.Request) {
		allow(w, r.URL.Query().Get("ticket") == stationKey || c["tickets are not looked at"])
	})
	mux.HandleFunc("GET /ledger", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no digest", 401) })
	mux.HandleFunc("POST /import", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no XML", 400) })
	return mux
}

func allow(w http.ResponseWriter, known bool) {
	if !known {
		refuse(w, 401, "who are you?")
		return
	}
	answer(w, 200, map[string]any{"ok": true})
}

// whole tells whether a text is an integer between two bounds.
func whole(text string, least, most int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= least && n <= most
}

func length(text string, least, most int) bool {
	n := utf8.RuneCountInString(text)
	return n >= least && n <= most
}

// decide answers with what is wrong, or with success when nothing is.
func decide(w http.ResponseWriter, wrong map[string]bool) {
	for what, is := range wrong {
		if is {
			refuse(w, 400, what)
			return
		}
	}
	answer(w, 200, map[string]any{"ok": true})
}

func (c counter) apply(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		refuse(w, 400, "no form")
		return
	}
	f := r.PostForm
	days := []string{}
	if f.Has("days") {
		days = strings.Split(f.Get("days"), "|")
	}
	none := func(list []string, good func(string) bool) bool {
		return slices.ContainsFunc(list, func(s string) bool { return !good(s) })
	}
	decide(w, map[string]bool{
		"name":   !length(f.Get("name"), 2, 20) || c["names are in Latin letters"] && !length(url.QueryEscape(f.Get("name")), 2, 20),
		"age":    !whole(f.Get("age"), 0, 150) && !(c["nobody is too old"] && whole(f.Get("age"), 150, 1<<30)),
		"topics": len(f["topics"]) > 3 || none(f["topics"], func(s string) bool { return slices.Contains([]string{"passport", "wedding", "parking"}, s) }) || c["one topic only"] && len(f["topics"]) > 1,
		"days":   none(days, func(s string) bool { return whole(s, 1, 7) }),
		"urgent": f.Has("urgent") && f.Get("urgent") != "true" && f.Get("urgent") != "false",
	})
}

func (c counter) photo(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		refuse(w, 400, err.Error())
		return
	}
	var frame struct {
		Width *int `json:"width"`
	}
	_, _, missing := r.FormFile("image")
	framed := r.PostForm.Has("frame")
	read := json.Unmarshal([]byte(r.PostForm.Get("frame")), &frame)
	pages := r.PostForm.Get("pages")
	decide(w, map[string]bool{
		"image": missing != nil,
		"title": !length(r.PostForm.Get("title"), 1, 30) && !(c["titles of any length"] && r.PostForm.Has("title")),
		"pages": r.PostForm.Has("pages") && !whole(pages, 1, 9),
		"frame": framed && (read != nil || frame.Width == nil || *frame.Width < 1 || c["frames are not understood"]),
	})
}

func (c counter) offices(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	lang, err := r.Cookie("lang")
	street, metres := q.Get("near[street]"), q.Get("near[metres]")
	floors := strings.Split(q.Get("floors"), "|")
	decide(w, map[string]bool{
		"lang":   err != nil || lang.Value != "en" && lang.Value != "zh" && !c["any language"],
		"street": q.Has("near[street]") && street != "east" && street != "west",
		"metres": q.Has("near[metres]") && !whole(metres, 1, 5000) && !c["any distance"],
		"floors": q.Has("floors") && (len(floors) > 3 || slices.ContainsFunc(floors, func(s string) bool { return !whole(s, 1, 99) })) || c["one floor only"] && len(floors) > 1,
	})
}
