package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Probes look at the transport below HTTP and MQTT.
type Probes struct {
	BaseURL  string         // of the HTTP interface
	Broker   string         // URL of the broker; "" when there is none
	RootCAs  *x509.CertPool // nil for those of the machine
	Timeout  time.Duration  // 0 for 10 s
	Redactor *Redactor
}

// Probe makes one attempt of a kind. The argument is a list of words, of which
// "broker" turns tls-version and certificate to the broker instead of the HTTP
// interface. Whatever the kind, a Fault that is Unreachable means that nothing
// was learnt; else what came back is one message (none when the system closed
// the connection or stayed silent after a plain CONNECT), whose Body is for
// people and whose Status is for expectations:
//
//	tls-version  argument "1.0" or "1.1": a handshake of at most this version.
//	             Status is the version the system selected (769 is TLS 1.0, 770
//	             is TLS 1.1), 0 when it refused
//	plain-http   a request without TLS to the port of the HTTP interface.
//	             Status is that of the HTTP answer, 0 when there was none
//	plain-mqtt   a CONNECT without TLS to the port of the broker, no
//	             credentials. Status is the code of the CONNACK: 0 is accepted.
//	             Silence and other octets are a Fault without message
//	certificate  Status is the number of things wrong with it: expiry, host
//	             name, chain. They are the lines of Body; the header holds
//	             Subject, Issuer, Not-Before, Not-After, Names and Version
//
// Protocol is "tls", for plain-mqtt "mqtt".
func (p Probes) Probe(ctx context.Context, kind, argument string) Exchange {
	words := strings.Fields(argument)
	target := p.BaseURL
	if kind == "plain-mqtt" || slices.Contains(words, "broker") {
		target = p.Broker
	}
	if p.Timeout <= 0 {
		p.Timeout = defaultTimeout
	}
	x := Exchange{Protocol: "tls", Operation: kind, Received: []Message{}, Started: time.Now()}
	at, err := probeTarget(target)
	if err == nil {
		x.Sent.URL = at.String()
		bounded, cancel := context.WithTimeout(ctx, p.Timeout)
		defer cancel()
		err = p.attempt(bounded, kind, words, at, &x)
	}
	x.Elapsed = time.Since(x.Started)
	if err != nil {
		x.Fault = faultOf(ctx, err)
	}
	return p.Redactor.Exchange(x)
}

func probeTarget(target string) (*url.URL, error) {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return nil, faultf("denied", "the tester knows no address to probe: %q", target)
	}
	if u.Port() == "" {
		port := map[string]string{"http": "80", "https": "443"}[u.Scheme]
		if port == "" {
			port = ports[u.Scheme]
		}
		u.Host = net.JoinHostPort(u.Hostname(), port)
	}
	return u, nil
}

func (p Probes) attempt(ctx context.Context, kind string, words []string, at *url.URL, x *Exchange) error {
	kinds := map[string]func(context.Context, []string, *url.URL, *Exchange) error{
		"tls-version": p.tlsVersion, "plain-http": p.plainHTTP, "plain-mqtt": p.plainMQTT, "certificate": p.certificate,
	}
	attempt, ok := kinds[kind]
	if !ok {
		return faultf("denied", "the tester knows no probe %q", kind)
	}
	return attempt(ctx, words, at, x)
}

// dial connects by TCP; the connection is closed when the context ends.
func (p Probes) dial(ctx context.Context, at *url.URL) (net.Conn, func(), error) {
	d := &dialer{timeout: p.Timeout}
	c, err := d.tcp(ctx, "tcp", at.Host)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { c.Close() })
	return c, func() { stop(); c.Close() }, nil
}

func (p Probes) tlsVersion(ctx context.Context, words []string, at *url.URL, x *Exchange) error {
	version := map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11}[strings.Join(slices.DeleteFunc(words, isBroker), "")]
	if version == 0 {
		return faultf("denied", "the tester can offer TLS 1.0 or 1.1, not %q", words)
	}
	x.Sent.Method, x.Sent.Header = "CLIENTHELLO", http.Header{"Version": {tls.VersionName(version)}}
	c, done, err := p.dial(ctx, at)
	if err != nil {
		return err
	}
	defer done()
	if _, err := c.Write(clientHello(version, at.Hostname())); err != nil {
		return err
	}
	selected, said, err := readHello(c)
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	x.Received = append(x.Received, Message{At: time.Now(), Status: int(selected), Body: []byte(said)})
	return nil
}

func isBroker(word string) bool { return word == "broker" }

// evidenceOctets is how much of an answer to a probe is kept.
const evidenceOctets = 4 << 10

func (p Probes) plainHTTP(ctx context.Context, _ []string, at *url.URL, x *Exchange) error {
	x.Sent.Method, x.Sent.Header = "GET", http.Header{"Host": {at.Host}, "Connection": {"close"}}
	path := at.EscapedPath()
	if path == "" {
		path = "/"
	}
	x.Sent.URL = "http://" + at.Host + path
	c, done, err := p.dial(ctx, at)
	if err != nil {
		return err
	}
	defer done()
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, at.Host); err != nil {
		return err
	}
	raw, err := io.ReadAll(io.LimitReader(c, evidenceOctets))
	if len(raw) == 0 && ctx.Err() != nil {
		return ctx.Err()
	}
	m := Message{At: time.Now(), Body: raw}
	if resp, parseErr := http.ReadResponse(bufio.NewReader(strings.NewReader(string(raw))), nil); parseErr == nil {
		m.Status, m.Header = resp.StatusCode, resp.Header
	} else if err != nil || len(raw) == 0 {
		m.Body = []byte("the connection was closed without an answer")
	} else {
		m.Body = []byte("no HTTP: " + strconv.QuoteToASCII(string(raw)))
	}
	x.Received = append(x.Received, m)
	return nil
}

func (p Probes) plainMQTT(ctx context.Context, _ []string, at *url.URL, x *Exchange) error {
	k, err := Knock(ctx, MQTTOptions{URL: "mqtt://" + at.Host, ClientID: "plain-text-probe", CleanSession: true,
		Timeout: p.Timeout, Redactor: p.Redactor}, 4)
	if err != nil {
		return err
	}
	x.Protocol, x.Sent, x.Received = k.Protocol, k.Sent, k.Received
	if k.Fault != nil {
		return k.Fault
	}
	return nil
}
