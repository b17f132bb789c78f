package check

import (
	"fmt"
	"time"
)

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

func isTelemetry(o *Observed) bool { return o.Channel.Kind == "telemetry" }

// judgeSequence wants seq to grow by one per device; a restart at 1 or 0 is a
// new session, the same message again a second delivery.
func judgeSequence(o *Observed, _ *Context) ([]located, error) {
	last := map[string]float64{}
	body := map[string]string{}
	for i, p := range o.parsed {
		device := DeviceOf(o.Messages[i].Topic)
		again := body[device] == string(o.Messages[i].Body)
		body[device] = string(o.Messages[i].Body)
		seq, ok := number(At(p.body, "/seq"))
		if !ok {
			return []located{bad(i, "/seq", "sequence", "an integer", short(At(p.body, "/seq")),
				"The message carries no sequence number.", "消息未携带序号。")}, nil
		}
		was, known := last[device]
		if known && seq != was+1 && !again && seq > 1 {
			return []located{bad(i, "/seq", "sequence", fmt.Sprint(was+1), fmt.Sprint(seq),
				"seq went from %v to %v for device %s.", "设备 %[3]s 的 seq 由 %[1]v 变为 %[2]v。", was, seq, device)}, nil
		}
		last[device] = seq
	}
	return nil, nil
}

// judgeMessageClock wants event times that are not in the future, with 60 s
// allowed for clocks that differ. Old times are no deviation: a will is written
// when the connection is made.
func judgeMessageClock(o *Observed, _ *Context) ([]located, error) {
	for i, p := range o.parsed {
		s, _ := At(p.body, "/time").(string)
		if t, ok := Instant(s); ok && t.After(o.Messages[i].At.Add(time.Minute)) {
			return []located{bad(i, "/time", "clock", "not after receipt", s,
				"The event time %s lies in the future.", "事件时间 %s 晚于接收时刻。", s)}, nil
		}
	}
	return nil, nil
}
