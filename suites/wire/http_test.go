package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newHTTP(t testing.TB, o HTTPOptions) *HTTP {
	h, err := NewHTTP(o)
	require.NoError(t, err)
	t.Cleanup(h.CloseIdle)
	return h
}

func TestDoRecordsBothSidesOfAnExchange(t *testing.T) {
	t.Parallel()
	s := served(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("ETag", `"1"`)
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(append([]byte(r.Method+" "+r.RequestURI+" "), body...))
	})
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL, BasePath: "/ucis/v1"})
	x := h.Do(t.Context(), Request{Operation: "createLuminaire", Method: "POST", Path: "/lgt/luminaires", Query: "a=%20b",
		Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{"level":1}`)})
	require.Nil(t, x.Fault)
	assert.Equal(t, "http", x.Protocol)
	assert.Equal(t, "createLuminaire", x.Operation)
	assert.Equal(t, s.URL+"/ucis/v1/lgt/luminaires?a=%20b", x.Sent.URL)
	require.Len(t, x.Received, 1)
	assert.Equal(t, 201, x.Received[0].Status)
	assert.Equal(t, `"1"`, x.Received[0].Header.Get("ETag"))
	assert.Equal(t, `POST /ucis/v1/lgt/luminaires?a=%20b {"level":1}`, string(x.Received[0].Body))
	assert.Positive(t, x.Elapsed)
	assert.Zero(t, x.Retries)
}

// heard is a server that notes the octets of one request and answers 200.
func heard(t *testing.T) (address string, octets <-chan string) {
	out := make(chan string, 1)
	return peer(t, func(c net.Conn) {
		in := bufio.NewReader(c)
		var b strings.Builder
		for !strings.HasSuffix(b.String(), "\r\n\r\n") {
			o, err := in.ReadByte()
			if err != nil {
				return
			}
			b.WriteByte(o)
		}
		rest, _ := in.Peek(in.Buffered())
		out <- b.String() + string(rest)
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	}), out
}

func TestTheRequestOnTheWireIsTheCasesAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options HTTPOptions
		request Request
		want    string
	}{
		"bare": {HTTPOptions{}, Request{Path: "/x"}, "GET /x HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		"spelling of headers": {HTTPOptions{}, Request{Path: "/x", Header: http.Header{"x-odd_NAME": {"1"}}},
			"GET /x HTTP/1.1\r\nHost: HOST\r\nx-odd_NAME: 1\r\n\r\n"},
		"path octet for octet": {HTTPOptions{BasePath: "/v1"}, Request{Path: "/a%2Fb/../%zz/[路]", Query: "q=%&r"},
			"GET /v1/a%2Fb/../%zz/[路]?q=%&r HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		"below the host": {HTTPOptions{BasePath: "/v1"}, Request{Path: "//landing"}, "GET /landing HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		"absolute":       {HTTPOptions{BasePath: "/v1"}, Request{Path: "http://HOST/z"}, "GET /z HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		"host header":    {HTTPOptions{}, Request{Path: "/x", Header: http.Header{"host": {"elsewhere"}}}, "GET /x HTTP/1.1\r\nHost: elsewhere\r\n\r\n"},
		"body on GET": {HTTPOptions{}, Request{Path: "/x", Body: []byte("{}")},
			"GET /x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}"},
		"empty POST": {HTTPOptions{}, Request{Method: "POST", Path: "/x"}, "POST /x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n"},
		"odd method": {HTTPOptions{}, Request{Method: "BREW", Path: "/x"}, "BREW /x HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		"user agent": {HTTPOptions{UserAgent: "cityconf"}, Request{Path: "/x"}, "GET /x HTTP/1.1\r\nHost: HOST\r\nUser-Agent: cityconf\r\n\r\n"},
		"default token": {HTTPOptions{Credentials: map[string]Token{"default": "t0k3n-value"}}, Request{Path: "/x"},
			"GET /x HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer t0k3n-value\r\n\r\n"},
		"no token": {HTTPOptions{Credentials: map[string]Token{"default": "t0k3n-value"}}, Request{Path: "/x", As: "none"},
			"GET /x HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		"another's token": {HTTPOptions{Credentials: map[string]Token{"default": "t0k3n-value", "limited": "less"}}, Request{Path: "/x", As: "limited"},
			"GET /x HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer less\r\n\r\n"},
		"nobody's token": {HTTPOptions{Credentials: map[string]Token{"default": "t0k3n-value"}}, Request{Path: "/x", As: "garbage"},
			"GET /x HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer garbage.garbage.garbage.nobody-issued-this\r\n\r\n"},
		"no path": {HTTPOptions{}, Request{}, "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		"the case's own": {HTTPOptions{Credentials: map[string]Token{"default": "t0k3n-value"}},
			Request{Path: "/x", Header: http.Header{"authorization": {"Basic x"}}},
			"GET /x HTTP/1.1\r\nHost: HOST\r\nauthorization: Basic x\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, octets := heard(t)
			c.options.BaseURL = "http://" + at
			c.request.Path = strings.ReplaceAll(c.request.Path, "HOST", at)
			x := newHTTP(t, c.options).Do(t.Context(), c.request)
			require.Nil(t, x.Fault)
			assert.Equal(t, strings.ReplaceAll(c.want, "HOST", at), <-octets)
		})
	}
}

func TestTheTesterRefusesToSend(t *testing.T) {
	t.Parallel()
	s := served(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL})
	for name, r := range map[string]Request{
		"to another host":      {Path: "http://elsewhere.test/x"},
		"over another scheme":  {Path: strings.Replace(s.URL, "http:", "https:", 1) + "/x"},
		"a relative path":      {Path: "x"},
		"unknown credential":   {Path: "/x", As: "nobody"},
		"transfer coding":      {Path: "/x", Header: http.Header{"transfer-encoding": {"chunked"}}},
		"a false length":       {Path: "/x", Header: http.Header{"Content-Length": {"7"}}},
		"a header with a line": {Path: "/x", Header: http.Header{"X-A": {"1\r\nX-B: 2"}}},
		"a method with space":  {Path: "/x", Method: "GET IT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := h.Do(t.Context(), r)
			require.NotNil(t, x.Fault)
			assert.Equal(t, "denied", x.Fault.Kind, x.Fault.Detail)
			assert.Empty(t, x.Received)
		})
	}
}

func TestNewHTTPRefusesBaseURLsItCannotUse(t *testing.T) {
	t.Parallel()
	for _, u := range []string{"", "city.test", "ftp://city.test", "http://", "https://user:pw@city.test", "https://city.test?x=1", "http://[::1"} {
		_, err := NewHTTP(HTTPOptions{BaseURL: u})
		assert.Error(t, err, u)
	}
}

func TestDoDoesNothingOnItsOwn(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	s := served(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		assert.Empty(t, r.Header.Get("Cookie"))
		assert.Empty(t, r.Header.Get("Accept-Encoding"))
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusFound)
	})
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL})
	for range 2 {
		x := h.Do(t.Context(), Request{Path: "/x"})
		require.Nil(t, x.Fault)
		assert.Equal(t, 302, x.Received[0].Status)
	}
	assert.EqualValues(t, 2, asked.Load())
}

func TestACompressedAnswerIsRecordedAsItCame(t *testing.T) {
	t.Parallel()
	s := served(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte("\x1f\x8bnot really"))
	})
	x := newHTTP(t, HTTPOptions{BaseURL: s.URL}).Do(t.Context(), Request{Path: "/x", Header: http.Header{"Accept-Encoding": {"gzip"}}})
	require.Nil(t, x.Fault)
	assert.Equal(t, "\x1f\x8bnot really", string(x.Received[0].Body))
	assert.Equal(t, "gzip", x.Received[0].Header.Get("Content-Encoding"))
}

func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	var opened atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "DELETE" {
			w.WriteHeader(204)
		}
	}))
	s.Config.ConnState = func(_ net.Conn, st http.ConnState) {
		if st == http.StateNew {
			opened.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL})
	for _, m := range []string{"GET", "HEAD", "POST", "DELETE", "GET"} {
		require.Nil(t, h.Do(t.Context(), Request{Method: m, Path: "/x"}).Fault)
	}
	assert.EqualValues(t, 1, opened.Load())
}

func TestTLSWithTheAuthoritiesAndTheClientCertificateOfTheIXIT(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	config := ca.issue()
	config.ClientAuth = tls.RequestClientCert
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "%s %d", r.Proto, len(r.TLS.PeerCertificates))
	}))
	s.TLS, s.EnableHTTP2 = config, true
	s.StartTLS()
	t.Cleanup(s.Close)
	mine := ca.issue().Certificates[0]
	for want, cert := range map[string]*tls.Certificate{"HTTP/1.1 0": nil, "HTTP/1.1 1": &mine} {
		x := newHTTP(t, HTTPOptions{BaseURL: s.URL, RootCAs: ca.pool, ClientCert: cert}).Do(t.Context(), Request{Path: "/x"})
		require.Nil(t, x.Fault)
		assert.Equal(t, want, string(x.Received[0].Body))
	}
}

func TestTheRateIsKept(t *testing.T) {
	t.Parallel()
	s := served(t, func(http.ResponseWriter, *http.Request) {})
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL, Rate: 100})
	started := time.Now()
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() { h.Do(t.Context(), Request{Path: "/x"}) })
	}
	wg.Wait()
	assert.GreaterOrEqual(t, time.Since(started), 190*time.Millisecond, "20 at once, 20 more at 100 a second")
}

func TestTimeSpentWaitingForTheTurnIsNotTheSystems(t *testing.T) {
	t.Parallel()
	s := served(t, func(http.ResponseWriter, *http.Request) {})
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL, Rate: 4})
	first := h.Do(t.Context(), Request{Path: "/x"})
	x := h.Do(t.Context(), Request{Path: "/x"})
	require.Nil(t, x.Fault)
	assert.LessOrEqual(t, x.Elapsed, time.Since(x.Started))
	assert.GreaterOrEqual(t, x.Started.Sub(first.Started), 200*time.Millisecond, "the clock starts when the turn has come")
}

func TestACanceledRunIsNotBlamedOnTheSystem(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rate float64
	}{"while waiting for an answer": {0}, "while waiting for its turn": {0.001}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHTTP(t, HTTPOptions{BaseURL: "http://" + peer(t, silent), Rate: c.rate, Timeout: 5 * time.Second})
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			var x Exchange
			for range 2 {
				x = h.Do(ctx, Request{Path: "/x"})
			}
			require.NotNil(t, x.Fault)
			assert.Equal(t, "canceled", x.Fault.Kind)
		})
	}
}

func TestConcurrentExchangesDoNotMix(t *testing.T) {
	t.Parallel()
	s := served(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	})
	h := newHTTP(t, HTTPOptions{BaseURL: s.URL})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for j := range 20 {
				want := fmt.Sprintf("%d/%d %s", i, j, strings.Repeat("x", i*1000))
				x := h.Do(t.Context(), Request{Method: "POST", Path: "/echo", Body: []byte(want)})
				if assert.Nil(t, x.Fault) {
					assert.True(t, want == string(x.Received[0].Body), "exchange %d/%d has another's answer", i, j)
				}
			}
		})
	}
	wg.Wait()
}

func TestClockOffsetIsReadFromDate(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	answer := func(date string) Exchange {
		return Exchange{Protocol: "http", Started: at, Elapsed: time.Second, Received: []Message{{Header: http.Header{"Date": {date}}}}}
	}
	got, ok := ClockOffset(answer(at.Add(time.Minute).Format(http.TimeFormat)))
	assert.True(t, ok)
	assert.Equal(t, time.Minute, got)
	for name, x := range map[string]Exchange{
		"unreadable": answer("yesterday"), "no answer": {Protocol: "http"}, "no HTTP": {Protocol: "mqtt", Received: []Message{{}}},
	} {
		_, ok := ClockOffset(x)
		assert.False(t, ok, name)
	}
}
