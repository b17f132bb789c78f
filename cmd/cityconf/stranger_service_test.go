package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// station is what the service keeps: a stand for hired bicycles.
type station struct {
	ID    int    `json:"id"`
	Name  string `json:"name"`
	Docks int    `json:"docks"`
	Kind  string `json:"kind"`
	Note  string `json:"note,omitempty"`
}

// stations is an ordinary service that knows nothing of this project. The
// mistakes in it are switched on by name.
type stations struct {
	mu       sync.Mutex
	next     int
	all      map[int]station
	mistakes map[string]bool
}

const stationKey = "s3cret-of-the-stations"

func newStations(mistakes ...string) http.Handler {
	s := &stations{next: 1, all: map[int]station{}, mistakes: map[string]bool{}}
	for _, m := range mistakes {
		s.mistakes[m] = true
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/health", s.health)
	mux.HandleFunc("GET /api/stations", s.list)
	mux.HandleFunc("POST /api/stations", s.create)
	mux.HandleFunc("GET /api/stations/{id}", s.read)
	mux.HandleFunc("PUT /api/stations/{id}", s.replace)
	mux.HandleFunc("DELETE /api/stations/{id}", s.remove)
	return mux
}

func (s *stations) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if s.mistakes["health is plain text"] {
		w.Header().Set("Content-Type", "text/plain")
	}
	fmt.Fprint(w, `{"status": "ok"}`)
}

func (s *stations) list(w http.ResponseWriter, r *http.Request) {
	limit := math.MaxInt
	if text := r.URL.Query().Get("limit"); r.URL.Query().Has("limit") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			refuse(w, 400, "limit is 1 to 100")
			return
		}
		limit = n
	}
	kind := r.URL.Query().Get("kind")
	if r.URL.Query().Has("kind") && kind != "street" && kind != "campus" {
		refuse(w, 400, "kind is street or campus")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []any{}
	for id := 1; id < s.next && len(found) < limit; id++ {
		if st, ok := s.all[id]; ok && (kind == "" || st.Kind == kind) {
			found = append(found, s.shown(st))
		}
	}
	answer(w, 200, found)
}

func (s *stations) shown(st station) any {
	if s.mistakes["the list writes docks as text"] {
		return map[string]any{"id": st.ID, "name": st.Name, "docks": strconv.Itoa(st.Docks), "kind": st.Kind}
	}
	return st
}

func (s *stations) create(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Key") != stationKey && !s.mistakes["anybody may create"] {
		refuse(w, 401, "X-Key is missing or wrong")
		return
	}
	st, ok := s.body(w, r, s.mistakes["docks have no upper limit"])
	if !ok {
		return
	}
	if s.mistakes["names are counted in octets"] && len(st.Name) > 40 {
		refuse(w, 400, "name is too long")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	st.ID = s.next
	s.next++
	s.all[st.ID] = st
	if s.mistakes["the note is lost"] {
		kept := st
		kept.Note = ""
		s.all[st.ID] = kept
	}
	w.Header().Set("Location", fmt.Sprintf("/api/stations/%d", st.ID))
	answer(w, 201, st)
}

// body reads a station and checks it.
func (s *stations) body(w http.ResponseWriter, r *http.Request, anyDocks bool) (st station, ok bool) {
	data, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var members map[string]any
	if json.Unmarshal(data, &members) != nil || json.Unmarshal(data, &st) != nil {
		refuse(w, 400, "the body is no station")
		return st, false
	}
	docks, whole := members["docks"].(float64)
	note, noted := members["note"]
	_, isText := note.(string)
	switch {
	case utf8.RuneCountInString(st.Name) < 1 || utf8.RuneCountInString(st.Name) > 40:
		refuse(w, 400, "name has 1 to 40 characters")
	case !whole || docks < 1 || docks > 60 && !anyDocks:
		refuse(w, 400, "docks are 1 to 60")
	case !slices.Contains([]string{"street", "campus"}, st.Kind):
		refuse(w, 400, "kind is street or campus")
	case noted && !isText:
		refuse(w, 400, "note is a text")
	default:
		return st, true
	}
	return st, false
}

// one finds the station that the path names.
func (s *stations) one(w http.ResponseWriter, r *http.Request) (station, bool) {
	id, err := strconv.Atoi(r.PathValue("id"))
	st, ok := s.all[id]
	switch {
	case err != nil:
		refuse(w, 400, "the id is no number")
	case !ok && s.mistakes["an unknown id is a bad request"]:
		refuse(w, 400, "bad id")
	case !ok:
		refuse(w, 404, "no such station")
	}
	return st, ok && err == nil
}

func (s *stations) read(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if st, ok := s.one(w, r); ok {
		answer(w, 200, st)
	}
}

func (s *stations) replace(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, ok := s.one(w, r)
	if !ok {
		return
	}
	st, ok := s.body(w, r, false)
	if !ok {
		return
	}
	st.ID = old.ID
	if !s.mistakes["replacing stores nothing"] {
		s.all[st.ID] = st
	}
	answer(w, 200, st)
}

func (s *stations) remove(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st, ok := s.one(w, r)
	if !ok {
		return
	}
	if !s.mistakes["what is deleted stays"] {
		delete(s.all, st.ID)
	}
	if s.mistakes["deleting answers 200"] {
		answer(w, 200, st)
		return
	}
	w.WriteHeader(204)
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, status int, why string) {
	answer(w, status, map[string]any{"error": why})
}
