package wire

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// served starts an HTTP server for one test.
func served(t testing.TB, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// peer is a TCP server whose every connection is handled by one function and
// closed after it. All connections are closed at the end of the test.
func peer(t testing.TB, handle func(net.Conn)) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	return peerOn(t, l, handle)
}

func tlsPeer(t testing.TB, config *tls.Config, handle func(net.Conn)) string {
	l, err := tls.Listen("tcp", "127.0.0.1:0", config)
	require.NoError(t, err)
	return peerOn(t, l, handle)
}

func peerOn(t testing.TB, l net.Listener, handle func(net.Conn)) string {
	var mu sync.Mutex
	var open []net.Conn
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, c)
			mu.Unlock()
			wg.Go(func() {
				handle(c)
				c.Close()
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for _, c := range open {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return l.Addr().String()
}

// silent takes what comes and never answers.
func silent(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// reset cuts a connection so that the other side sees RST.
func reset(c net.Conn) {
	if t, ok := bottom(c).(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	bottom(c).Close()
}

// nobody is an address at which nothing listens: port 1 is reserved and never
// given to a test running beside this one.
const nobody = "127.0.0.1:1"

// quiet is a logger for servers whose complaints are expected.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
