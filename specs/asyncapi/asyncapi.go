// Package asyncapi turns an AsyncAPI 3 document into the channels that can be
// tested.
//
// In goes a parsed document; out come [Channel] values whose payload schemas
// point back into the raw tree. The package knows nothing of requirements,
// tests or brokers.
package asyncapi

// Channel is one topic template with the message it carries.
type Channel struct {
	ID         string // key under channels, unique in the standard
	Address    string // "ucis/v1/{city}/lgt/{deviceId}/state"
	Kind       string // the level after {deviceId}: birth status telemetry state event cmd ack
	Name       string // the level after the kind ("set-level"), "" when there is none
	Document   string // URI relative to the standard's folder
	Pointer    string // JSON pointer of the channel
	Line       int
	Summary    string
	Tags       []string    // UCIS: exactly one, the conformance class
	Parameters []Parameter // of the address, in order
	Action     string      // "send" (system publishes) or "receive" (system subscribes), from operations
	QoS        int         // mqtt operation binding; -1 when unbound
	Retain     *bool       // mqtt operation binding; nil when unbound
	Message    Message
	Extensions map[string]any
}

// Parameter is one placeholder of the address.
type Parameter struct {
	Name    string
	Pattern string // x-ucis-pattern, anchored; "" when free
	Enum    []string
}

// Message is the payload a channel carries.
type Message struct {
	Name        string
	ContentType string
	Payload     string // schema reference "file#/pointer"
	Examples    []any  // payload values
}
