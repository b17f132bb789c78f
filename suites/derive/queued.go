package derive

import (
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// queued sends a command while the device is away: its session makes the broker
// keep the command, and the device answers it when it is back (MF2). The
// attempts that are refused keep it away for long enough.
func (d *deriver) queued(cmd *command) {
	if !d.std.Connects(d.opts.Role) {
		return
	}
	late := clone(cmd.payload).(map[string]any)
	late["expirytime"] = "${now + duration('600s')}"
	c := d.channelCase(cmd.ch, "queued", specs.Text{
		EN: "A command on " + cmd.ch.Address + " sent while the device is away is answered when it is back.",
		ZH: "设备离线期间在 " + cmd.ch.Address + " 上下发的指令，应在其恢复连接后得到回执。"})
	c.Rule, c.Mutates = "command", true
	c.Needs = []suites.Need{{As: "device", Resource: cmd.device, Seed: true}}
	c.Steps = []suites.Step{
		{Connect: &suites.Connect{Client: "commander"}, Capture: map[string]string{"cid": "'c-' + run + '-' + deviceDevice + '-" + cmd.ch.ID + "-queued'"}},
		{Subscribe: &suites.Subscribe{Client: "commander", Topic: topic(cmd.ack, "device"), QoS: 1}},
		{Link: &suites.Link{Do: "refuse", On: "${deviceDevice}", Times: 1}},
		cmd.publish(late),
		{Packets: &suites.Packets{On: "${deviceDevice}", Since: "link", Await: suites.Await{
			Channel: cmd.ack.ID, Topic: topic(cmd.ack, "device"), Where: "headers.packet == 'PUBLISH' && " + final, For: "${patience}"}},
			Expect: []check.Expect{{By: "link.queued", That: "size(messages) > 0"}}},
	}
	d.add(c, channelPlace(cmd.ch))
}
