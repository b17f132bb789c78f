package derive

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// channelCases derives the MQTT groups payload, topic, delivery and retained
// from the channel documents: one case judges all that was published on a
// channel during the run, others ask as a late subscriber.
func (d *deriver) channelCases() error {
	for i := range d.std.Channels {
		ch := &d.std.Channels[i]
		if len(ch.Tags) == 0 || !d.claimed[ch.Tags[0]] {
			continue
		}
		if ch.Action != "send" {
			if !d.std.Connects(d.opts.Role) { // else nobody but the tester commands
				d.observeCommands(ch)
			}
			continue
		}
		d.observeCase(ch)
		if ch.Retain != nil && *ch.Retain {
			d.lateCase(ch)
		}
		if ch.Extensions["x-ucis-same-as"] != nil {
			d.sameCase(ch)
		}
	}
	d.undeclaredCase()
	return nil
}

func channelPlace(ch *asyncapi.Channel) string { return ch.Document + "#" + ch.Pointer }

func (d *deriver) channelCase(ch *asyncapi.Channel, rule string, purpose specs.Text) *suites.TestCase {
	return &suites.TestCase{ID: part(ch.Document) + "/" + ch.ID + "/" + rule, Rule: "channel/" + rule, Class: ch.Tags[0], Operation: ch.ID, Purpose: purpose}
}

// observeCase judges what the observer saw. Events and acknowledgements need
// an occasion; the other kinds must show up in any run.
func (d *deriver) observeCase(ch *asyncapi.Channel) {
	c := d.channelCase(ch, "observe", specs.Text{
		EN: "Everything published on " + ch.Address + " conforms to its channel.",
		ZH: "在 " + ch.Address + " 上发布的全部消息应符合其信道定义。"})
	step := suites.Step{Observe: &suites.Observe{Channel: ch.ID, Optional: ch.Kind == "event" || ch.Kind == "ack"}}
	for _, key := range check.MessageKeys(ch) {
		if !step.Observe.Optional {
			step.Expect = append(step.Expect, check.Expect{By: key, That: "true"})
		}
	}
	c.Steps = []suites.Step{step}
	if step.Observe.Optional {
		// Judged by what is seen, if anything is: no assertion is owed.
		d.ids[c.ID] = true
		d.suite.Cases = append(d.suite.Cases, c)
		return
	}
	d.add(c, channelPlace(ch))
}

// observeCommands looks at what is published to the system: the tester's own
// commands, and those that the system passes on to its devices.
func (d *deriver) observeCommands(ch *asyncapi.Channel) {
	c := d.channelCase(ch, "observe", specs.Text{
		EN: "Nothing published on " + ch.Address + " is retained.", ZH: "在 " + ch.Address + " 上发布的消息均不应保留。"})
	c.Steps = []suites.Step{{Observe: &suites.Observe{Channel: ch.ID, Only: []string{"mqtt.not-retained", "mqtt5.command-expiry"}, Optional: true}}}
	d.ids[c.ID] = true
	d.suite.Cases = append(d.suite.Cases, c)
}

// device is the resource whose connected objects publish on the channels of a
// part: the one that a state channel mirrors, or else a command channel
// addresses.
func (d *deriver) device(folder string) string {
	commanded := ""
	for i := range d.std.Channels {
		ch := &d.std.Channels[i]
		if part(ch.Document) != folder {
			continue
		}
		if m, ok := ch.Extensions["x-ucis-same-as"].(map[string]any); ok {
			k := slices.IndexFunc(d.std.Resources, func(r specs.Resource) bool { return r.Read == m["operation"] })
			if k >= 0 {
				return d.std.Resources[k].Name
			}
		}
		if m, ok := ch.Extensions["x-ucis-command"].(map[string]any); ok && commanded == "" {
			commanded = fmt.Sprint(m["resource"])
		}
	}
	return commanded
}

// topic is the address of a channel for one device of a case.
func topic(ch *asyncapi.Channel, as string) string {
	return substituteAddress(ch.Address, map[string]string{"city": "${city}", "cityCode": "${city}", "deviceId": "${" + as + "Device}"})
}

// publisher is the object that a case about a retained channel looks at: a
// connected device of the IXIT, or, where no device begins a session in the
// part and the system itself publishes, a new object once it was published.
func (d *deriver) publisher(ch *asyncapi.Channel, resource string) ([]suites.Need, []suites.Step) {
	folder := part(ch.Document)
	sessions := slices.ContainsFunc(d.std.Channels, func(c asyncapi.Channel) bool { return c.Kind == "birth" && part(c.Document) == folder })
	if same, ok := ch.Extensions["x-ucis-same-as"].(map[string]any); ok && !sessions && d.bodies[resource] != nil {
		return []suites.Need{{As: "device", Resource: resource, Own: true}}, []suites.Step{
			{Connect: &suites.Connect{Client: "watch"}},
			{Subscribe: &suites.Subscribe{Client: "watch", Topic: topic(ch, "device"), QoS: 1}},
			{Await: &suites.Await{Client: "watch", Channel: ch.ID, Topic: topic(ch, "device"), For: fmt.Sprint(same["within"])}},
		}
	}
	return []suites.Need{{As: "device", Resource: resource, Seed: true}}, nil
}

// atOnce is how long a late subscriber may have to wait. It subscribes again and
// again, which brings the retained message each time (MQTT-3.8.4-3): a broker may
// deliver a message before it has stored it.
const atOnce = "PT5S"

// lateCase subscribes after the message was published: a retained one is
// delivered at once, marked as such.
func (d *deriver) lateCase(ch *asyncapi.Channel) {
	device := d.device(part(ch.Document))
	if device == "" {
		return
	}
	c := d.channelCase(ch, "late", specs.Text{
		EN: "A late subscriber to " + ch.Address + " gets the last message at once.",
		ZH: ch.Address + " 的后订阅者应立即收到最近一条消息。"})
	needs, published := d.publisher(ch, device)
	c.Needs = needs
	c.Steps = append(published, []suites.Step{
		{Connect: &suites.Connect{Client: "late"}},
		{Subscribe: &suites.Subscribe{Client: "late", Topic: topic(ch, "device"), QoS: 1}, Within: atOnce,
			Expect: []check.Expect{{By: "mqtt.retained", That: "clients.late.exists(m, m.retain)"}}},
		{Await: &suites.Await{Client: "late", Channel: ch.ID, Topic: topic(ch, "device"), Where: "retain", For: "PT0.1S"}}, // for the record
	}...)
	d.add(c, channelPlace(ch))
}

// sameCase holds the REST representation against the state a device publishes.
func (d *deriver) sameCase(ch *asyncapi.Channel) {
	same, _ := ch.Extensions["x-ucis-same-as"].(map[string]any)
	op := d.std.Operation(fmt.Sprint(same["operation"]))
	device := d.device(part(ch.Document))
	if op == nil || device == "" || !d.claimed[class(op)] {
		return
	}
	id := idParameter(d, op.ID)
	c := d.channelCase(ch, "same", specs.Text{
		EN: "What " + op.ID + " shows is what the device published as its state.",
		ZH: op.ID + " 返回的内容应与设备发布的状态一致。"})
	needs, published := d.publisher(ch, device)
	c.Needs = needs
	c.Steps = append(published, []suites.Step{
		{Connect: &suites.Connect{Client: "late"}},
		{Subscribe: &suites.Subscribe{Client: "late", Topic: topic(ch, "device"), QoS: 1}},
		{Await: &suites.Await{Client: "late", Channel: ch.ID, Topic: topic(ch, "device"), For: "PT5S"}},
		{Send: &suites.Send{Operation: op.ID, Parameters: map[string]any{id: "${deviceId}"}}, Within: fmt.Sprint(same["within"]),
			Expect: []check.Expect{{By: "cross.same-state", Status: []int{200}},
				{By: "cross.same-state", That: "clients.late.exists(m, covers(body, m.payload.data))"}}},
	}...)
	d.add(c, channelPlace(ch))
}

func idParameter(d *deriver, read string) string {
	for _, r := range d.std.Resources {
		if r.Read == read {
			return r.IDParam
		}
	}
	return "id"
}

// undeclaredCase looks for topics below the prefix that no channel declares.
func (d *deriver) undeclaredCase() {
	r := d.std.Requirement(d.std.RequirementFor("mqtt.undeclared"))
	if r == nil {
		return
	}
	var channels []string
	for i := range d.std.Channels {
		channels = append(channels, d.std.Channels[i].ID)
	}
	if len(channels) == 0 {
		return
	}
	d.add(&suites.TestCase{ID: "mqtt/undeclared", Rule: "channel/undeclared", Class: r.Class,
		Purpose: specs.Text{EN: "Nothing is published on topics that no channel declares.", ZH: "不应向任何信道未声明的主题发布消息。"},
		Steps:   []suites.Step{{Observe: &suites.Observe{}, Expect: []check.Expect{{By: "mqtt.undeclared", That: "size(messages) == 0"}}}}})
}

func substituteAddress(address string, values map[string]string) string {
	for k, v := range values {
		address = strings.ReplaceAll(address, "{"+k+"}", v)
	}
	return address
}
