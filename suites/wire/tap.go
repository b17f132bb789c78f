package wire

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Types of MQTT packets that the tester looks at (MQTT 3.1.1, table 2.1).
const (
	typeConnack    = 2
	typePublish    = 3
	typeSuback     = 9
	typeDisconnect = 14
)

// tap is the stream below an MQTT library. It hands on whole packets only,
// refuses those that are too large or that a library would choke on, and takes
// the evidence, the CONNACK and every PUBLISH, from the wire itself: a library
// may suppress a duplicate.
type tap struct {
	net.Conn
	in      *bufio.Reader
	max     int
	version byte
	publish func(Message) // told of every PUBLISH, in order
	pending []byte
	dropped atomic.Bool

	mu    sync.Mutex
	code  byte
	kept  bool // the CONNACK says that the broker has the session
	at    time.Time
	first bool // a CONNACK was seen
	fault error
}

func newTap(c net.Conn, version byte, limit int) *tap {
	return &tap{Conn: c, in: bufio.NewReaderSize(c, 64<<10), max: limit, version: version, publish: func(Message) {}}
}

// Read hands on octets of the current packet.
func (t *tap) Read(b []byte) (int, error) {
	if len(t.pending) == 0 {
		packet, err := t.next()
		if err != nil {
			return 0, t.failed(err)
		}
		t.pending = packet
	}
	n := copy(b, t.pending)
	t.pending = t.pending[n:]
	return n, nil
}

// failed keeps the reason for which a stream ended.
func (t *tap) failed(err error) error {
	if t.dropped.Load() {
		err = faultf("reset", "the tester cut the connection")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fault == nil {
		t.fault = err
	}
	return err
}

// why is the reason for which the stream ended, nil while it has not.
func (t *tap) why() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.fault
}

func (t *tap) next() ([]byte, error) {
	packet, length, err := readFixedHeader(t.in)
	if err != nil {
		return nil, err
	}
	if length > t.max {
		return nil, faultf("too-large", "a packet of %d octets exceeds the limit of %d", length, t.max)
	}
	head := len(packet)
	if packet, err = appendN(packet, t.in, length); err != nil {
		return nil, err
	}
	return packet, t.inspect(packet[0], packet[head:])
}

// readFixedHeader reads type, flags and remaining length (section 2.2).
func readFixedHeader(in io.ByteReader) (head []byte, length int, err error) {
	first, err := in.ReadByte()
	if err != nil {
		return nil, 0, err
	}
	head = []byte{first}
	for shift := 0; shift < 28; shift += 7 {
		b, err := in.ReadByte()
		if err != nil {
			return nil, 0, unexpected(err)
		}
		head = append(head, b)
		length |= int(b&0x7F) << shift
		if b&0x80 == 0 {
			return head, length, nil
		}
	}
	return nil, 0, faultf("protocol", "the remaining length of a packet has more than four octets: % x", head)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// appendN reads n octets. Memory grows with what arrives, not with what is
// announced.
func appendN(to []byte, in io.Reader, n int) ([]byte, error) {
	if n <= 64<<10 {
		at := len(to)
		to = append(to, make([]byte, n)...)
		_, err := io.ReadFull(in, to[at:])
		return to, unexpected(err)
	}
	b := bytes.NewBuffer(to)
	_, err := io.CopyN(b, in, int64(n))
	return b.Bytes(), unexpected(err)
}

// inspect checks what a library would not survive.
func (t *tap) inspect(first byte, body []byte) error {
	kind, flags := first>>4, first&0x0F
	switch {
	case !t.seen(kind, body):
		return faultf("protocol", "the first packet is of type %d and %d octets, not a CONNACK", kind, len(body))
	case kind == typeSuback && t.version == 4 && len(body) != 3:
		return faultf("protocol", "a SUBACK for one filter has %d octets, not 3", len(body))
	case kind == typePublish:
		m, err := parsePublish(flags, body, t.version)
		if err != nil {
			return err
		}
		t.publish(m)
	case kind == typeDisconnect && t.version == 5:
		t.publish(farewellOf(body))
	}
	return nil
}

// farewellOf is a DISCONNECT of the broker (MQTT 5, section 3.14) as it stands
// among what was received: without topic, the reason code as its status.
func farewellOf(body []byte) Message {
	m := Message{At: time.Now(), Header: http.Header{"Packet": {"DISCONNECT"}}}
	if len(body) > 0 {
		m.Status = int(body[0])
	}
	return m
}

// seen notes the CONNACK, which must come first.
func (t *tap) seen(kind byte, body []byte) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.first {
		return true
	}
	if kind != typeConnack || len(body) < 2 {
		return false
	}
	t.first, t.code, t.kept, t.at = true, body[1], body[0]&1 == 1, time.Now()
	return true
}

// connack is the return code (MQTT 5: reason code) of the CONNACK and when it
// came.
func (t *tap) connack() (code byte, at time.Time, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.code, t.at, t.first
}

// session is what the CONNACK says of the session, for a client that wants one
// to go on.
func (t *tap) session() http.Header {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.kept {
		return nil
	}
	return http.Header{"Session-Present": {"true"}}
}

// cut closes the TCP connection below TLS and WebSocket without a word.
func (t *tap) cut() {
	t.dropped.Store(true)
	bottom(t.Conn).Close()
}

// bottom is the TCP connection below the layers that can say which they are on.
func bottom(c net.Conn) net.Conn {
	for {
		layer, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return c
		}
		c = layer.NetConn()
	}
}
