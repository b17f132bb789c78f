package reports

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cityconf/cityconf/suites/wire"
)

// Exchange is the transcript of one stimulus and what came back. It holds no
// absolute times, so that equal runs read equal.
type Exchange struct {
	Protocol  string      `json:"protocol"`
	Operation string      `json:"operation"`
	Judged    bool        `json:"judged"` // the deviation was found here, not in a step before
	As        string      `json:"as"`     // name of the credential
	Method    string      `json:"method"`
	URL       string      `json:"url"`
	Topic     string      `json:"topic"`
	QoS       int         `json:"qos"`
	Retain    bool        `json:"retain"`
	Headers   []string    `json:"headers"` // "Name: value", sorted
	Body      Body        `json:"body"`
	Received  []Message   `json:"received"`
	More      int         `json:"more"` // messages received and not shown
	ElapsedMS int64       `json:"elapsedMs"`
	Fault     *wire.Fault `json:"fault"` // why there is no whole answer; null when there is one
}

// Message is one thing received.
type Message struct {
	Judged  bool     `json:"judged"`  // the deviation was found here
	AfterMS int64    `json:"afterMs"` // since the stimulus
	Status  int      `json:"status"`
	Topic   string   `json:"topic"`
	QoS     int      `json:"qos"`
	Retain  bool     `json:"retain"`
	Headers []string `json:"headers"`
	Body    Body     `json:"body"`
}

// Body is what is shown of a body.
type Body struct {
	Text   string `json:"text"`   // UTF-8, or base64 when Binary
	Binary bool   `json:"binary"` // not UTF-8
	Octets int    `json:"octets"` // length on the wire
	Shown  int    `json:"shown"`  // octets of it in Text
}

// Cut tells whether the body is longer than what is shown.
func (b Body) Cut() bool { return b.Shown < b.Octets }

// What a transcript shows: enough to see the fault, not to archive the answer.
const (
	textLimit    = 2048
	binaryLimit  = 256
	messageLimit = 10
)

// transcript shows an exchange; judgedAt is the index of the message in which
// the deviation was found, negative when it was not found in this exchange.
func transcript(x *wire.Exchange, judgedAt int) Exchange {
	out := Exchange{Protocol: x.Protocol, Operation: x.Operation, Judged: judgedAt >= 0, As: x.Sent.As, Method: x.Sent.Method,
		URL: x.Sent.URL, Topic: x.Sent.Topic, QoS: int(x.Sent.QoS), Retain: x.Sent.Retain,
		Headers: headers(x.Sent.Header), Body: body(x.Sent.Body), Received: []Message{}, ElapsedMS: x.Elapsed.Milliseconds()}
	first := max(0, min(judgedAt-messageLimit/2, len(x.Received)-messageLimit))
	last := min(len(x.Received), first+messageLimit)
	for i := first; i < last; i++ {
		m := message(x, &x.Received[i])
		m.Judged = i == judgedAt
		out.Received = append(out.Received, m)
	}
	out.More = len(x.Received) - len(out.Received)
	if x.Fault != nil {
		f := *x.Fault
		out.Fault = &f
	}
	return out
}

func message(x *wire.Exchange, m *wire.Message) Message {
	out := Message{Status: m.Status, Topic: m.Topic, QoS: int(m.QoS), Retain: m.Retain, Headers: headers(m.Header), Body: body(m.Body)}
	if !m.At.IsZero() && !x.Started.IsZero() {
		out.AfterMS = max(0, m.At.Sub(x.Started).Milliseconds())
	}
	return out
}

func headers(h http.Header) []string {
	out := []string{}
	for name, values := range h {
		for _, v := range values {
			out = append(out, name+": "+masked(name, v))
		}
	}
	slices.Sort(out)
	return out
}

func body(raw []byte) Body {
	if !utf8.Valid(raw) {
		shown := raw[:min(len(raw), binaryLimit)]
		return Body{Text: base64.StdEncoding.EncodeToString(shown), Binary: true, Octets: len(raw), Shown: len(shown)}
	}
	shown := raw[:min(len(raw), textLimit)]
	for !utf8.Valid(shown) { // the limit fell inside a character
		shown = shown[:len(shown)-1]
	}
	return Body{Text: string(shown), Octets: len(raw), Shown: len(shown)}
}

// mask is what the wire writes in place of a secret.
const mask = "•••"

// masked hides the value of a header that carries credentials, should the wire
// have let it through.
func masked(name, value string) string {
	if !credential(name) || strings.Contains(value, mask) {
		return value
	}
	scheme, _, spaced := strings.Cut(value, " ")
	if spaced {
		return scheme + " " + mask
	}
	return mask
}

func credential(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key":
		return true
	}
	return false
}
