package wire

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// outgoing is a request ready to be built, as often as it is attempted.
type outgoing struct {
	Method, Scheme, Host, Path, Query string
	Virtual                           string // Host header when the case sets one
	Header                            http.Header
	Body                              []byte
}

// request places a request below the base URL and authenticates it.
func (h *HTTP) request(r Request) (outgoing, error) {
	out := outgoing{Method: r.Method, Scheme: h.base.Scheme, Host: h.base.Host, Query: r.Query,
		Header: http.Header{}, Body: r.Body}
	if out.Method == "" {
		out.Method = http.MethodGet
	}
	for name, values := range r.Header {
		out.Header[name] = append([]string(nil), values...)
	}
	if h.opts.UserAgent != "" && len(out.take("User-Agent", false)) == 0 {
		out.Header["User-Agent"] = []string{h.opts.UserAgent}
	}
	var err error
	if out.Path, err = h.place(r.Path); err != nil {
		return out, err
	}
	if err := out.framing(); err != nil {
		return out, err
	}
	token, err := h.token(r.As)
	if err != nil {
		return out, err
	}
	if token != "" && len(out.take("Authorization", false)) == 0 {
		out.Header["Authorization"] = []string{"Bearer " + token}
	}
	return out, nil
}

// place resolves the path of a request. Only the system under test is ever
// asked: another host would receive its credentials.
func (h *HTTP) place(path string) (string, error) {
	prefix := strings.TrimSuffix(h.base.EscapedPath(), "/")
	switch rest, belowHost := strings.CutPrefix(path, "//"); {
	case belowHost:
		return "/" + strings.TrimLeft(rest, "/"), nil
	case strings.HasPrefix(path, "/") || path == "":
		return prefix + strings.TrimSuffix(h.opts.BasePath, "/") + path, nil
	}
	u, err := url.Parse(path)
	if err != nil || u.Scheme != h.base.Scheme || u.Host != h.base.Host {
		return path, faultf("denied", "the tester sends to %s://%s only, not to %q", h.base.Scheme, h.base.Host, path)
	}
	return u.EscapedPath(), nil
}

// framing handles the headers that net/http writes itself, so that the record
// never shows one that was not sent.
func (o *outgoing) framing() error {
	if host := o.take("Host", true); len(host) > 0 {
		o.Virtual = host[0]
	}
	for _, name := range []string{"Transfer-Encoding", "Trailer"} {
		if len(o.take(name, false)) > 0 {
			return faultf("denied", "the tester cannot send the header %s", name)
		}
	}
	if l := o.take("Content-Length", true); len(l) > 0 && l[0] != strconv.Itoa(len(o.Body)) {
		return faultf("denied", "the tester cannot send a Content-Length of %s with %d octets", l[0], len(o.Body))
	}
	return nil
}

// take finds the values of a header however it is spelt.
func (o *outgoing) take(name string, remove bool) []string {
	var all []string
	for k, v := range o.Header {
		if strings.EqualFold(k, name) {
			all = append(all, v...)
			if remove {
				delete(o.Header, k)
			}
		}
	}
	return all
}

func (o *outgoing) url() string {
	u := o.Scheme + "://" + o.Host + o.Path
	if o.Path == "" {
		u += "/"
	}
	if o.Query != "" {
		u += "?" + o.Query
	}
	return u
}

// safe tells whether a request may be sent again after its fate became
// unknown (RFC 9110, section 9.2.1).
func (o *outgoing) safe() bool {
	return o.Method == "GET" || o.Method == "HEAD" || o.Method == "OPTIONS"
}

// build makes the request of net/http. The path goes out octet for octet: it
// is opaque to net/http.
func (o *outgoing) build(ctx context.Context) *http.Request {
	header := o.Header.Clone()
	if len(o.take("User-Agent", false)) == 0 {
		header["User-Agent"] = nil // or net/http would send its own
	}
	path := o.Path
	if path == "" {
		path = "/"
	}
	host := o.Virtual
	if host == "" {
		host = o.Host
	}
	req := &http.Request{Method: o.Method, Host: host, Header: header, ProtoMajor: 1, ProtoMinor: 1,
		URL: &url.URL{Scheme: o.Scheme, Host: o.Host, Opaque: path, RawQuery: o.Query}}
	if len(o.Body) > 0 {
		req.ContentLength = int64(len(o.Body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(o.Body)), nil }
		req.Body = io.NopCloser(bytes.NewReader(o.Body))
	}
	return req.WithContext(ctx)
}
