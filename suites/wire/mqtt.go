package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// MQTTOptions say how to connect to a broker.
type MQTTOptions struct {
	URL          string         // mqtt://, mqtts://, ws:// or wss://; the port may be left out
	As           string         // name of the credential, for the record
	ClientID     string         // "" lets the broker assign one
	User         string         // "" connects without a user name
	Password     string         // "" sends none
	RootCAs      *x509.CertPool // nil for those of the machine
	CleanSession bool           // MQTT 5: Clean Start
	Keep         time.Duration  // MQTT 5: how long the broker is asked to keep the session when the connection is gone, whole seconds
	KeepAlive    time.Duration  // whole seconds; 0 switches it off
	Will         *Message       // Topic, QoS, Retain, Body; nil for none
	Timeout      time.Duration  // for the connection and for each acknowledgement; 0 for 10 s
	MaxPacket    int            // octets of a packet received; 0 for 16 MiB
	MaxLog       int64          // octets of messages kept; 0 for 256 MiB
	Redactor     *Redactor      // the password above is added to what it knows
}

// Client is one MQTT connection of the tester. Every PUBLISH it receives goes
// into its log. It never connects again on its own. Errors are of type *Fault:
// denied when an MQTT 5 broker refused a publication, timeout when it did not
// acknowledge, reset when the connection is gone.
type Client interface {
	// Subscribe waits for the SUBACK and returns its code: the QoS granted, or
	// 0x80 and above for a refusal, which is an answer and no error.
	Subscribe(ctx context.Context, filter string, qos byte) (granted byte, err error)
	// Publish waits for the acknowledgement that the QoS demands.
	Publish(ctx context.Context, topic string, qos byte, retain bool, payload []byte) error
	// Log is everything received so far.
	Log() *Log
	// Lost yields one error when the connection ends that nobody closed.
	Lost() <-chan error
	// Broken is why the connection ended that nobody closed, nil while it holds.
	Broken() *Fault
	// Close sends DISCONNECT and closes the connection.
	Close()
	// Drop cuts the TCP connection without DISCONNECT.
	Drop()
}

// withDefaults fills in what was left out.
func (o MQTTOptions) withDefaults() MQTTOptions {
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxPacket <= 0 {
		o.MaxPacket = 16 << 20
	}
	o.Redactor = o.Redactor.With(o.Password)
	return o
}

// ports of the schemes when a URL names none.
var ports = map[string]string{"mqtt": "1883", "mqtts": "8883", "ws": "80", "wss": "443"}

func (o MQTTOptions) address() (*url.URL, error) {
	u, err := url.Parse(o.URL)
	if err != nil {
		return nil, fmt.Errorf("broker URL: %w", err)
	}
	port, known := ports[u.Scheme]
	if !known || u.Hostname() == "" {
		return nil, fmt.Errorf("broker URL %q: want mqtt://, mqtts://, ws:// or wss:// and a host", u.Redacted())
	}
	if u.User != nil {
		return nil, fmt.Errorf("broker URL of %s: name the user in the credentials, not in the URL", u.Host)
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), port)
	}
	return u, nil
}

// open connects up to the point where MQTT begins.
func (o MQTTOptions) open(ctx context.Context, u *url.URL) (net.Conn, error) {
	d := &dialer{tls: &tls.Config{RootCAs: o.RootCAs, MinVersion: tls.VersionTLS12}, timeout: o.Timeout}
	switch u.Scheme {
	case "mqtts":
		return d.secure(ctx, "tcp", u.Host)
	case "ws", "wss":
		return d.websocket(ctx, u)
	}
	return d.tcp(ctx, "tcp", u.Host)
}

// connecting is the record of a CONNECT before its answer is known.
func (o MQTTOptions) connecting(u *url.URL) Exchange {
	s := Sent{As: o.As, Method: "CONNECT", URL: u.String(), Header: map[string][]string{
		"Client-Id": {o.ClientID}, "Clean-Session": {fmt.Sprint(o.CleanSession)}, "Keep-Alive": {o.KeepAlive.String()}}}
	if o.User != "" {
		s.Header["User"] = []string{o.User}
	}
	if o.Password != "" {
		s.Header["Password"] = []string{Mask}
	}
	if o.Will != nil {
		s.Topic, s.QoS, s.Retain, s.Body = o.Will.Topic, o.Will.QoS, o.Will.Retain, o.Will.Body
	}
	return Exchange{Protocol: "mqtt", Sent: s, Received: []Message{}, Started: time.Now()}
}

// connected finishes the record with the CONNACK seen on the wire.
func (o MQTTOptions) connected(ctx context.Context, x Exchange, p *tap, err error) Exchange {
	x.Elapsed = time.Since(x.Started)
	if code, at, ok := p.connack(); ok {
		x.Received = append(x.Received, Message{At: at, Status: int(code), Header: p.session()})
		x.Elapsed = at.Sub(x.Started)
		if code != 0 {
			err = faultf("denied", "CONNACK %d: %s", code, connackMeaning(code))
		}
	}
	x.Fault = faultOf(ctx, err)
	return o.Redactor.Exchange(x)
}

// connackCodes are the return codes of MQTT 3.1.1 (table 3.1) and those reason
// codes of MQTT 5 (section 3.2.2.2) that a tester meets.
var connackCodes = map[byte]string{
	1: "unacceptable protocol version", 2: "identifier rejected", 3: "server unavailable",
	4: "bad user name or password", 5: "not authorized",
	0x80: "unspecified error", 0x81: "malformed packet", 0x82: "protocol error", 0x84: "unsupported protocol version",
	0x85: "client identifier not valid", 0x86: "bad user name or password", 0x87: "not authorized",
	0x88: "server unavailable", 0x89: "server busy", 0x8A: "banned", 0x8C: "bad authentication method",
	0x8D: "keep alive timeout", 0x8E: "session taken over", 0x90: "topic name invalid", 0x93: "receive maximum exceeded",
	0x95: "packet too large", 0x97: "quota exceeded", 0x9A: "retain not supported", 0x9B: "QoS not supported",
}

func connackMeaning(code byte) string {
	if m, ok := connackCodes[code]; ok {
		return m
	}
	return "unknown code"
}

// record puts a message into a log as evidence: secrets masked, and a topic
// that is not UTF-8 (which MQTT forbids, section 1.5.3) noted as a breach.
func (o MQTTOptions) record(l *Log, m Message) {
	if !utf8.ValidString(m.Topic) {
		l.breach(faultf("protocol", "a topic is not UTF-8: % x", m.Topic))
		m.Topic = strings.ToValidUTF8(m.Topic, string(utf8.RuneError))
	}
	l.Add(o.Redactor.Message(m))
}
