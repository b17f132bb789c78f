package check

import (
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

// Observed is every message seen on one channel, in order of arrival, parsed
// once for all checks.
type Observed struct {
	Channel    *asyncapi.Channel
	Messages   []wire.Message
	Properties bool // the messages show their properties of MQTT 5, and the system claims that they have some
	parsed     []payload
}

type payload struct {
	body     any
	err      error
	examined *schema.Examination // see examine
}

// examine holds the payload of a message against the schema of the channel,
// once however many checks ask.
func (o *Observed) examine(i int, c *Context) (*schema.Examination, error) {
	p := &o.parsed[i]
	if p.examined == nil {
		s, err := c.Standard.Schemas.Compile(o.Channel.Message.Payload, schema.Response)
		if err != nil {
			return nil, err
		}
		p.examined = s.Examine(p.body, telltales...)
	}
	return p.examined, nil
}

// Observe parses the messages of a channel.
func Observe(ch *asyncapi.Channel, messages []wire.Message) *Observed {
	o := &Observed{Channel: ch}
	for _, m := range messages {
		if len(m.Body) == 0 && ch.Retain != nil && *ch.Retain {
			continue // clears the retained message (MQTT 3.1.1, section 3.3.1.3)
		}
		var p payload
		p.body, p.err = schema.Parse(m.Body)
		o.Messages, o.parsed = append(o.Messages, m), append(o.parsed, p)
	}
	return o
}

// messageCheck is a check made on the messages of a channel as a whole.
// Findings name the message by its index in MessageAt.
type messageCheck struct {
	key     string
	applies func(*Observed) bool
	judge   func(*Observed, *Context) ([]located, error)
	shown   func(*Observed, *Context) ([]string, error)
}

var messageChecks = []messageCheck{
	{key: "mqtt.topic", judge: judgeTopic},
	{key: "mqtt.media-type", judge: judgeEnvelope},
	{key: "mqtt.payload", judge: judgePayload, shown: shownInPayload},
	{key: "mqtt.topic-identity", judge: judgeIdentity},
	{key: "mqtt.qos", applies: qosBound, judge: judgeQoS},
	{key: "mqtt.not-retained", applies: mustNotRetain, judge: judgeNotRetained},
	{key: "mqtt.unique-id", judge: judgeUniqueID},
	{key: "mqtt.seq", applies: isTelemetry, judge: judgeSequence},
	{key: "mqtt.clock", judge: judgeMessageClock},
	{key: "mqtt.cadence", applies: hasPeriod, judge: judgeCadence},
	{key: "mqtt.monotone", judge: judgeMonotone},
	{key: "mqtt.personal", judge: judgePersonalTopic},
	{key: "mqtt5.content-type", applies: (*Observed).seesProperties, judge: judgeContentType},
	{key: "mqtt5.expiry", applies: expires, judge: judgeExpiry},
	{key: "mqtt5.command-expiry", applies: commandExpires, judge: judgeCommandExpiry},
	{key: "mqtt5.schema-property", applies: (*Observed).seesProperties, judge: judgeSchemaProperty},
}

// MessageKeys lists the assertion keys judged on the messages of a channel
// that applies to them.
func MessageKeys(ch *asyncapi.Channel) []string {
	var keys []string
	o := &Observed{Channel: ch, Properties: true}
	for _, m := range messageChecks {
		if m.applies == nil || m.applies(o) {
			keys = append(keys, m.key)
		}
	}
	return keys
}

// Invariant is the key of what holds in every message of a channel.
const Invariant = "mqtt.invariant"

// Watched tells whether an assertion is made on the messages that are seen,
// whatever a case is about.
func Watched(key string) bool {
	return key == Invariant || slices.ContainsFunc(messageChecks, func(m messageCheck) bool { return m.key == key })
}

// Messages judges everything seen on a channel.
func Messages(o *Observed, c *Context) ([]Judged, error) {
	var all []Judged
	at := o.Channel.Document + "#" + o.Channel.Pointer
	for _, m := range messageChecks {
		if m.applies != nil && !m.applies(o) || len(o.Messages) == 0 {
			continue
		}
		found, err := m.judge(o, c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.key, err)
		}
		var shown []string
		if m.shown != nil && len(found) == 0 {
			if shown, err = m.shown(o, c); err != nil {
				return nil, err
			}
		}
		all = append(all, attribute(c, m.key, at, found, shown)...)
	}
	inv, err := messageInvariants(o, c)
	return append(all, inv...), err
}

func bad(i int, at, keyword, want, got string, en, zh string, args ...any) located {
	return located{Finding: Finding{MessageAt: i, At: at, Keyword: keyword, Want: want, Got: got, Message: text(en, zh, args...)}}
}
