// Package wire exchanges stimuli with the system under test and records what
// went over the wire.
//
// In go a [Request] or an MQTT action; out comes an [Exchange]: what was sent,
// what was received, when, and what kept it from happening. It is the only
// package that opens sockets to the system under test, and the only one that
// redacts: a secret never leaves it. It knows nothing of standards,
// requirements or verdicts.
package wire

import (
	"net/http"
	"time"
)

// Exchange is one stimulus and everything observed in answer to it: one
// response for HTTP, any number of messages for MQTT.
type Exchange struct {
	Protocol  string        `json:"protocol"`            // "http", "mqtt" or "tls"
	Operation string        `json:"operation,omitempty"` // operation or channel id, "" when none applies
	Sent      Sent          `json:"sent"`
	Received  []Message     `json:"received"`
	Started   time.Time     `json:"started"`
	Elapsed   time.Duration `json:"elapsed"`           // nanoseconds until the last byte
	Retries   int           `json:"retries,omitempty"` // connections set up again before any octet of an answer
	Fault     *Fault        `json:"fault,omitempty"`
}

// Sent is the stimulus as it went out, secrets replaced by "•••".
type Sent struct {
	As     string      `json:"as,omitempty"` // name of the credential used
	Method string      `json:"method"`       // HTTP method, or CONNECT SUBSCRIBE PUBLISH LISTEN DISCONNECT
	URL    string      `json:"url,omitempty"`
	Header http.Header `json:"header,omitempty"`
	Topic  string      `json:"topic,omitempty"`
	QoS    byte        `json:"qos,omitempty"`
	Retain bool        `json:"retain,omitempty"`
	Body   []byte      `json:"body,omitempty"`
}

// Message is one thing received: an HTTP response or an MQTT PUBLISH.
type Message struct {
	At     time.Time   `json:"at"`
	Status int         `json:"status,omitempty"` // HTTP status, or the code of a SUBACK, CONNACK, PUBACK or DISCONNECT
	Header http.Header `json:"header,omitempty"` // MQTT 5 properties appear here under their names
	Topic  string      `json:"topic,omitempty"`
	QoS    byte        `json:"qos,omitempty"`
	Retain bool        `json:"retain,omitempty"` // flag as delivered: true only for a message from the retained store
	Dup    bool        `json:"dup,omitempty"`
	Body   []byte      `json:"body,omitempty"`
}
