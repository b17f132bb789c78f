package check

import (
	"strings"

	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

// MessageScope is what an expression sees of one MQTT message or delivery:
// topic, qos, retain, dup, headers (lower-case names → first value), payload
// (parsed JSON, null when it is none), text and at.
func MessageScope(m wire.Message) map[string]any {
	payload, err := schema.Parse(m.Body)
	if err != nil {
		payload = nil
	}
	headers := map[string]any{}
	for name, values := range m.Header {
		if len(values) > 0 {
			headers[strings.ToLower(name)] = values[0]
		}
	}
	return map[string]any{
		"headers": headers,
		"status":  m.Status, "topic": m.Topic, "qos": int(m.QoS), "retain": m.Retain, "dup": m.Dup,
		"payload": payload, "text": string(m.Body), "at": m.At,
	}
}
