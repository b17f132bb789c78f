package trace

import (
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Step is one step of a case as people read it. Values that only a run knows
// stand as ${name}.
type Step struct {
	Does    specs.Text   // what kind of stimulus, in words
	Code    string       // request line, topic, duration; "" when Does says it all
	Headers []string     // "Name: value"
	Body    string       // indented JSON, or the exact octets
	Notes   []specs.Text // repeated, until, always
	Expect  []Expectation
}

// Expectation is one assertion of a step.
type Expectation struct {
	Requirement string
	Text        specs.Text
	Code        string // status, pattern or CEL; "" when Text says it all
}

// Steps shows what a case does, in order.
func Steps(std *specs.Standard, c *suites.TestCase) []Step {
	out := make([]Step, 0, len(c.Steps))
	for i := range c.Steps {
		s := &c.Steps[i]
		step := stimulus(std, s)
		step.Notes = append(step.Notes, notes(s)...)
		for _, e := range s.Expect {
			step.Expect = append(step.Expect, expectations(e)...)
		}
		out = append(out, step)
	}
	return out
}

// Example is the shortest derived case of a requirement, nil when only
// scenarios or standing assertions test it.
func Example(r *Requirement) *suites.TestCase {
	var best *suites.TestCase
	for _, c := range r.Cases {
		if c.Rule != "scenario" && (best == nil || len(c.Steps) < len(best.Steps)) {
			best = c
		}
	}
	return best
}

// stimulus shows the one thing that a step does.
func stimulus(std *specs.Standard, s *suites.Step) Step {
	switch {
	case s.Send != nil:
		return request(std, s.Send)
	case s.Publish != nil:
		return publish(s.Publish)
	case s.Connect != nil:
		return connect(s.Connect)
	case s.Subscribe != nil:
		return Step{Does: both("subscribe", "订阅"), Code: fmt.Sprintf("%s  QoS %d", s.Subscribe.Topic, s.Subscribe.QoS)}
	case s.Await != nil:
		return await(s.Await)
	case s.Packets != nil:
		return packets(s.Packets)
	case s.Link != nil:
		return Step{Does: linked[s.Link.Do], Code: s.Link.On}
	case s.Observe != nil:
		return Step{Does: both("judge every message of the run on", "评判本次运行中该信道的全部消息："), Code: orAny(s.Observe.Channel)}
	case s.Operate != nil:
		return Step{Does: both("in the field", "现场操作"), Code: strings.TrimSpace(s.Operate.Action + "  " + s.Operate.On), Body: Indented(s.Operate.With)}
	case s.Probe != nil:
		return Step{Does: both("probe the transport", "探测传输层"), Code: strings.TrimSpace(s.Probe.Kind + "  " + s.Probe.Arg)}
	}
	return Step{Does: both("wait", "等待"), Code: s.Pause}
}

func connect(c *suites.Connect) Step {
	does := both("connect an MQTT client", "建立 MQTT 连接")
	switch {
	case c.Drop:
		does = both("cut the connection of the client", "切断客户端连接")
	case c.Close:
		does = both("disconnect the client", "断开客户端连接")
	}
	return Step{Does: does, Code: strings.TrimSpace(c.Client + credential(c.As))}
}

func await(a *suites.Await) Step {
	s := Step{Does: both("wait for messages", "等待消息"), Code: a.Topic}
	if a.Where != "" {
		s.Notes = append(s.Notes, both("those for which "+a.Where, "满足条件："+a.Where))
	}
	if a.All {
		return s.note("for the whole of "+a.For, "持续等待 "+a.For)
	}
	return s.note(fmt.Sprintf("until %d came, at most %s", max(a.Count, 1), a.For), fmt.Sprintf("收到 %d 条为止，最长 %s", max(a.Count, 1), a.For))
}

// packets shows what a device sends to the tester's broker.
func packets(p *suites.Packets) Step {
	s := await(&p.Await)
	s.Does = both("look at the packets of a device", "查看设备的报文")
	s.Code = strings.TrimSpace(p.On + "  " + p.Topic)
	return s
}

// linked says what is done to the link of a device.
var linked = map[string]specs.Text{
	"cut":      both("cut the link of a device", "切断设备链路"),
	"refuse":   both("cut the link of a device and refuse it", "切断设备链路并拒绝其连接"),
	"hold":     both("leave a device without acknowledgement", "不向设备发送确认"),
	"lose":     both("cut the link of a device that waits for acknowledgement", "在设备等待确认时切断其链路"),
	"takeover": both("end the session of a device as taken over", "以会话被接管为由结束设备会话"),
}

func (s Step) note(en, zh string) Step {
	s.Notes = append(s.Notes, both(en, zh))
	return s
}

func publish(p *suites.Publish) Step {
	s := Step{Does: both("publish", "发布"), Code: fmt.Sprintf("%s  QoS %d", p.Topic, p.QoS)}
	if p.Retain {
		s.Code += "  retain"
	}
	if s.Body = Indented(p.Payload); p.Raw != nil {
		s.Body = *p.Raw
	}
	return s
}

// notes are the circumstances of a step.
func notes(s *suites.Step) []specs.Text {
	var all []specs.Text
	if s.Within != "" {
		all = append(all, both("again until what is expected holds, at most "+s.Within, "重复执行至满足预期，最长 "+s.Within))
	}
	if s.Repeat > 1 {
		all = append(all, both(fmt.Sprintf("%d times at once", s.Repeat), fmt.Sprintf("同时发送 %d 次", s.Repeat)))
	}
	if s.Always {
		all = append(all, both("also after a failure: it puts the system back", "即使前面步骤失败也执行，用于恢复系统状态"))
	}
	return all
}

func credential(as string) string {
	if as == "" {
		return ""
	}
	return "  as " + as
}

func orAny(channel string) string {
	if channel == "" {
		return "#"
	}
	return channel
}

func both(en, zh string) specs.Text { return specs.Text{EN: en, ZH: zh} }
