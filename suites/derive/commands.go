package derive

import (
	"fmt"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// command is a command channel with what its cases need.
type command struct {
	ch, ack *asyncapi.Channel
	device  string // resource
	payload map[string]any
}

// final is the condition for an acknowledgement that ends a command.
const final = "payload.correlationid == cid && payload.data.state != 'accepted'"

// oneAnswer allows the same acknowledgement to come again (at least once), not
// a second one.
const oneAnswer = "size(messages) > 0 && messages.all(m, m.payload.id == messages[0].payload.id)"

// oneResult allows a repetition to be acknowledged again, as long as it is
// with the same result.
const oneResult = "size(messages) > 0 && messages.all(m, same(m.payload.data, messages[0].payload.data))"

// commandCases derives the MQTT group commands from x-ucis-command.
func (d *deriver) commandCases() error {
	for i := range d.std.Channels {
		ch := &d.std.Channels[i]
		x, ok := ch.Extensions["x-ucis-command"].(map[string]any)
		if !ok || len(ch.Tags) == 0 || !d.claimed[ch.Tags[0]] {
			continue
		}
		ack := d.std.Channel(fmt.Sprint(x["ack"]))
		payload, err := synth.Minimal(d.std.Schemas, ch.Message.Payload, synth.Options{Seed: d.opts.Seed, View: schema.Request})
		body, isObject := payload.(map[string]any)
		if ack == nil || err != nil || !isObject {
			d.gap("commands", ch.ID, channelPlace(ch), fmt.Sprintf("no command could be made: %v", err), fmt.Sprintf("无法生成指令：%v", err))
			continue
		}
		cmd := &command{ch: ch, ack: ack, device: fmt.Sprint(x["resource"]), payload: d.envelope(body)}
		d.acknowledged(cmd)
		d.expired(cmd)
		d.repeated(cmd)
		d.invalid(cmd)
		d.unknownType(cmd)
		d.queued(cmd)
		d.responded(cmd)
		d.passedOn(cmd)
	}
	return nil
}

// envelope gives a command the attributes of a fresh CloudEvent.
func (d *deriver) envelope(body map[string]any) map[string]any {
	out := clone(body).(map[string]any)
	for k, v := range map[string]any{
		"id": "${cid}", "correlationid": "${cid}", "time": "${now}",
		"source": "urn:ucis:${city}:tst:Tester:cityconf", "subject": "${deviceId}", "expirytime": "${now + duration('60s')}"} {
		out[k] = v
	}
	if data, ok := out["data"].(map[string]any); ok {
		for k, v := range data {
			if s, isText := v.(string); isText && strings.HasSuffix(k, "At") && len(s) > 18 {
				data[k] = "${now + duration('30s')}" // an instant to come
			}
		}
	}
	return out
}

func (d *deriver) newCommand(cmd *command, rule, en, zh string, steps ...suites.Step) {
	c := d.channelCase(cmd.ch, rule, specs.Text{EN: en, ZH: zh})
	c.Rule, c.Mutates = "command", true
	c.Needs = []suites.Need{{As: "device", Resource: cmd.device, Seed: true}}
	c.Steps = append([]suites.Step{
		{Connect: &suites.Connect{Client: "commander"}, Capture: map[string]string{"cid": "'c-' + run + '-' + deviceDevice + '-" + cmd.ch.ID + "-" + strings.ReplaceAll(rule, "/", "-") + "'"}},
		{Subscribe: &suites.Subscribe{Client: "commander", Topic: topic(cmd.ack, "device"), QoS: 1}},
	}, steps...)
	d.add(c, channelPlace(cmd.ch))
}

func (cmd *command) publish(payload map[string]any) suites.Step {
	return suites.Step{Publish: &suites.Publish{Client: "commander", Channel: cmd.ch.ID, Topic: topic(cmd.ch, "device"), QoS: 1, Payload: payload}}
}

// answer waits for the final acknowledgement and a little longer, so that a
// second one would show.
func (cmd *command) answer(expect ...check.Expect) suites.Step {
	return suites.Step{Await: &suites.Await{Client: "commander", Channel: cmd.ack.ID, Topic: topic(cmd.ack, "device"), Where: final,
		For: "PT5S", Settle: "PT1S"}, Expect: expect}
}

func (d *deriver) acknowledged(cmd *command) {
	d.newCommand(cmd, "ack", "A command on "+cmd.ch.Address+" gets exactly one final acknowledgement with its correlation id.",
		cmd.ch.Address+" 上的指令应恰好得到一个携带关联标识的终态回执。",
		cmd.publish(cmd.payload),
		cmd.answer(
			check.Expect{By: "cmd.ack", That: "size(messages) >= 1"},
			check.Expect{By: "cmd.correlation", That: "size(messages) >= 1"},
			check.Expect{By: "cmd.single-ack", That: oneAnswer}))
}

func (d *deriver) expired(cmd *command) {
	late := clone(cmd.payload).(map[string]any)
	late["expirytime"] = "${now - duration('60s')}"
	d.newCommand(cmd, "expired", "A command on "+cmd.ch.Address+" past its expiry is not executed and acknowledged as expired.",
		cmd.ch.Address+" 上已过期的指令不应执行，并应以 expired 回执。",
		cmd.publish(late),
		cmd.answer(check.Expect{By: "cmd.expired", That: "size(messages) == 1 && messages[0].payload.data.state == 'expired'"}))
}

func (d *deriver) repeated(cmd *command) {
	d.newCommand(cmd, "duplicate", "A command on "+cmd.ch.Address+" sent twice with one correlation id is executed once.",
		cmd.ch.Address+" 上以同一关联标识重复发送的指令应只执行一次。",
		cmd.publish(cmd.payload), cmd.publish(cmd.payload),
		cmd.answer(check.Expect{By: "cmd.duplicate", That: oneResult}))
}

// invalid sends a command whose data break their schema.
func (d *deriver) invalid(cmd *command) {
	all, _, err := synth.Invalid(d.std.Schemas, cmd.ch.Message.Payload, synth.Options{Seed: d.opts.Seed, View: schema.Request})
	if err != nil {
		return
	}
	for _, inst := range selected(all, false) {
		body, ok := inst.Value.(map[string]any)
		if !ok || inst.Pointer != "/data" && !strings.HasPrefix(inst.Pointer, "/data/") {
			continue
		}
		bad := d.envelope(body)
		bad["data"] = body["data"]
		d.newCommand(cmd, "invalid/"+strings.TrimPrefix(inst.Name, "reject/"),
			fmt.Sprintf("A command on %s that breaks %s at %s is rejected.", cmd.ch.Address, inst.Keyword, inst.Pointer),
			fmt.Sprintf("%s 上在 %[3]s 处违反 %[2]s 的指令应被拒绝。", cmd.ch.Address, inst.Keyword, inst.Pointer),
			cmd.publish(bad),
			suites.Step{Await: &suites.Await{Client: "commander", Channel: cmd.ack.ID, Topic: topic(cmd.ack, "device"), Where: final, For: "PT5S"},
				Expect: []check.Expect{{By: "cmd.invalid", That: "size(messages) == 1 && messages[0].payload.data.state == 'rejected'"}}})
	}
}

func (d *deriver) unknownType(cmd *command) {
	other := clone(cmd.payload).(map[string]any)
	other["type"] = fmt.Sprint(other["type"]) + ".unknown"
	d.newCommand(cmd, "unknown", "A command on "+cmd.ch.Address+" of another type is rejected.", cmd.ch.Address+" 上类型不符的指令应被拒绝。",
		cmd.publish(other),
		cmd.answer(check.Expect{By: "cmd.unknown", That: "size(messages) > 0 && messages.all(m, m.payload.data.state == 'rejected')"}))
}
