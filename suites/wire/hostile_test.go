package wire

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// says reads a request and answers with the given octets.
func says(answer string) func(net.Conn) {
	return func(c net.Conn) {
		_, _ = c.Read(make([]byte, 4096))
		_, _ = io.WriteString(c, answer)
	}
}

// drip answers one octet at a time for as long as anybody listens.
func drip(start string) func(net.Conn) {
	return func(c net.Conn) {
		_, _ = c.Read(make([]byte, 4096))
		_, err := io.WriteString(c, start)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for err == nil {
			<-tick.C
			_, err = io.WriteString(c, "a")
		}
	}
}

// gigabyte sends as much of a body of 1 GB as is taken.
func gigabyte(c net.Conn) {
	_, _ = c.Read(make([]byte, 4096))
	_, _ = fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", 1<<30)
	chunk := bytes.Repeat([]byte("x"), 1<<20)
	for range 1 << 10 {
		if _, err := c.Write(chunk); err != nil {
			return
		}
	}
}

func TestFaultsOfHostileHTTPServers(t *testing.T) {
	t.Parallel()
	const whole = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
	for name, c := range map[string]struct {
		handle func(net.Conn)
		kind   string
		body   string // of what was recorded, "-" for no message
	}{
		"never answers":         {silent, "timeout", "-"},
		"slow-loris headers":    {drip("HTTP/1.1 200 OK\r\nX-A: "), "timeout", "-"},
		"slow body":             {drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), "timeout", "a"},
		"closes at once":        {says(""), "reset", "-"},
		"resets at once":        {func(c net.Conn) { _, _ = c.Read(make([]byte, 4096)); reset(c) }, "reset", "-"},
		"breaks off in headers": {says("HTTP/1.1 200 OK\r\nX-A: 1\r\n"), "reset", "-"},
		"breaks off in body":    {says(whole + "half"), "reset", "half"},
		"breaks off in chunk":   {says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"), "reset", "half"},
		"no HTTP":               {says("SSH-2.0-OpenSSH\r\n"), "protocol", "-"},
		"bad status":            {says("HTTP/1.1 abc\r\n\r\n"), "protocol", "-"},
		"bad header":            {says("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), "protocol", "-"},
		"bad chunk":             {says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), "protocol", ""},
		"two lengths":           {says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "protocol", "-"},
		"more than the length":  {says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"), "protocol", "a"},
		"endless headers":       {says("HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Filler: "+strings.Repeat("y", 1000)+"\r\n", 1100) + "\r\n"), "too-large", "-"},
		"1 GB body":             {gigabyte, "too-large", "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHTTP(t, HTTPOptions{BaseURL: "http://" + peer(t, c.handle), Timeout: 2 * time.Second, MaxBody: 1 << 20})
			if strings.Contains(c.kind, "large") {
				h.opts.Timeout = 10 * time.Second
			}
			x := h.Do(t.Context(), Request{Method: "POST", Path: "/x"})
			require.NotNil(t, x.Fault)
			assert.Equal(t, c.kind, x.Fault.Kind, x.Fault.Detail)
			assert.False(t, x.Fault.Unreachable(), "a live system is not unreachable")
			assert.Zero(t, x.Retries)
			if c.body == "-" {
				assert.Empty(t, x.Received)
				return
			}
			require.Len(t, x.Received, 1)
			assert.Equal(t, 200, x.Received[0].Status)
			assert.True(t, strings.HasPrefix(string(x.Received[0].Body), c.body))
			assert.LessOrEqual(t, len(x.Received[0].Body), keptOfTooLarge)
		})
	}
}

func TestABodyThatMustNotBeIsRecorded(t *testing.T) {
	t.Parallel()
	late := func(c net.Conn) {
		_, _ = c.Read(make([]byte, 4096))
		_, _ = io.WriteString(c, "HTTP/1.1 204 No Content\r\n\r\n")
		_, _ = io.WriteString(c, `{"surplus":true}`)
		silent(c)
	}
	for name, c := range map[string]struct {
		method string
		handle func(net.Conn)
	}{
		"HEAD":            {"HEAD", says("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"surplus\":true}")},
		"204":             {"DELETE", says("HTTP/1.1 204 No Content\r\nContent-Length: 16\r\n\r\n{\"surplus\":true}")},
		"304":             {"GET", says("HTTP/1.1 304 Not Modified\r\n\r\n{\"surplus\":true}")},
		"204 after 100":   {"PUT", says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n{\"surplus\":true}")},
		"204, bare feeds": {"PUT", says("HTTP/1.1 204 No Content\n\n{\"surplus\":true}")},
		"204, own packet": {"PUT", late},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHTTP(t, HTTPOptions{BaseURL: "http://" + peer(t, c.handle)})
			x := h.Do(t.Context(), Request{Method: c.method, Path: "/x"})
			require.Nil(t, x.Fault)
			require.Len(t, x.Received, 1)
			assert.Equal(t, `{"surplus":true}`, string(x.Received[0].Body))
		})
	}
}

func TestOctetsOfOneAnswerNeverReachTheNext(t *testing.T) {
	t.Parallel()
	var n atomic.Int32
	at := peer(t, func(c net.Conn) {
		for {
			if _, err := c.Read(make([]byte, 4096)); err != nil {
				return
			}
			_, _ = fmt.Fprintf(c, "HTTP/1.1 204 No Content\r\nX-N: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", n.Add(1))
		}
	})
	h := newHTTP(t, HTTPOptions{BaseURL: "http://" + at})
	for i := 1; i <= 5; i++ {
		x := h.Do(t.Context(), Request{Method: "PUT", Path: "/x"})
		require.Nil(t, x.Fault)
		assert.Equal(t, 204, x.Received[0].Status)
		assert.Equal(t, fmt.Sprint(i), x.Received[0].Header.Get("X-N"))
	}
}

func TestUnreachableSystems(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	secure := func(c *tls.Config) string { return tlsServed(t, c).URL }
	modern := ca.issue()
	old := ca.issue()
	old.MaxVersion, old.MinVersion = tls.VersionTLS11, tls.VersionTLS10
	for name, c := range map[string]struct {
		url     string
		roots   *x509.CertPool
		kind    string
		retries int
	}{
		"nobody listens":      {"http://" + nobody, nil, "refused", 1},
		"no such host":        {"http://nowhere.invalid", nil, "dns", 0},
		"expired certificate": {secure(ca.issue(expired)), ca.pool, "tls", 0},
		"another's":           {secure(ca.issue(otherHost)), ca.pool, "tls", 0},
		"untrusted":           {secure(modern), x509.NewCertPool(), "tls", 0},
		"old TLS only":        {secure(old), ca.pool, "tls", 0},
		"no TLS":              {"https://" + peer(t, says("HTTP/1.1 400 Bad Request\r\n\r\n")), nil, "tls", 0},
		"silent below TLS":    {"https://" + peer(t, silent), nil, "tls", 0},
		"resets below TLS":    {"https://" + peer(t, func(c net.Conn) { _, _ = c.Read(make([]byte, 1)); reset(c) }), nil, "tls", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHTTP(t, HTTPOptions{BaseURL: c.url, RootCAs: c.roots, Timeout: 3 * time.Second})
			x := h.Do(t.Context(), Request{Path: "/x"})
			require.NotNil(t, x.Fault)
			assert.Equal(t, c.kind, x.Fault.Kind, x.Fault.Detail)
			assert.True(t, x.Fault.Unreachable())
			assert.Equal(t, c.retries, x.Retries)
			assert.Empty(t, x.Received)
		})
	}
}

// fickle answers the first request of each connection and cuts the connection
// when the second has come.
func fickle(seen *atomic.Int32) func(net.Conn) {
	return func(c net.Conn) {
		for i := range 2 {
			if _, err := c.Read(make([]byte, 4096)); err != nil {
				return
			}
			seen.Add(1)
			if i == 0 {
				_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			}
		}
	}
}

func TestOnlySafeRequestsAreSentAgainOnANewConnectionAndCounted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		request Request
		fault   bool
		retries int
		seen    int32
	}{
		"GET":              {Request{Method: "GET", Path: "/x"}, false, 1, 3},
		"POST":             {Request{Method: "POST", Path: "/x", Body: []byte("{}")}, true, 0, 2},
		"DELETE":           {Request{Method: "DELETE", Path: "/x"}, true, 0, 2},
		"POST idempotent":  {Request{Method: "POST", Path: "/x", Header: http.Header{"Idempotency-Key": {"1"}}}, true, 0, 2},
		"PUT without body": {Request{Method: "PUT", Path: "/x", Header: http.Header{"Idempotency-Key": {"1"}}}, true, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen atomic.Int32
			h := newHTTP(t, HTTPOptions{BaseURL: "http://" + peer(t, fickle(&seen))})
			require.Nil(t, h.Do(t.Context(), Request{Path: "/x"}).Fault)
			x := h.Do(t.Context(), c.request)
			assert.Equal(t, c.fault, x.Fault != nil)
			if c.fault {
				assert.Equal(t, "reset", x.Fault.Kind, x.Fault.Detail)
			}
			assert.Equal(t, c.retries, x.Retries)
			assert.Equal(t, c.seen, seen.Load())
		})
	}
}
