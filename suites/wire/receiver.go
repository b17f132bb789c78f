package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// largestDelivery is how many octets of a delivery are kept.
const largestDelivery = 1 << 20

// Answers is how an end of the receiver answers. A challenge (GET with the
// query parameter challenge) is echoed unless it is refused; deliveries get the
// statuses in their order, then 204.
type Answers struct {
	Refuse   bool  `json:"refuse,omitempty"`
	Statuses []int `json:"statuses,omitempty"`
}

// Receiver is the tester's own HTTP server, to which a system under test
// delivers. It listens from the first Open on and records every request to an
// end that is open; elsewhere it answers 404. It is safe for concurrent use.
type Receiver struct {
	address, public string
	proven          bool
	redact          *Redactor

	mu     sync.Mutex
	server *http.Server
	ends   map[string]*end
	heard  bool // some request came in, be it to an end that is not open
}

// end is one path of the receiver with what came in on it.
type end struct {
	answers Answers
	log     *Log
	taken   int // deliveries so far
}

// NewReceiver prepares a receiver that will listen on an address
// ("127.0.0.1:0") and is reached by the system under a URL, "" for the address
// itself. It is proven when there is no doubt that the system reaches it.
func NewReceiver(address, public string, proven bool, redact *Redactor) *Receiver {
	return &Receiver{address: address, public: strings.TrimSuffix(public, "/"), proven: proven, redact: redact, ends: map[string]*end{}}
}

// Open starts to answer at a path ("/a/b") and returns the URL under which the
// system reaches it, with the log of what comes in.
func (r *Receiver) Open(path string, a Answers) (url string, log *Log, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.listen(); err != nil {
		return "", nil, err
	}
	e := r.ends[path]
	if e == nil {
		e = &end{log: NewLog(0)}
		r.ends[path] = e
	}
	e.answers, e.taken = a, 0
	return r.public + path, e.log, nil
}

// Silent tells that an end was opened, nothing ever came in, and nothing proves
// that the system reaches the receiver.
func (r *Receiver) Silent() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.server != nil && !r.heard && !r.proven
}

func (r *Receiver) listen() error {
	if r.server != nil {
		return nil
	}
	l, err := net.Listen("tcp", r.address)
	if err != nil {
		return fmt.Errorf("open the receiver: %w", err)
	}
	if r.public == "" {
		r.public = "http://" + l.Addr().String()
	}
	r.server = &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	go r.server.Serve(l) // returns when the receiver is closed
	return nil
}

// Close ends the receiver.
func (r *Receiver) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := r.server.Shutdown(ctx); err != nil {
		return errors.Join(err, r.server.Close())
	}
	return nil
}

// ServeHTTP records one request and answers as its end is told to.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, q.Body, largestDelivery))
	r.mu.Lock()
	r.heard = true
	e := r.ends[q.URL.Path]
	status, reply := http.StatusNotFound, ""
	if e != nil && err == nil {
		status, reply = e.answer(q)
	}
	r.mu.Unlock()
	if e != nil {
		e.log.Add(r.message(q, body, status))
	}
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(status)
	io.WriteString(w, reply) // the system may be gone; nobody is left to tell
}

func (e *end) answer(q *http.Request) (status int, reply string) {
	challenge := q.URL.Query().Get("challenge")
	switch {
	case q.Method == http.MethodGet && e.answers.Refuse:
		return http.StatusOK, "cityconf-refuses"
	case q.Method == http.MethodGet:
		return http.StatusOK, challenge
	}
	e.taken++
	if e.taken <= len(e.answers.Statuses) {
		return e.answers.Statuses[e.taken-1], ""
	}
	return http.StatusNoContent, ""
}

// message is a request as a log keeps it: method and query stand among the
// header fields as :method and :query, the status is the one it was answered
// with.
func (r *Receiver) message(q *http.Request, body []byte, status int) Message {
	header := r.redact.Header(q.Header)
	header[":method"], header[":query"] = []string{q.Method}, []string{q.URL.RawQuery}
	return Message{At: time.Now(), Status: status, Header: header, Topic: q.URL.Path, Body: r.redact.Bytes(body)}
}
