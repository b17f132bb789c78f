package check

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

// Observed is every message seen on one channel, in order of arrival, parsed
// once for all checks.
type Observed struct {
	Channel  *asyncapi.Channel
	Messages []wire.Message
	parsed   []payload
}

type payload struct {
	body any
	err  error
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
}

// MessageKeys lists the assertion keys judged on the messages of a channel
// that applies to them.
func MessageKeys(ch *asyncapi.Channel) []string {
	var keys []string
	o := &Observed{Channel: ch}
	for _, m := range messageChecks {
		if m.applies == nil || m.applies(o) {
			keys = append(keys, m.key)
		}
	}
	return keys
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

// judgeTopic holds each topic against the address of its channel.
func judgeTopic(o *Observed, c *Context) ([]located, error) {
	want := AddressPattern(o.Channel, fmt.Sprint(c.Names["city"]))
	for i, m := range o.Messages {
		if !want.MatchString(m.Topic) {
			return []located{bad(i, "topic", "topic", o.Channel.Address, m.Topic,
				"Topic %s does not have the form %s.", "主题 %s 不符合 %s 的形式。", m.Topic, o.Channel.Address)}, nil
		}
	}
	return nil, nil
}

var addressParameter = regexp.MustCompile(`\{([A-Za-z]+)\}`)

// AddressPattern is the regular expression of the topics of a channel in a
// city; parameters without a pattern take one level of letters, digits, dot,
// hyphen and underscore.
func AddressPattern(ch *asyncapi.Channel, city string) *regexp.Regexp {
	var b strings.Builder
	b.WriteByte('^')
	rest := ch.Address
	for {
		m := addressParameter.FindStringSubmatchIndex(rest)
		if m == nil {
			b.WriteString(regexp.QuoteMeta(rest))
			break
		}
		b.WriteString(regexp.QuoteMeta(rest[:m[0]]))
		b.WriteString(parameterPattern(ch, rest[m[2]:m[3]], city))
		rest = rest[m[1]:]
	}
	b.WriteByte('$')
	return regexp.MustCompile(b.String())
}

func parameterPattern(ch *asyncapi.Channel, name, city string) string {
	if name == "city" || name == "cityCode" {
		return regexp.QuoteMeta(city)
	}
	for _, p := range ch.Parameters {
		if p.Name != name {
			continue
		}
		if len(p.Enum) > 0 {
			quoted := make([]string, len(p.Enum))
			for i, e := range p.Enum {
				quoted[i] = regexp.QuoteMeta(e)
			}
			return "(?:" + strings.Join(quoted, "|") + ")"
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(p.Pattern, "^"), "$")
		if _, err := regexp.Compile(inner); err == nil && inner != "" {
			return "(?:" + inner + ")"
		}
	}
	return `[A-Za-z0-9._-]+`
}

// Filter is the subscription that covers a channel in a city.
func Filter(ch *asyncapi.Channel, city string) string {
	return addressParameter.ReplaceAllStringFunc(ch.Address, func(p string) string {
		if p == "{city}" || p == "{cityCode}" {
			return city
		}
		return "+"
	})
}

// judgeEnvelope wants the media type declared: on 3.1.1 as a structured
// CloudEvent, whose envelope names it.
func judgeEnvelope(o *Observed, _ *Context) ([]located, error) {
	for i, p := range o.parsed {
		body, ok := p.body.(map[string]any)
		if p.err != nil || !ok {
			return []located{bad(i, "", "json", "a JSON object", clipped(o.Messages[i].Body),
				"The payload is not a structured CloudEvent in JSON.", "载荷不是结构化模式的 CloudEvents JSON。")}, nil
		}
		if body["specversion"] != "1.0" {
			return []located{bad(i, "/specversion", "envelope", "1.0", short(body["specversion"]),
				"The payload is no CloudEvent: specversion is %s.", "载荷不是 CloudEvents：specversion 为 %s。", short(body["specversion"]))}, nil
		}
	}
	return nil, nil
}

func judgePayload(o *Observed, c *Context) ([]located, error) {
	s, err := payloadSchema(o, c)
	if err != nil {
		return nil, err
	}
	for i, p := range o.parsed {
		if p.err != nil {
			return []located{bad(i, "", "json", "strict JSON in UTF-8", clipped(o.Messages[i].Body),
				"The payload is not strict JSON: %v.", "载荷不是严格的 JSON：%v。", p.err)}, nil
		}
		if found := violations(s.Validate(p.body)); len(found) > 0 {
			for k := range found {
				found[k].MessageAt = i
			}
			return found, nil
		}
	}
	return nil, nil
}

func payloadSchema(o *Observed, c *Context) (*schema.Schema, error) {
	return c.Standard.Schemas.Compile(o.Channel.Message.Payload, schema.Response)
}

func shownInPayload(o *Observed, c *Context) ([]string, error) {
	s, err := payloadSchema(o, c)
	if err != nil {
		return nil, err
	}
	return linkedPlaces(s, o.parsed[0].body), nil
}

// judgeIdentity wants the device of the topic to be the source of the event.
func judgeIdentity(o *Observed, _ *Context) ([]located, error) {
	for i, p := range o.parsed {
		source, _ := At(p.body, "/source").(string)
		device := deviceOf(o.Messages[i].Topic)
		if source == "" || source == device || strings.HasSuffix(source, ":"+device) {
			continue
		}
		return []located{bad(i, "/source", "identity", "…:"+device, source,
			"Topic and payload name different devices: %s and %s.", "主题与载荷所指设备不一致：%s 与 %s。", device, source)}, nil
	}
	return nil, nil
}

// deviceOf is the fifth level of ucis/v1/{city}/{domain}/{device}/….
func deviceOf(topic string) string {
	if l := strings.Split(topic, "/"); len(l) > 4 {
		return l[4]
	}
	return ""
}

func qosBound(o *Observed) bool { return o.Channel.QoS >= 0 }

// judgeQoS relies on a subscription at QoS 1 or 2: delivery below the bound
// level means that the publisher chose it.
func judgeQoS(o *Observed, _ *Context) ([]located, error) {
	for i, m := range o.Messages {
		if int(m.QoS) < min(o.Channel.QoS, 1) {
			return []located{bad(i, "qos", "qos", fmt.Sprint(o.Channel.QoS), fmt.Sprint(m.QoS),
				"Published with QoS %d; %d is bound.", "发布的 QoS 为 %d，应为 %d。", m.QoS, o.Channel.QoS)}, nil
		}
	}
	return nil, nil
}

func mustNotRetain(o *Observed) bool { return o.Channel.Retain != nil && !*o.Channel.Retain }

func judgeNotRetained(o *Observed, _ *Context) ([]located, error) {
	for i, m := range o.Messages {
		if m.Retain {
			return []located{bad(i, "retain", "retain", "false", "true",
				"The broker delivered a retained message on %s.", "主题 %s 上收到了保留消息。", m.Topic)}, nil
		}
	}
	return nil, nil
}

// judgeUniqueID wants (source, id) to name one event: a second delivery must
// be the same event.
func judgeUniqueID(o *Observed, _ *Context) ([]located, error) {
	seen := map[string]int{}
	for i, p := range o.parsed {
		id := fmt.Sprint(At(p.body, "/source"), "\n", At(p.body, "/id"))
		first, ok := seen[id]
		if ok && string(o.Messages[first].Body) != string(o.Messages[i].Body) {
			return []located{bad(i, "/id", "unique", "an id of its own", short(At(p.body, "/id")),
				"Two different events carry the same (source, id).", "两个不同的事件使用了相同的 (source, id)。")}, nil
		}
		seen[id] = i
	}
	return nil, nil
}

func isTelemetry(o *Observed) bool { return o.Channel.Kind == "telemetry" }

// judgeSequence wants seq to grow by one per device; a restart at 1 or 0 is a
// new session, a repeated value a second delivery.
func judgeSequence(o *Observed, _ *Context) ([]located, error) {
	last := map[string]float64{}
	for i, p := range o.parsed {
		device := deviceOf(o.Messages[i].Topic)
		seq, ok := number(At(p.body, "/seq"))
		if !ok {
			return []located{bad(i, "/seq", "sequence", "an integer", short(At(p.body, "/seq")),
				"The message carries no sequence number.", "消息未携带序号。")}, nil
		}
		was, known := last[device]
		if known && seq != was+1 && seq != was && seq > 1 {
			return []located{bad(i, "/seq", "sequence", fmt.Sprint(was+1), fmt.Sprint(seq),
				"seq went from %v to %v for device %s.", "设备 %[3]s 的 seq 由 %[1]v 变为 %[2]v。", was, seq, device)}, nil
		}
		last[device] = seq
	}
	return nil, nil
}

// judgeMessageClock wants event times that are not in the future and, for one
// device on one channel, do not go back.
func judgeMessageClock(o *Observed, _ *Context) ([]located, error) {
	last := map[string]time.Time{}
	for i, p := range o.parsed {
		s, _ := At(p.body, "/time").(string)
		t, ok := Instant(s)
		if !ok || o.Messages[i].Retain {
			continue // form is a matter of the schema; a retained message is old by design
		}
		topic := o.Messages[i].Topic
		if t.After(o.Messages[i].At.Add(time.Minute)) {
			return []located{bad(i, "/time", "clock", "not after receipt", s, "The event time %s lies in the future.", "事件时间 %s 晚于接收时刻。", s)}, nil
		}
		if t.Before(o.Messages[i].At.Add(-10 * time.Minute)) {
			return []located{bad(i, "/time", "clock", "the time of the event", s, "The event time %s lies more than 10 minutes before receipt.", "事件时间 %s 早于接收时刻 10 分钟以上。", s)}, nil
		}
		if t.Before(last[topic]) {
			return []located{bad(i, "/time", "clock", "not before "+last[topic].Format(time.RFC3339Nano), s, "The event time went back to %s.", "事件时间回退至 %s。", s)}, nil
		}
		last[topic] = t
	}
	return nil, nil
}

func messageInvariants(o *Observed, c *Context) ([]Judged, error) {
	s, err := payloadSchema(o, c)
	if err != nil {
		return nil, err
	}
	by := map[string]*Judged{}
	var order []string
	for i, p := range o.parsed {
		judged, err := Invariants(s, p.body, "mqtt.invariant", c)
		if err != nil {
			return nil, err
		}
		for _, j := range judged {
			if by[j.Requirement] == nil {
				by[j.Requirement] = &Judged{Requirement: j.Requirement, Assertion: j.Assertion}
				order = append(order, j.Requirement)
			}
			if k := by[j.Requirement]; len(k.Findings) == 0 {
				for _, f := range j.Findings {
					f.MessageAt = i
					k.Findings = append(k.Findings, f)
				}
			}
		}
	}
	var all []Judged
	for _, id := range order {
		all = append(all, *by[id])
	}
	return all, nil
}

// judgeMonotone wants members marked x-ucis-monotone never to decrease for one
// device.
func judgeMonotone(o *Observed, c *Context) ([]located, error) {
	s, err := payloadSchema(o, c)
	if err != nil {
		return nil, err
	}
	last := map[string]float64{}
	for i, p := range o.parsed {
		if o.Messages[i].Retain {
			continue
		}
		for _, g := range Growing(s, p.body) {
			k := o.Messages[i].Topic + g.At
			if was, ok := last[k]; ok && g.Value < was {
				f := Shrunk(g, was)
				f.MessageAt = i
				return []located{{f, []string{g.Schema}}}, nil
			}
			last[k] = g.Value
		}
	}
	return nil, nil
}

// Growth is the value of a member that must never decrease.
type Growth struct {
	Of     string // identifier of the object, "" when it has none
	Name   string // pointer of the member within the object
	At     string // pointer of the member in the whole body
	Schema string // place of the mark
	Value  float64
}

// Growing lists the members of a value marked x-ucis-monotone.
func Growing(s *schema.Schema, body any) []Growth {
	var all []Growth
	for _, a := range s.Annotations(body, "x-ucis-monotone") {
		pointers, _ := a.Value.([]any)
		for _, p := range pointers {
			at := a.Instance + fmt.Sprint(p)
			if n, ok := number(At(body, at)); ok {
				of, _ := At(body, a.Instance+"/id").(string)
				all = append(all, Growth{of, fmt.Sprint(p), at, a.Schema, n})
			}
		}
	}
	return all
}

func clipped(b []byte) string { return short(string(b)) }
