package wire

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho"
)

// Names under which MQTT 5 properties appear in Message.Header. Correlation
// data that is not UTF-8 is written in base64; Message-Expiry is in seconds.
// User properties keep their own names.
const (
	ContentType     = "Content-Type"
	MessageExpiry   = "Message-Expiry"
	ResponseTopic   = "Response-Topic"
	CorrelationData = "Correlation-Data"
	PayloadFormat   = "Payload-Format"
)

// parsePublish reads a PUBLISH without its fixed header (section 3.3). The
// body of the message shares the octets of the packet.
func parsePublish(flags byte, b []byte, version byte) (Message, error) {
	m := Message{At: time.Now(), Dup: flags&8 != 0, QoS: flags >> 1 & 3, Retain: flags&1 != 0}
	if m.QoS == 3 {
		return m, faultf("protocol", "a PUBLISH has QoS 3")
	}
	if len(b) < 2 {
		return m, endsEarly(b)
	}
	end := 2 + int(binary.BigEndian.Uint16(b))
	at := end
	if m.QoS > 0 {
		at += 2
	}
	if at > len(b) {
		return m, endsEarly(b)
	}
	m.Topic, m.Body = string(b[2:end]), b[at:]
	if version == 5 {
		return m, m.takeProperties()
	}
	return m, nil
}

func endsEarly(b []byte) error {
	return faultf("protocol", "a PUBLISH of %d octets ends within its header", len(b))
}

// takeProperties moves the properties of MQTT 5 from the body to the header.
func (m *Message) takeProperties() error {
	rest := bytes.NewBuffer(m.Body)
	var p packets.Properties
	if err := p.Unpack(rest, packets.PUBLISH); err != nil {
		return faultf("protocol", "a PUBLISH has malformed properties: %v", err)
	}
	m.Body, m.Header = rest.Bytes(), headerOf(&p)
	return nil
}

func headerOf(p *packets.Properties) http.Header {
	h := http.Header{}
	set := func(name, value string) {
		if value != "" {
			h[name] = append(h[name], value)
		}
	}
	set(ContentType, p.ContentType)
	set(ResponseTopic, p.ResponseTopic)
	set(CorrelationData, readable(p.CorrelationData))
	if p.MessageExpiry != nil {
		set(MessageExpiry, strconv.FormatUint(uint64(*p.MessageExpiry), 10))
	}
	if p.PayloadFormat != nil {
		set(PayloadFormat, strconv.Itoa(int(*p.PayloadFormat)))
	}
	for _, u := range p.User {
		h[u.Key] = append(h[u.Key], u.Value)
	}
	if len(h) == 0 {
		return nil
	}
	return h
}

func readable(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return base64.StdEncoding.EncodeToString(b)
}

// propertiesOf is the reverse of headerOf. Correlation data goes out as it is
// written.
func propertiesOf(h http.Header) (*paho.PublishProperties, error) {
	p := &paho.PublishProperties{}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			if err := setProperty(p, name, v); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

func setProperty(p *paho.PublishProperties, name, v string) error {
	switch name {
	case ContentType:
		p.ContentType = v
	case ResponseTopic:
		p.ResponseTopic = v
	case CorrelationData:
		p.CorrelationData = []byte(v)
	case MessageExpiry, PayloadFormat:
		n, err := strconv.ParseUint(v, 10, 32)
		if err != nil {
			return faultf("denied", "the tester cannot send this: %s is %q, not a number", name, v)
		}
		seconds, format := uint32(n), byte(n)
		if name == MessageExpiry {
			p.MessageExpiry = &seconds
		} else {
			p.PayloadFormat = &format
		}
	default:
		p.User = append(p.User, paho.UserProperty{Key: name, Value: v})
	}
	return nil
}
