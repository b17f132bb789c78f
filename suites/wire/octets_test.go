package wire

import (
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnAnswerEndsWhereHTTPSaysHoweverItIsCut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ method, answer, surplus string }{
		"counted":       {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "cd"},
		"empty":         {"GET", "HTTP/1.1 200 OK\r\ncontent-LENGTH: 0\r\n\r\n", "x"},
		"no content":    {"DELETE", "HTTP/1.1 204 No Content\r\n\r\n", "x"},
		"to HEAD":       {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "ab"},
		"chunked":       {"GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
		"until the end": {"GET", "HTTP/1.1 200 OK\r\n\r\nanything\r\n\r\nat all", ""},
		"after a 103":   {"GET", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "x"},
		"bad length":    {"GET", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nanything", ""},
		"no status":     {"GET", "\r\n\r\nanything", ""},
	} {
		for _, piece := range []int{1, 2, 3, 1000} {
			o := newOctets(nil)
			o.begin(c.method)
			all := c.answer + c.surplus
			passed := 0
			for i := 0; i < len(all); i += piece {
				passed += o.admit([]byte(all[i:min(i+piece, len(all))]))
			}
			assert.Equal(t, len(c.answer), passed, "%s in pieces of %d", name, piece)
			assert.Equal(t, c.surplus, string(o.surplus), "%s in pieces of %d", name, piece)
		}
	}
}

func FuzzOctets(f *testing.F) {
	f.Add("GET", []byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc"))
	f.Add("HEAD", []byte("HTTP/1.1 100 Continue\n\nHTTP/1.1 204 x\n\nz"))
	f.Fuzz(func(t *testing.T, method string, in []byte) {
		o := newOctets(&heardConn{in: in})
		o.begin(method)
		out, _ := io.ReadAll(o)
		if string(out)+string(o.surplus) != string(in[:len(out)+len(o.surplus)]) {
			t.Fatalf("octets were lost or reordered: %q + %q of %q", out, o.surplus, in)
		}
	})
}
