package wire

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxHead limits the header block of an answer, in octets.
const maxHead = 1 << 20

var errResend = errors.New("the connection was closed before an answer came, and the request may have been processed")

// octets is one HTTP/1.1 connection below net/http. It counts what is written,
// and it keeps back what net/http would silently drop: octets after the end of
// an answer, such as a body that follows 204, 304 or the answer to HEAD. It
// understands no more of HTTP than where an answer of known length ends.
type octets struct {
	net.Conn
	written atomic.Int64
	refused atomic.Bool // nothing more may be written

	mu      sync.Mutex
	phase   phase
	toHEAD  bool          // the outstanding request is HEAD
	head    []byte        // header block so far
	left    int64         // octets of the body still to come
	surplus []byte        // octets after the end of the answer
	more    chan struct{} // closed when there is surplus
	once    sync.Once
	gone    chan struct{} // closed when net/http gave the connection up
}

type phase int

const (
	idle    phase = iota // no request is outstanding
	heading              // in the header block of the answer
	counted              // in a body of known length
	opaque               // in a body whose end only net/http sees, or after it
)

func newOctets(c net.Conn) *octets {
	return &octets{Conn: c, more: make(chan struct{}), gone: make(chan struct{})}
}

// begin tells the connection that a request is about to be written.
func (o *octets) begin(method string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.phase, o.head, o.toHEAD = heading, nil, method == "HEAD"
}

// Write sends octets of a request.
func (o *octets) Write(p []byte) (int, error) {
	if o.refused.Load() {
		return 0, errResend
	}
	n, err := o.Conn.Write(p)
	o.written.Add(int64(n))
	return n, err
}

// Read receives octets of the answer; surplus ones end the connection.
func (o *octets) Read(p []byte) (int, error) {
	if o.hasSurplus() {
		return 0, io.EOF
	}
	n, err := o.Conn.Read(p)
	if n == 0 {
		return n, err
	}
	if n = o.admit(p[:n]); n == 0 {
		return 0, io.EOF
	}
	return n, err
}

func (o *octets) hasSurplus() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.surplus) > 0
}

// admit says how many of the octets belong to the answer and keeps the rest.
func (o *octets) admit(b []byte) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := o.advance(b)
	if n < len(b) {
		if len(o.surplus) == 0 {
			close(o.more)
		}
		o.surplus = append(o.surplus, b[n:]...)
	}
	return n
}

func (o *octets) advance(b []byte) int {
	n := 0
	for n < len(b) {
		switch o.phase {
		case idle:
			return n
		case opaque:
			return len(b)
		case counted:
			take := min(int64(len(b)-n), o.left)
			o.left -= take
			n += int(take)
			if o.left == 0 {
				o.phase = idle
			}
		case heading:
			n += o.takeHead(b[n:])
		}
	}
	return n
}

// takeHead adds octets to the header block; at its end the phase changes.
func (o *octets) takeHead(b []byte) int {
	before := len(o.head)
	o.head = append(o.head, b...)
	end := headEnd(o.head, before)
	if end < 0 {
		if len(o.head) > maxHead {
			o.phase = opaque // net/http refuses it
		}
		return len(b)
	}
	o.phase, o.left = afterHead(o.head[:end], o.toHEAD)
	o.head = nil
	return end - before
}

// headEnd is the index after the empty line that ends a header block, -1 when
// there is none yet. Octets before from were looked at earlier.
func headEnd(b []byte, from int) int {
	from = max(0, from-3)
	for i := from; i < len(b); i++ {
		if b[i] != '\n' {
			continue
		}
		if i > 0 && b[i-1] == '\n' || i > 2 && bytes.Equal(b[i-3:i], []byte("\r\n\r")) {
			return i + 1
		}
	}
	return -1
}

// afterHead tells what follows a header block (RFC 9112, section 6.3).
func afterHead(head []byte, toHEAD bool) (phase, int64) {
	lines := strings.Split(string(head), "\n")
	status := ""
	if f := strings.Fields(lines[0]); len(f) > 1 {
		status = f[1]
	}
	if len(status) == 3 && status[0] == '1' && status != "101" {
		return heading, 0
	}
	if toHEAD || status == "204" || status == "304" {
		return idle, 0
	}
	return bodyLength(lines[1:])
}

func bodyLength(lines []string) (phase, int64) {
	p, length := opaque, int64(0)
	for _, l := range lines {
		name, value, _ := strings.Cut(l, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "transfer-encoding":
			return opaque, 0
		case "content-length":
			if n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil && n >= 0 {
				p, length = counted, n
			}
		}
	}
	if p == counted && length == 0 {
		p = idle
	}
	return p, length
}

// Close gives the connection up.
func (o *octets) Close() error {
	o.once.Do(func() { close(o.gone) })
	return o.Conn.Close()
}

// excess are the octets after the end of the answer; it waits a moment for
// such as travel in a packet of their own. If there are any, net/http has given
// the connection up on return, so that no later request meets it.
func (o *octets) excess(moment time.Duration) []byte {
	if !happens(o.more, moment) {
		return nil
	}
	happens(o.gone, time.Second)
	o.mu.Lock()
	defer o.mu.Unlock()
	return bytes.Clone(o.surplus)
}

// happens waits for an event at most so long.
func happens(event <-chan struct{}, limit time.Duration) bool {
	select {
	case <-event:
		return true
	default:
	}
	if limit <= 0 {
		return false
	}
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case <-event:
		return true
	case <-t.C:
		return false
	}
}
