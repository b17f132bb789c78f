package derive

import (
	"fmt"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// tracing is the trace of a command (W3C Trace Context, section 3.2).
const tracing = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

// responded derives MG6: a command that names where it is to be answered.
func (d *deriver) responded(cmd *command) {
	there := topic(cmd.ack, "device") + "/cityconf"
	c := d.channelCase(cmd.ch, "response", specs.Text{
		EN: "A command on " + cmd.ch.Address + " is acknowledged on its response topic, with its correlation data.",
		ZH: cmd.ch.Address + " 上的指令应在其响应主题上得到携带关联数据的回执。"})
	c.Rule, c.Mutates = "command", true
	c.Needs = []suites.Need{{As: "device", Resource: cmd.device, Seed: true}}
	c.Steps = []suites.Step{
		{Connect: &suites.Connect{Client: "commander", Version: byMQTT5}, Given: noMQTT5(),
			Capture: map[string]string{"cid": "'c-' + run + '-' + deviceDevice + '-" + cmd.ch.ID + "-response'"}},
		{Subscribe: &suites.Subscribe{Client: "commander", Topic: there, QoS: 1}},
		{Publish: &suites.Publish{Client: "commander", Channel: cmd.ch.ID, Topic: topic(cmd.ch, "device"), QoS: 1, Payload: cmd.payload, Properties: map[string]string{
			"Content-Type": "application/cloudevents+json", "Payload-Format": "1", "Message-Expiry": "60",
			"Response-Topic": there, "Correlation-Data": "${cid}", "traceparent": tracing}}},
		{Await: &suites.Await{Client: "commander", Channel: cmd.ack.ID, Topic: there, Where: final, For: "PT5S"}, Expect: []check.Expect{
			{By: "mqtt5.response", That: "size(messages) > 0"},
			{By: "mqtt5.correlation-data", That: "size(messages) > 0 && messages.all(m, 'correlation-data' in m.headers && m.headers['correlation-data'] == cid)"},
			{By: "mqtt5.trace", That: "size(messages) > 0 && messages.all(m, 'traceparent' in m.headers && m.headers.traceparent == '" + tracing + "')"}}},
	}
	d.add(c, channelPlace(cmd.ch))
}

// endsWithCommand is a message that the broker drops when its command expires;
// brokers count in whole seconds.
const endsWithCommand = "messages.all(m, 'message-expiry' in m.headers && duration(m.headers['message-expiry'] + 's') <= " +
	"timestamp(m.payload.expirytime) - timestamp(m.payload.time) + duration('1s'))"

// passedOn derives MI2 for commands: the system is asked for one by REST, and
// what it publishes to its device is looked at.
func (d *deriver) passedOn(cmd *command) {
	x, _ := cmd.ch.Extensions["x-ucis-command"].(map[string]any)
	op := d.std.Operation(fmt.Sprint(x["operation"]))
	if op == nil || !d.claimed[class(op)] {
		return
	}
	t, ok := d.target(op)
	if !ok || len(t.needs) != 1 || !t.needs[0].Seed {
		return
	}
	send := t.send(nil)
	if op.Body != nil && len(op.Body.Content) > 0 {
		body, err := synth.Minimal(d.std.Schemas, op.Body.Content[0].Schema, synth.Options{Seed: d.opts.Seed, View: schema.Request})
		if err != nil {
			return
		}
		send.Body = d.finisher(op, op.Body.Content[0].Schema).finish(body, "")
	}
	to := topic(cmd.ch, t.needs[0].As)
	c := d.channelCase(cmd.ch, "passed-on", specs.Text{
		EN: "A command that the system publishes on " + cmd.ch.Address + " is dropped by the broker when it expires.",
		ZH: "系统在 " + cmd.ch.Address + " 上下发的指令应在过期后被消息代理丢弃。"})
	c.Rule, c.Mutates, c.Needs = "command", true, t.needs
	c.Steps = []suites.Step{
		{Connect: &suites.Connect{Client: "watch", Version: byMQTT5}, Given: noMQTT5()},
		{Subscribe: &suites.Subscribe{Client: "watch", Topic: to, QoS: 1}},
		{Send: send, Given: &suites.Given{That: "status >= 200.0 && status < 300.0", Else: specs.Text{
			EN: "The system did not take the command by REST.", ZH: "系统未接受通过 REST 下发的指令。"}}},
		{Await: &suites.Await{Client: "watch", Channel: cmd.ch.ID, Topic: to, Where: "!payload.source.endsWith(':tst:Tester:cityconf')", For: "PT5S"},
			Given: &suites.Given{That: "size(messages) > 0", Else: specs.Text{
				EN: "The system published no command to the device.", ZH: "系统未向设备发布指令。"}},
			Expect: []check.Expect{{By: "mqtt5.command-expiry", That: endsWithCommand}}},
	}
	d.add(c, channelPlace(cmd.ch))
}
