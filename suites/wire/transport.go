package wire

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
)

// idleLimit is how long a connection is kept for another request. Servers
// close idle connections after a few seconds; one closed just while a POST is
// being sent would look like a defect.
const idleLimit = time.Second

func newTransport(o HTTPOptions) *http.Transport {
	config := &tls.Config{RootCAs: o.RootCAs, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	if o.ClientCert != nil {
		config.Certificates = []tls.Certificate{*o.ClientCert}
	}
	d := &dialer{tls: config, timeout: o.Timeout * 9 / 10} // ends before the exchange does, to tell at which stage
	return &http.Transport{
		DialContext:            watched(d.tcp),
		DialTLSContext:         watched(d.secure),
		DisableCompression:     true,
		MaxIdleConnsPerHost:    256,
		IdleConnTimeout:        idleLimit,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: maxHead,
	}
}

type dial func(ctx context.Context, network, address string) (net.Conn, error)

func watched(d dial) dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := d(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return newOctets(c), nil
	}
}

// trace follows one request through net/http, which may try several
// connections for it without saying so.
type trace struct {
	method string
	safe   bool
	cancel context.CancelCauseFunc

	mu      sync.Mutex
	conn    *octets
	start   int64 // octets already written on it by earlier requests
	conns   int
	again   int
	refused bool
}

func (t *trace) context(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) { t.got(i.Conn) },
	})
}

// got sees each connection the request is about to be written to. A request
// that may have been processed is not sent again, unless it is safe and this
// is the first time.
func (t *trace) got(c net.Conn) {
	o, ok := c.(*octets)
	if !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	sent := t.conn != nil && t.conn.written.Load() > t.start
	if sent && (!t.safe || t.conns > 1) {
		t.refused = true
		o.refused.Store(true)
		t.cancel(errResend)
		return
	}
	if t.conns > 0 {
		t.again++
	}
	t.conns++
	t.conn, t.start = o, o.written.Load()
	o.begin(t.method)
}

func (t *trace) resent() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.again
}

// explain finds the fault behind what net/http returned.
func (t *trace) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.refused:
		return faultf("reset", "%v", errResend)
	case as[*stageError](err) || t.conns > 0:
		return err
	case ctx.Err() != nil:
		return &stageError{"refused", err} // time ran out before there was a connection
	}
	return faultf("denied", "the tester cannot send this request: %v", err)
}

// bodyMoment is how long to look for octets that must not follow an answer
// without a body.
const bodyMoment = 2 * time.Millisecond

func (t *trace) excess(wait bool) []byte {
	t.mu.Lock()
	c := t.conn
	t.mu.Unlock()
	if c == nil {
		return nil
	}
	moment := time.Duration(0)
	if wait {
		moment = bodyMoment
	}
	return c.excess(moment)
}
