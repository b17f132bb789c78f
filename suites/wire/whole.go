package wire

import (
	"bytes"
	"net"
	"sync"
)

// whole writes MQTT packets in one piece each. The MQTT 5 library writes the
// parts of a packet one by one, which on TLS and WebSocket makes a record or
// message of each. It is a sync.Locker, which that library takes around the
// parts.
type whole struct {
	net.Conn
	sync.Mutex
	packet []byte
}

// Write gathers octets and sends them when they are a packet.
func (w *whole) Write(b []byte) (int, error) {
	w.packet = append(w.packet, b...)
	in := bytes.NewReader(w.packet)
	head, length, err := readFixedHeader(in)
	if err != nil || len(w.packet) < len(head)+length {
		return len(b), nil // more to come
	}
	_, err = w.Conn.Write(w.packet)
	w.packet = w.packet[:0]
	return len(b), err
}
