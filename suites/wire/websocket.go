package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// websocket opens a WebSocket for MQTT (MQTT 3.1.1, section 6).
func (d *dialer) websocket(ctx context.Context, u *url.URL) (net.Conn, error) {
	dialer := websocket.Dialer{NetDialContext: d.tcp, NetDialTLSContext: d.secure,
		HandshakeTimeout: d.timeout, Subprotocols: []string{"mqtt"}}
	c, resp, err := dialer.DialContext(ctx, u.String(), nil)
	if errors.Is(err, websocket.ErrBadHandshake) && resp != nil {
		return nil, faultf("protocol", "the WebSocket handshake was answered with HTTP status %d", resp.StatusCode)
	}
	if err != nil {
		return nil, err
	}
	return &stream{Conn: c}, nil
}

// stream makes one stream of octets out of binary WebSocket messages.
type stream struct {
	*websocket.Conn
	in      io.Reader
	writing sync.Mutex
}

// Read reads on across the bounds of messages.
func (s *stream) Read(b []byte) (int, error) {
	for {
		if s.in == nil {
			_, in, err := s.NextReader()
			if err != nil {
				return 0, err
			}
			s.in = in
		}
		n, err := s.in.Read(b)
		if errors.Is(err, io.EOF) {
			s.in, err = nil, nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// Write sends one message.
func (s *stream) Write(b []byte) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.WriteMessage(websocket.BinaryMessage, b); err != nil {
		return 0, err
	}
	return len(b), nil
}

// SetWriteDeadline limits the writes to come.
func (s *stream) SetWriteDeadline(t time.Time) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.Conn.SetWriteDeadline(t)
}

// SetDeadline limits reading and writing.
func (s *stream) SetDeadline(t time.Time) error {
	return errors.Join(s.SetReadDeadline(t), s.SetWriteDeadline(t))
}
