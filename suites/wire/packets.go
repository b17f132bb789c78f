package wire

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Types of MQTT packets that the tester looks at (MQTT 3.1.1, table 2.1).
const (
	typeConnack = 2
	typePublish = 3
	typeSuback  = 9
)

var errDropped = errors.New("the tester cut the connection")

// packets is the stream below an MQTT library. It hands on whole packets only,
// refuses those that are too large or that a library would choke on, and keeps
// the CONNACK as it was sent.
type packets struct {
	net.Conn
	in      *bufio.Reader
	max     int
	version byte
	pending []byte
	dropped atomic.Bool

	mu    sync.Mutex
	code  byte
	at    time.Time
	first bool // a CONNACK was seen
	fault error
}

func newPackets(c net.Conn, version byte, limit int) *packets {
	return &packets{Conn: c, in: bufio.NewReaderSize(c, 64<<10), max: limit, version: version}
}

// Read hands on octets of the current packet.
func (p *packets) Read(b []byte) (int, error) {
	if len(p.pending) == 0 {
		packet, err := p.next()
		if err != nil {
			return 0, p.failed(err)
		}
		p.pending = packet
	}
	n := copy(b, p.pending)
	p.pending = p.pending[n:]
	return n, nil
}

// failed keeps the reason for which a stream ended.
func (p *packets) failed(err error) error {
	if p.dropped.Load() {
		err = errDropped
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fault == nil {
		p.fault = err
	}
	return err
}

// why is the reason for which the stream ended, nil while it has not.
func (p *packets) why() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fault
}

func (p *packets) next() ([]byte, error) {
	packet, length, err := readFixedHeader(p.in)
	if err != nil {
		return nil, err
	}
	if length > p.max {
		return nil, faultf("too-large", "a packet of %d octets exceeds the limit of %d", length, p.max)
	}
	head := len(packet)
	if packet, err = appendN(packet, p.in, length); err != nil {
		return nil, err
	}
	return packet, p.inspect(packet[0], packet[head:])
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
func (p *packets) inspect(first byte, body []byte) error {
	kind, flags := first>>4, first&0x0F
	switch {
	case !p.seen(kind, body):
		return faultf("protocol", "the first packet is of type %d and %d octets, not a CONNACK", kind, len(body))
	case kind == typeSuback && p.version == 4 && len(body) != 3:
		return faultf("protocol", "a SUBACK for one filter has %d octets, not 3", len(body))
	case kind == typePublish && flags>>1&3 == 3:
		return faultf("protocol", "a PUBLISH has QoS 3")
	case kind == typePublish && !wholePublish(flags, body):
		return faultf("protocol", "a PUBLISH of %d octets ends within its header", len(body))
	}
	return nil
}

// wholePublish tells whether topic and packet identifier fit into a PUBLISH.
func wholePublish(flags byte, body []byte) bool {
	if len(body) < 2 {
		return false
	}
	need := 2 + int(body[0])<<8 + int(body[1])
	if flags>>1&3 > 0 {
		need += 2
	}
	return need <= len(body)
}

// seen notes the CONNACK, which must come first.
func (p *packets) seen(kind byte, body []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.first {
		return true
	}
	if kind != typeConnack || len(body) < 2 {
		return false
	}
	p.first, p.code, p.at = true, body[1], time.Now()
	return true
}

// connack is the return code (MQTT 5: reason code) of the CONNACK and when it
// came.
func (p *packets) connack() (code byte, at time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.code, p.at, p.first
}

// cut closes the TCP connection below TLS and WebSocket without a word.
func (p *packets) cut() {
	p.dropped.Store(true)
	bottom(p.Conn).Close()
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
