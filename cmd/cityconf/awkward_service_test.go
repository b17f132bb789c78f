package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// awkward does what its document says, and much that no document speaks of:
// it refuses what contradicts its state, limits its clients, is away at times,
// and is stricter and laxer than schemas can tell.
type awkward struct {
	mu       sync.Mutex
	next     int
	users    map[int]map[string]any
	requests atomic.Int64
}

// busy lets it limit its clients and be away at times: whichever request comes
// at the wrong moment, so that no single requirement is sure to be judged.
func newAwkward(busy bool) http.Handler {
	a := &awkward{next: 2, users: map[int]map[string]any{1: {"id": 1, "name": "Li Lei", "email": "li.lei@city.example"}}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /users", a.create)
	mux.HandleFunc("GET /users", a.list)
	mux.HandleFunc("GET /users/{id}", a.read)
	mux.HandleFunc("PATCH /users/{id}", a.patch)
	mux.HandleFunc("DELETE /users/{id}", a.remove)
	mux.HandleFunc("POST /bookings", a.book)
	mux.HandleFunc("POST /jobs", a.job)
	mux.HandleFunc("GET /jobs/{id}", func(w http.ResponseWriter, _ *http.Request) { refuse(w, 404, "not yet") })
	mux.HandleFunc("GET /weather", a.weather)
	mux.HandleFunc("GET /export", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		fmt.Fprint(w, "a,b\n1,2\n")
	})
	mux.HandleFunc("GET /admin", func(w http.ResponseWriter, _ *http.Request) { refuse(w, 403, "not you") })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n := a.requests.Add(1); {
		case busy && n%41 == 0:
			http.Error(w, "slow down", 429)
		case busy && n%67 == 0:
			http.Error(w, "<html>gateway</html>", 503)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

// object reads a body; what the service does not know it refuses, and null is
// no member to it.
func object(w http.ResponseWriter, r *http.Request, known string) (map[string]any, bool) {
	var m map[string]any
	if json.NewDecoder(r.Body).Decode(&m) != nil || m == nil {
		refuse(w, 400, "no object")
		return nil, false
	}
	for k, v := range m {
		if v == nil {
			delete(m, k)
		} else if !strings.Contains(known, k) {
			refuse(w, 400, "unknown member "+k)
			return nil, false
		}
	}
	return m, true
}

func wrongMember(m map[string]any) string {
	for k, v := range m {
		s, text := v.(string)
		n, number := v.(float64)
		flag, _ := v.(bool)
		switch {
		case k == "age" && (!number || n != float64(int(n)) || n < 0 || n > 150), k == "email" && (!text || !strings.Contains(s, "@")),
			(k == "name" || k == "password") && (!text || len(s) == 0), k == "active" && !flag && v != false:
			return k
		}
	}
	return ""
}

func (a *awkward) create(w http.ResponseWriter, r *http.Request) {
	m, ok := object(w, r, "name email age password active")
	if !ok {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if bad := wrongMember(m); bad != "" || m["name"] == nil || m["email"] == nil {
		refuse(w, 422, "wrong: "+bad)
		return
	}
	for _, u := range a.users {
		if u["email"] == m["email"] {
			refuse(w, 409, "this email is taken")
			return
		}
	}
	m["id"] = a.next
	delete(m, "password")
	a.users[a.next] = m
	w.Header().Set("Location", fmt.Sprintf("/users/%d", a.next))
	a.next++
	w.WriteHeader(201)
}

func (a *awkward) list(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	found := []any{}
	for id := range a.next {
		if u := a.users[id]; u != nil && len(found) < 1 {
			found = append(found, u) // one a page, whatever is asked
		}
	}
	answer(w, 200, map[string]any{"data": found, "more": len(a.users) > 1})
}

func (a *awkward) user(w http.ResponseWriter, r *http.Request) map[string]any {
	id, _ := strconv.Atoi(r.PathValue("id"))
	if a.users[id] == nil {
		http.Error(w, "no such user", 404)
	}
	return a.users[id]
}

func (a *awkward) read(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if u := a.user(w, r); u != nil {
		answer(w, 200, u)
	}
}

func (a *awkward) patch(w http.ResponseWriter, r *http.Request) {
	m, ok := object(w, r, "name age active")
	a.mu.Lock()
	defer a.mu.Unlock()
	if u := a.user(w, r); ok && u != nil {
		if bad := wrongMember(m); bad != "" {
			refuse(w, 422, "wrong: "+bad)
			return
		}
		for k, v := range m {
			u[k] = v
		}
		w.WriteHeader(204)
	}
}

func (a *awkward) remove(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if u := a.user(w, r); u != nil {
		delete(a.users, u["id"].(int))
		answer(w, 202, map[string]any{"state": "going"})
	}
}

// book refuses what contradicts its state with the status of a wrong body.
func (a *awkward) book(w http.ResponseWriter, r *http.Request) {
	m, ok := object(w, r, "userId from to seats")
	if !ok {
		return
	}
	from, _ := m["from"].(string)
	to, _ := m["to"].(string)
	seats, whole := m["seats"].(float64)
	if m["userId"] != "u-1" || from >= to || len(from) != 10 || len(to) != 10 || !whole || seats < 1 || seats > 9 || seats != float64(int(seats)) {
		refuse(w, 422, "this cannot be booked")
		return
	}
	answer(w, 200, map[string]any{"price": 3 * seats})
}

func (a *awkward) job(w http.ResponseWriter, r *http.Request) {
	m, ok := object(w, r, "script")
	if _, text := m["script"].(string); ok && !text && m["script"] != nil {
		refuse(w, 400, "a script is a text")
	} else if ok {
		answer(w, 202, map[string]any{"id": "j-1"})
	}
}

func (a *awkward) weather(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("city") != "Hangzhou" {
		refuse(w, 400, "no such city")
		return
	}
	answer(w, 200, map[string]any{"degrees": 21.5, "at": "2026-05-01T12:00:00+08:00"})
}
