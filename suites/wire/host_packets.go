package wire

import (
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"

	"github.com/mochi-mqtt/server/v2/packets"
)

// received looks at a packet of a device before the broker does. An error
// keeps it from the broker and ends the connection.
func (c *hosted) received(first byte, body []byte) error {
	kind := first >> 4
	if !c.first {
		c.first = true
		return c.connecting(first, body)
	}
	switch kind {
	case packets.Publish:
		m, err := parsePublish(first&0x0F, body, c.version)
		if err != nil {
			c.note("MALFORMED", "device", Message{Header: http.Header{"Malformed": {err.Error()}}})
			return err
		}
		m.Header = withPacketID(m, body)
		c.uses(m.Topic)
		c.note("PUBLISH", "device", m)
	case packets.Subscribe:
		return c.subscribing(first, body)
	case packets.Disconnect:
		code := 0
		if len(body) > 0 {
			code = int(body[0])
		}
		c.said.Store(true)
		c.note("DISCONNECT", "device", Message{Status: code})
	default:
		c.note(packetName(kind), "device", numbered(body))
	}
	return nil
}

// connecting records a CONNECT: the will stands as topic, flags and body, the
// rest in the header.
func (c *hosted) connecting(first byte, body []byte) error {
	pk := packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Connect, Remaining: len(body)}}
	if first>>4 != packets.Connect {
		return faultf("protocol", "the first packet of a device is of type %d, not CONNECT", first>>4)
	}
	if err := pk.ConnectDecode(body); err != nil {
		c.note("CONNECT", "device", Message{Header: http.Header{"Malformed": {err.Error()}}})
		return nil // the broker answers it
	}
	c.introduce(&pk)
	c.note("CONNECT", "device", connectMessage(&pk))
	if code, refused := c.host.refuse(c); refused {
		return c.turnAway(code)
	}
	return nil
}

func connectMessage(pk *packets.Packet) Message {
	p := &pk.Connect
	m := Message{Topic: p.WillTopic, QoS: p.WillQos, Retain: p.WillRetain, Body: p.WillPayload, Header: http.Header{
		"Version": {versionName(pk.ProtocolVersion)}, "Keep-Alive": {strconv.Itoa(int(p.Keepalive))},
		"Clean": {strconv.FormatBool(p.Clean)}, "Will": {strconv.FormatBool(p.WillFlag)},
		"Session-Expiry": {strconv.FormatUint(uint64(pk.Properties.SessionExpiryInterval), 10)}}}
	if p.UsernameFlag {
		m.Header["User"] = []string{string(p.Username)}
	}
	if p.PasswordFlag {
		m.Header["Password"] = []string{Mask}
	}
	return m
}

func versionName(v byte) string {
	switch v {
	case 3:
		return "3.1"
	case 4:
		return "3.1.1"
	}
	return strconv.Itoa(int(v))
}

// introduce notes who connects.
func (c *hosted) introduce(pk *packets.Packet) {
	c.host.mu.Lock()
	c.version, c.client, c.user = pk.ProtocolVersion, pk.Connect.ClientIdentifier, string(pk.Connect.Username)
	c.host.mu.Unlock()
	if pk.Connect.WillFlag {
		c.uses(pk.Connect.WillTopic)
	}
}

// uses notes that the connection belongs to the device of a topic.
func (c *hosted) uses(topic string) {
	if c.host.options.DeviceOf == nil {
		return
	}
	if device := c.host.options.DeviceOf(topic); device != "" && !c.devices[device] {
		c.host.learn(c, device)
	}
}

// subscribing records one message for each filter of a SUBSCRIBE.
func (c *hosted) subscribing(first byte, body []byte) error {
	pk := packets.Packet{ProtocolVersion: c.version, FixedHeader: packets.FixedHeader{Type: first >> 4, Qos: 1, Remaining: len(body)}}
	if err := pk.SubscribeDecode(body); err != nil {
		c.note("SUBSCRIBE", "device", Message{Header: http.Header{"Malformed": {err.Error()}}})
		return nil // the broker answers it
	}
	for _, f := range pk.Filters {
		c.uses(f.Filter)
		c.note("SUBSCRIBE", "device", Message{Topic: f.Filter, QoS: f.Qos})
	}
	return nil
}

// sent looks at a packet of the broker; false keeps it from the device.
func (c *hosted) sent(first byte, body []byte) bool {
	kind := first >> 4
	switch kind {
	case packets.Connack:
		if len(body) >= 2 {
			c.note("CONNACK", "tester", Message{Status: int(body[1]), Header: http.Header{"Session-Present": {strconv.FormatBool(body[0]&1 == 1)}}})
		}
	case packets.Publish:
		if m, err := parsePublish(first&0x0F, body, c.version); err == nil {
			m.Header = withPacketID(m, body)
			c.note("PUBLISH", "tester", m)
		}
	case packets.Puback:
		m := numbered(body)
		held := c.host.holds(c)
		m.Header["Held"] = []string{strconv.FormatBool(held)}
		c.note("PUBACK", "tester", m)
		return !held
	}
	return true
}

// withPacketID adds the packet identifier of a PUBLISH and whether it is a
// duplicate to its header.
func withPacketID(m Message, body []byte) http.Header {
	h := m.Header
	if h == nil {
		h = http.Header{}
	}
	h["Dup"] = []string{strconv.FormatBool(m.Dup)}
	if at := 2 + len(m.Topic); m.QoS > 0 && len(body) >= at+2 {
		h["Packet-Id"] = []string{strconv.Itoa(int(binary.BigEndian.Uint16(body[at:])))}
	}
	return h
}

// numbered is a packet of which only the identifier matters.
func numbered(body []byte) Message {
	m := Message{Header: http.Header{}}
	if len(body) >= 2 {
		m.Header["Packet-Id"] = []string{strconv.Itoa(int(binary.BigEndian.Uint16(body)))}
	}
	return m
}

func packetName(kind byte) string { return strings.ToUpper(packets.PacketNames[kind]) }
