package check

import (
	"fmt"
	"strconv"
	"time"

	"github.com/cityconf/cityconf/suites/wire"
)

// structured is the content type of a structured CloudEvent in JSON
// (CloudEvents MQTT Protocol Binding 1.0.2, section 3.2.1).
const structured = "application/cloudevents+json"

// longestTelemetry is how long telemetry may wait for a client that is away, in
// seconds.
const longestTelemetry = 3600

func (o *Observed) seesProperties() bool { return o.Properties && o.Channel.Action == "send" }

// telling leaves out what no sender under test published itself: wills, whose
// properties a broker may lose, and messages of the tester, who marks its own.
func (o *Observed) telling(i int) bool {
	body := o.parsed[i].body
	return At(body, "/xcityconf") == nil && (o.Channel.Kind != "status" || At(body, "/data/status") != "offline")
}

// header is a property of a message, "" when it has none.
func header(m wire.Message, name string) string {
	if v := m.Header[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// judgeContentType wants the property that names the media type, and the one
// that says that the payload is UTF-8.
func judgeContentType(o *Observed, _ *Context) ([]located, error) {
	for i, m := range o.Messages {
		for _, p := range [][2]string{{wire.ContentType, structured}, {wire.PayloadFormat, "1"}} {
			if got := header(m, p[0]); got != p[1] && o.telling(i) {
				return []located{bad(i, p[0], "property", p[1], shown(got),
					"The property %s is %s, not %s.", "属性 %s 为 %s，应为 %s。", p[0], shown(got), p[1])}, nil
			}
		}
	}
	return nil, nil
}

func shown(property string) string {
	if property == "" {
		return "–"
	}
	return property
}

func expires(o *Observed) bool { return o.seesProperties() && o.Channel.Kind == "telemetry" }

// judgeExpiry wants old measurements to be dropped by the broker.
func judgeExpiry(o *Observed, _ *Context) ([]located, error) {
	for i, m := range o.Messages {
		got := header(m, wire.MessageExpiry)
		if n, err := strconv.Atoi(got); o.telling(i) && (err != nil || n > longestTelemetry) {
			return []located{bad(i, wire.MessageExpiry, "property", fmt.Sprint(longestTelemetry), shown(got),
				"The message expiry interval is %s; at most %d s are allowed.", "消息有效期为 %s，不应超过 %d s。", shown(got), longestTelemetry)}, nil
		}
	}
	return nil, nil
}

func commandExpires(o *Observed) bool { return o.Properties && o.Channel.Kind == "cmd" }

// testers is the sender of the commands that a tester gives itself.
const testers = "urn:ucis:%v:tst:Tester:cityconf"

// judgeCommandExpiry holds the interval of a command against the time that the
// command itself states, both by the clock of its sender; brokers count in whole
// seconds.
func judgeCommandExpiry(o *Observed, c *Context) ([]located, error) {
	for i, m := range o.Messages {
		body := o.parsed[i].body
		if At(body, "/source") == fmt.Sprintf(testers, c.Names["city"]) {
			continue
		}
		left, known := lifetime(body)
		got := header(m, wire.MessageExpiry)
		if n, err := strconv.Atoi(got); known && (err != nil || time.Duration(n)*time.Second > left+time.Second) {
			return []located{bad(i, wire.MessageExpiry, "property", left.String(), shown(got),
				"The message expiry interval of the command is %s; it expires after %v.", "指令的消息有效期为 %s，而指令在 %v 后过期。", shown(got), left)}, nil
		}
	}
	return nil, nil
}

// lifetime is the time between the sending of a command and its expiry.
func lifetime(body any) (time.Duration, bool) {
	sent, _ := At(body, "/time").(string)
	ends, _ := At(body, "/expirytime").(string)
	from, known := Instant(sent)
	to, limited := Instant(ends)
	return to.Sub(from), known && limited
}

// judgeSchemaProperty wants the schema of the data where a receiver finds it
// without reading the payload.
func judgeSchemaProperty(o *Observed, _ *Context) ([]located, error) {
	for i, m := range o.Messages {
		want, _ := At(o.parsed[i].body, "/dataschema").(string)
		if got := header(m, "dataschema"); want != "" && got != want && o.telling(i) {
			return []located{bad(i, "dataschema", "property", want, shown(got),
				"The user property dataschema is %s, not %s.", "用户属性 dataschema 为 %s，应为 %s。", shown(got), want)}, nil
		}
	}
	return nil, nil
}
