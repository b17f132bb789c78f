package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cityconf/cityconf/suites/wire"
)

// clock turns moments into nanoseconds since the session began and back. They
// are taken from the monotonic clock, so that a record never runs backwards;
// the moment at which the session began is that of the calendar.
type clock struct{ began time.Time }

func (c clock) since(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	n := t.Sub(c.began).Nanoseconds()
	return &n
}

func (c clock) at(n *int64) time.Time {
	if n == nil {
		return time.Time{}
	}
	return c.began.Round(0).UTC().Add(time.Duration(*n))
}

// exchange is a [wire.Exchange] as it stands in the evidence: times in
// nanoseconds since the session began, bodies as text where they are text.
type exchange struct {
	Protocol  string      `json:"protocol"`
	Operation string      `json:"operation,omitempty"`
	Sent      sent        `json:"sent"`
	Received  []message   `json:"received"`
	Started   *int64      `json:"started"`
	Elapsed   int64       `json:"elapsed"`
	Retries   int         `json:"retries,omitempty"`
	Fault     *wire.Fault `json:"fault,omitempty"`
}

type sent struct {
	As     string      `json:"as,omitempty"`
	Method string      `json:"method"`
	URL    string      `json:"url,omitempty"`
	Header http.Header `json:"header,omitempty"`
	Topic  string      `json:"topic,omitempty"`
	QoS    byte        `json:"qos,omitempty"`
	Retain bool        `json:"retain,omitempty"`
	Body   octets      `json:"body,omitzero"`
}

type message struct {
	At     *int64      `json:"at,omitempty"`
	Status int         `json:"status,omitempty"`
	Header http.Header `json:"header,omitempty"`
	Topic  string      `json:"topic,omitempty"`
	QoS    byte        `json:"qos,omitempty"`
	Retain bool        `json:"retain,omitempty"`
	Dup    bool        `json:"dup,omitempty"`
	Body   octets      `json:"body,omitzero"`
}

// octets are a body: a JSON string when it is UTF-8, else {"base64": "…"}. What
// the tester sent can be made again from the suite, so that of a long body only
// {"sha256": "…", "octets": n} is kept.
type octets struct {
	raw []byte
	cut *cut
}

type cut struct {
	SHA256 string `json:"sha256"`
	Octets int    `json:"octets"`
}

// longestSent is up to how many octets a body that was sent is kept whole.
const longestSent = 64 << 10

func shortened(b []byte) octets {
	if len(b) <= longestSent {
		return octets{raw: b}
	}
	return octets{cut: &cut{digest(b), len(b)}}
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// IsZero tells whether there is no body.
func (o octets) IsZero() bool { return len(o.raw) == 0 && o.cut == nil }

// MarshalJSON writes the shortest form that keeps every octet.
func (o octets) MarshalJSON() ([]byte, error) {
	switch {
	case o.cut != nil:
		return json.Marshal(o.cut)
	case utf8.Valid(o.raw):
		return plain(string(o.raw))
	}
	return json.Marshal(struct {
		Base64 []byte `json:"base64"`
	}{o.raw})
}

// UnmarshalJSON reads any of the forms.
func (o *octets) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var s string
		err := json.Unmarshal(b, &s)
		o.raw = []byte(s)
		return err
	}
	var other struct {
		cut
		Base64 []byte `json:"base64"`
	}
	if err := json.Unmarshal(b, &other); err != nil {
		return err
	}
	o.raw = other.Base64
	if other.SHA256 != "" {
		o.cut = &other.cut
	}
	return nil
}

// plain encodes without the escapes that only HTML needs.
func plain(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// record is what is kept of an exchange.
func (c clock) record(x wire.Exchange) *exchange {
	out := &exchange{Protocol: x.Protocol, Operation: text(x.Operation), Sent: sentOf(x.Sent), Received: make([]message, len(x.Received)),
		Started: c.since(x.Started), Elapsed: x.Elapsed.Nanoseconds(), Retries: x.Retries, Fault: x.Fault}
	for i, m := range x.Received {
		out.Received[i] = c.message(m)
	}
	return out
}

func sentOf(s wire.Sent) sent {
	return sent{As: text(s.As), Method: text(s.Method), URL: text(s.URL), Header: header(s.Header), Topic: text(s.Topic),
		QoS: s.QoS, Retain: s.Retain, Body: shortened(s.Body)}
}

// exchange is what a reader of the record sees; so does the judge of the run
// itself, so that both judge the same.
func (c clock) exchange(r *exchange, body []byte) wire.Exchange {
	x := wire.Exchange{Protocol: r.Protocol, Operation: r.Operation, Received: make([]wire.Message, len(r.Received)),
		Started: c.at(r.Started), Elapsed: time.Duration(r.Elapsed), Retries: r.Retries, Fault: r.Fault,
		Sent: wire.Sent{As: r.Sent.As, Method: r.Sent.Method, URL: r.Sent.URL, Header: r.Sent.Header, Topic: r.Sent.Topic,
			QoS: r.Sent.QoS, Retain: r.Sent.Retain, Body: r.Sent.Body.raw}}
	if r.Sent.Body.cut != nil {
		x.Sent.Body = body
	}
	for i := range r.Received {
		x.Received[i] = c.received(&r.Received[i])
	}
	return x
}

func (c clock) message(m wire.Message) message {
	return message{At: c.since(m.At), Status: m.Status, Header: header(m.Header), Topic: text(m.Topic),
		QoS: m.QoS, Retain: m.Retain, Dup: m.Dup, Body: octets{raw: m.Body}}
}

func (c clock) received(m *message) wire.Message {
	return wire.Message{At: c.at(m.At), Status: m.Status, Header: m.Header, Topic: m.Topic,
		QoS: m.QoS, Retain: m.Retain, Dup: m.Dup, Body: m.Body.raw}
}

// text is a string as JSON can hold it.
func text(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }

func header(h http.Header) http.Header {
	if len(h) == 0 {
		return nil
	}
	out := make(http.Header, len(h))
	for name, values := range h {
		kept := make([]string, len(values))
		for i, v := range values {
			kept[i] = text(v)
		}
		out[text(name)] = kept
	}
	return out
}
