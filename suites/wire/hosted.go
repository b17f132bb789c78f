package wire

import (
	"bufio"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// hosted is the connection of one device to the tester's broker. The broker
// reads whole packets from it and writes packets to it; in between they are
// recorded, refused or held back.
type hosted struct {
	net.Conn
	host   *Host
	number int
	in     *bufio.Reader
	once   sync.Once

	pending []byte      // of the packet being read
	first   bool        // a CONNECT was read
	said    atomic.Bool // a DISCONNECT was read

	writing sync.Mutex
	out     []byte // octets of a packet that is not whole yet

	// Guarded by host.mu.
	version      byte
	client, user string
	devices      map[string]bool // whose topics were used
	gone         bool
}

func newHosted(c net.Conn, h *Host, number int) *hosted {
	return &hosted{Conn: c, host: h, number: number, in: bufio.NewReaderSize(c, 16<<10), devices: map[string]bool{}}
}

// Read hands on octets of the current packet.
func (c *hosted) Read(b []byte) (int, error) {
	if len(c.pending) == 0 {
		packet, err := c.next()
		if err != nil {
			c.over("device")
			return 0, err
		}
		c.pending = packet
	}
	n := copy(b, c.pending)
	c.pending = c.pending[n:]
	return n, nil
}

func (c *hosted) next() ([]byte, error) {
	packet, length, err := readFixedHeader(c.in)
	if err != nil {
		return nil, err
	}
	if length > c.host.options.MaxPacket {
		c.note("OVERSIZE", "device", Message{Header: http.Header{"Length": {strconv.Itoa(length)}}})
		return nil, faultf("too-large", "a packet of %d octets exceeds the limit of %d", length, c.host.options.MaxPacket)
	}
	head := len(packet)
	if packet, err = appendN(packet, c.in, length); err != nil {
		return nil, err
	}
	return packet, c.received(packet[0], packet[head:])
}

// Write sends whole packets on, except those that are held back.
func (c *hosted) Write(b []byte) (int, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.out = append(c.out, b...)
	for {
		packet, head := wholePacket(c.out)
		if packet == nil {
			return len(b), nil
		}
		c.out = c.out[len(packet):]
		if c.sent(packet[0], packet[head:]) {
			if _, err := c.Conn.Write(packet); err != nil {
				return len(b), err
			}
		}
	}
}

// wholePacket is the first packet of some octets and the length of its fixed
// header, nil while it is not whole.
func wholePacket(b []byte) (packet []byte, head int) {
	length := 0
	for i := 1; i < len(b) && i < 5; i++ {
		length |= int(b[i]&0x7F) << (7 * (i - 1))
		if b[i]&0x80 == 0 {
			if end := 1 + i + length; end <= len(b) {
				return b[:end], 1 + i
			}
			return nil, 0
		}
	}
	return nil, 0
}

// Close ends the connection; the record says who did.
func (c *hosted) Close() error {
	c.over(map[bool]string{true: "device", false: "tester"}[c.said.Load()])
	return c.Conn.Close()
}

// over notes the end of the connection, once.
func (c *hosted) over(by string) {
	c.once.Do(func() {
		c.host.mu.Lock()
		c.gone = true
		c.host.mu.Unlock()
		c.note("CLOSED", by, Message{})
	})
}

// note records a packet, secrets removed.
func (c *hosted) note(kind, from string, m Message) {
	h := m.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	c.host.mu.Lock()
	client := c.client
	c.host.mu.Unlock()
	h["Packet"], h["From"], h["Connection"], h["Client"] = []string{kind}, []string{from}, []string{strconv.Itoa(c.number)}, []string{client}
	m.Header, m.At = c.host.options.Redactor.Header(h), time.Now()
	m.Topic, m.Body = c.host.options.Redactor.Text(m.Topic), c.host.options.Redactor.Bytes(m.Body)
	c.host.log.Add(m)
}

// cut closes the TCP connection without a word.
func (c *hosted) cut() {
	c.over("tester")
	bottom(c.Conn).Close()
}
