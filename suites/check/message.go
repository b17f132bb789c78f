package check

import (
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

// MessageScope is what an expression sees of one MQTT message: topic, qos,
// retain, dup, payload (parsed JSON, null when it is none), text and at.
func MessageScope(m wire.Message) map[string]any {
	payload, err := schema.Parse(m.Body)
	if err != nil {
		payload = nil
	}
	return map[string]any{
		"status": m.Status, "topic": m.Topic, "qos": int(m.QoS), "retain": m.Retain, "dup": m.Dup,
		"payload": payload, "text": string(m.Body), "at": m.At,
	}
}
