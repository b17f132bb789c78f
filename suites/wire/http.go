package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// HTTPOptions say how to reach a system over HTTP and what to spare it.
type HTTPOptions struct {
	BaseURL     string           // "https://host:port/prefix", without the standard's base path
	BasePath    string           // of the standard: "/ucis/v1"
	RootCAs     *x509.CertPool   // nil for those of the machine
	ClientCert  *tls.Certificate // nil for none
	Rate        float64          // requests per second; 0 for no limit
	Timeout     time.Duration    // for a whole exchange; 0 for 10 s
	MaxBody     int64            // octets of an answer; 0 for 16 MiB
	Credentials map[string]Token // by name; "default" is used when a request names none
	Redactor    *Redactor        // the tokens above are added to what it knows
	UserAgent   string           // "" sends no User-Agent at all
}

// Token is a bearer token (RFC 6750).
type Token string

// Request is what a test case wants sent.
type Request struct {
	Operation string      // id, for the record
	Method    string      // "" is GET
	Path      string      // escaped, below the base path; "//x" is below the host; an absolute URL must be of the same host
	Query     string      // escaped, without "?"
	Header    http.Header // names are sent as they are spelt here
	Body      []byte
	As        string // credential: "" is "default", "none" sends none, "garbage" one that nobody issued
}

// HTTP sends requests to one system and records what went over the wire. It
// speaks HTTP/1.1 and does nothing on its own: no redirects, no cookies, no
// compression, no proxy, no headers but Host, Content-Length and Connection.
// It is safe for concurrent use.
type HTTP struct {
	opts     HTTPOptions
	base     *url.URL
	redactor *Redactor
	limit    *rate.Limiter
	trip     http.RoundTripper
}

// NewHTTP prepares a client; it opens no connection yet. It fails when the
// base URL is not an absolute http or https one.
func NewHTTP(o HTTPOptions) (*HTTP, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, fmt.Errorf("base URL %q: want http://host or https://host", o.BaseURL)
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, fmt.Errorf("base URL of %s: want no user, query or fragment", base.Host)
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 16 << 20
	}
	h := &HTTP{opts: o, base: base, limit: limiter(o.Rate), redactor: o.Redactor}
	for _, t := range o.Credentials {
		h.redactor = h.redactor.With(string(t))
	}
	h.trip = newTransport(o)
	return h, nil
}

// limiter allows a fifth of a second's requests at once, so that concurrent
// cases stay concurrent.
func limiter(perSecond float64) *rate.Limiter {
	if perSecond <= 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	return rate.NewLimiter(rate.Limit(perSecond), max(1, int(perSecond/5)))
}

// Do sends one request and records the exchange, secrets removed. What went
// wrong is in the exchange's Fault; an answer cut off in the middle is there
// beside it. A connection that could not be set up is tried once more, and so
// is a GET, HEAD or OPTIONS on a kept-alive connection that the system had
// closed in the meantime; Retries counts these.
func (h *HTTP) Do(ctx context.Context, r Request) Exchange {
	x := Exchange{Protocol: "http", Operation: r.Operation, Received: []Message{}}
	req, err := h.request(r)
	x.Sent = sentOf(r, req)
	if err == nil {
		err = h.pace(ctx)
	}
	x.Started = time.Now()
	if err == nil {
		err = h.exchange(ctx, req, &x)
	}
	x.Elapsed = time.Since(x.Started)
	if len(x.Received) > 0 {
		x.Elapsed = x.Received[0].At.Sub(x.Started)
	}
	x.Fault = faultOf(ctx, err)
	return h.redactor.Exchange(x)
}

// pace waits for the request's turn.
func (h *HTTP) pace(ctx context.Context) error {
	if err := h.limit.Wait(ctx); err != nil {
		return faultf("canceled", "%v", err)
	}
	return nil
}

// exchange sends the request, again if no connection came about.
func (h *HTTP) exchange(ctx context.Context, req outgoing, x *Exchange) error {
	bounded, cancel := context.WithTimeout(ctx, h.opts.Timeout)
	defer cancel()
	err := h.attempt(bounded, req, x)
	if !again(bounded, err) {
		return err
	}
	x.Retries++
	return h.attempt(bounded, req, x)
}

// again tells whether a second attempt to set up a connection makes sense: the
// host refused or broke off, which a restart explains; a name that does not
// exist or a certificate that is not trusted will not mend.
func again(ctx context.Context, err error) bool {
	return as[*stageError](err) && ctx.Err() == nil && !isTimeout(err) &&
		(isReset(err) || faultOf(ctx, err).Kind == "refused")
}

func (h *HTTP) attempt(ctx context.Context, req outgoing, x *Exchange) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	t := &trace{method: req.Method, safe: req.safe(), cancel: cancel}
	resp, err := h.trip.RoundTrip(req.build(t.context(ctx)))
	x.Retries += t.resent()
	if err != nil {
		return t.explain(ctx, err)
	}
	defer resp.Body.Close()
	m, err := h.answer(resp, t)
	x.Received = append(x.Received, m)
	return t.explain(ctx, err)
}

// keptOfTooLarge is how much of an answer beyond the limit stays as evidence.
const keptOfTooLarge = 64 << 10

func (h *HTTP) answer(resp *http.Response, t *trace) (Message, error) {
	m := Message{Status: resp.StatusCode, Header: resp.Header}
	body, err := io.ReadAll(io.LimitReader(resp.Body, h.opts.MaxBody+1))
	m.At, m.Body = time.Now(), body
	if int64(len(body)) > h.opts.MaxBody {
		m.Body = h.redactor.Bytes(body)
		m.Body = m.Body[:min(len(m.Body), keptOfTooLarge, int(h.opts.MaxBody))]
		return m, faultf("too-large", "the answer is longer than %d octets", h.opts.MaxBody)
	}
	if err != nil {
		return m, err
	}
	extra := t.excess(bodiless(resp))
	if bodiless(resp) {
		m.Body = extra
		return m, nil
	}
	if len(extra) > 0 {
		return m, faultf("protocol", "%d octets follow the end of the answer", len(extra))
	}
	return m, nil
}

// bodiless tells whether an answer has no body by the rules of HTTP; octets
// that come all the same are recorded as its body.
func bodiless(r *http.Response) bool {
	return r.Request.Method == "HEAD" || r.StatusCode == 204 || r.StatusCode == 304
}

// CloseIdle closes the connections that wait for another request.
func (h *HTTP) CloseIdle() {
	if t, ok := h.trip.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

func (h *HTTP) token(as string) (string, error) {
	switch as {
	case "none":
		return "", nil
	case "":
		return string(h.opts.Credentials["default"]), nil
	}
	if t, ok := h.opts.Credentials[as]; ok {
		return string(t), nil
	}
	if as == "garbage" {
		return strings.Repeat("garbage.", 3) + "nobody-issued-this", nil
	}
	return "", faultf("denied", "the tester has no credential named %q", as)
}

// Sent is the request as its exchange would record it, secrets removed; nothing
// is sent.
func (h *HTTP) Sent(r Request) Sent {
	req, _ := h.request(r) // what is wrong with it shows as the fault of the exchange
	return h.redactor.Exchange(Exchange{Sent: sentOf(r, req)}).Sent
}

func sentOf(r Request, req outgoing) Sent {
	return Sent{As: r.As, Method: req.Method, URL: req.url(), Header: req.Header, Body: r.Body}
}
