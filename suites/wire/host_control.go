package wire

import (
	"fmt"
	"io"
	"strconv"

	"github.com/mochi-mqtt/server/v2/packets"
)

// What can be done to the connection of a device.
const (
	LinkCut      = "cut"      // close the TCP connection without a word
	LinkRefuse   = "refuse"   // cut it, and answer the next attempts with "server unavailable"
	LinkHold     = "hold"     // send no more PUBACK
	LinkLose     = "lose"     // cut it while PUBACKs are held, and acknowledge again from then on
	LinkTakeover = "takeover" // end it as a broker does when another client has the same identifier
)

// Codes of a broker that cannot serve at the moment.
const unavailable = 3 // MQTT 3.1.1, section 3.2.2.3; becomes 0x88 in MQTT 5

// Packets is the record of every packet between devices and the broker, and
// which of them belong to the connections of a device: those that used its
// topics, or have the client identifier of one that did; "" stands for all. The
// header of each says what it is: Packet (CONNECT, PUBLISH, …, CLOSED for the
// end of a connection), From (device or tester), Connection (a number that
// grows), Client (its identifier).
func (h *Host) Packets(device string) (*Log, func(Message) bool) {
	return h.log, func(m Message) bool {
		n := m.Connection()
		h.mu.Lock()
		defer h.mu.Unlock()
		return n > 0 && n <= len(h.connections) && (device == "" || h.belongs(h.connections[n-1], device))
	}
}

// Connection is the number of the connection that a packet at the tester's
// broker came on, 0 for other messages.
func (m Message) Connection() int {
	if len(m.Header["Connection"]) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(m.Header["Connection"][0])
	return n
}

// belongs is called with the lock held.
func (h *Host) belongs(c *hosted, device string) bool {
	if c.devices[device] || c.client != "" && h.clients[c.client][device] {
		return true
	}
	return len(c.devices) == 0 && len(h.users[c.user]) == 1 && h.users[c.user][device]
}

// learn notes that a connection used a topic of a device.
func (h *Host) learn(c *hosted, device string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c.devices[device] = true
	for _, known := range []struct {
		of   map[string]map[string]bool
		name string
	}{{h.clients, c.client}, {h.users, c.user}} {
		if known.of[known.name] == nil {
			known.of[known.name] = map[string]bool{}
		}
		known.of[known.name][device] = true
	}
}

// Do does something to the open connections of a device; times is for
// [LinkRefuse]. It returns the number of the last connection of the device, 0
// when it never had one.
func (h *Host) Do(device, action string, times int) (last int, err error) {
	var open []*hosted
	h.mu.Lock()
	for _, c := range h.connections {
		if h.belongs(c, device) {
			last = c.number
			if !c.gone {
				open = append(open, c)
			}
		}
	}
	switch action {
	case LinkRefuse:
		h.refusals[device] = refusal{times, unavailable}
	case LinkHold:
		h.held[device] = true
	}
	h.mu.Unlock()
	end, known := map[string]func(*hosted){LinkCut: (*hosted).cut, LinkRefuse: (*hosted).cut, LinkLose: (*hosted).cut,
		LinkTakeover: (*hosted).takeOver, LinkHold: func(*hosted) {}}[action]
	if !known {
		return last, fmt.Errorf("a connection cannot be made to %q", action)
	}
	for _, c := range open {
		end(c)
	}
	if action == LinkLose {
		h.mu.Lock()
		delete(h.held, device)
		h.mu.Unlock()
	}
	return last, nil
}

// refuse tells whether a connection is to be refused, and with which code.
func (h *Host) refuse(c *hosted) (code byte, refused bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for device, r := range h.refusals {
		if r.times > 0 && h.belongs(c, device) {
			h.refusals[device] = refusal{r.times - 1, r.code}
			return r.code, true
		}
	}
	return 0, false
}

// holds tells whether a connection gets no PUBACK.
func (h *Host) holds(c *hosted) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for device := range h.held {
		if h.belongs(c, device) {
			return true
		}
	}
	return false
}

// turnAway answers a CONNECT with a CONNACK of a code of MQTT 3.1.1 or its
// counterpart of MQTT 5.
func (c *hosted) turnAway(code byte) error {
	answer := []byte{packets.Connack << 4, 2, 0, code}
	if c.version == 5 {
		answer = []byte{packets.Connack << 4, 3, 0, packets.ErrServerUnavailable.Code, 0}
	}
	if c.sent(answer[0], answer[2:]) {
		if _, err := c.Conn.Write(answer); err != nil {
			return err
		}
	}
	c.cut()
	return io.EOF
}

// takeOver ends the connection as MQTT 5 says of a session taken over; before
// that version the broker just hangs up.
func (c *hosted) takeOver() {
	if c.version == 5 {
		c.note("DISCONNECT", "tester", Message{Status: int(packets.ErrSessionTakenOver.Code)})
		c.writing.Lock()
		c.Conn.Write([]byte{packets.Disconnect << 4, 2, packets.ErrSessionTakenOver.Code, 0}) // the device may be gone
		c.writing.Unlock()
	}
	c.cut()
}
