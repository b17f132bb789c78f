package derive

import (
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// byMQTT5 is the version of a client that sees properties and reason codes.
const byMQTT5 = "5"

// letIn is the CONNACK of a client that is accepted.
const letIn = "size(messages) == 1 && messages[0].status == 0.0"

// mqtt5Cases derives MI4 and MF6: what a broker of MQTT 5 tells its clients by
// reason codes.
func (d *deriver) mqtt5Cases() error {
	refused := "size(messages) == 1 && messages[0].status in [134.0, 135.0]"
	for _, t := range []struct {
		name, key, en, zh string
		steps             []suites.Step
	}{
		{"offered", "mqtt5.offered", "MQTT 5 clients are let in at the broker that is listed for version 5.0.", "列为支持 5.0 版本的消息代理应接受 MQTT 5 客户端。",
			[]suites.Step{
				{Send: &suites.Send{Operation: "getChannels"}, Expect: by("mqtt5.offered", "body.brokers.exists(b, '5.0' in b.versions)"), Stop: true},
				{Connect: &suites.Connect{Client: "guest", Version: byMQTT5}, Expect: by("mqtt5.offered", letIn)}}},
		{"anonymous", "mqtt5.refused-connect", "An anonymous MQTT 5 client is told that it is not authorized.", "应以确切原因码拒绝匿名 MQTT 5 客户端。",
			[]suites.Step{{Connect: &suites.Connect{Client: "anonymous", As: "none", Version: byMQTT5}, Expect: by("mqtt5.refused-connect", refused)}}},
		{"password", "mqtt5.refused-connect", "An MQTT 5 client with a wrong password is told so.", "应以确切原因码拒绝口令错误的 MQTT 5 客户端。",
			[]suites.Step{{Connect: &suites.Connect{Client: "garbage", As: "garbage", Version: byMQTT5}, Expect: by("mqtt5.refused-connect", refused)}}},
		{"takeover", "mqtt5.takeover", "A client whose identifier is used again is told that its session was taken over.", "标识符被再次使用时，应告知原客户端会话已被接管。", takeover()},
	} {
		c := &suites.TestCase{ID: "mqtt5/" + t.name, Rule: "mqtt5", Purpose: specs.Text{EN: t.en, ZH: t.zh}, Steps: t.steps}
		if r := d.std.Requirement(d.std.RequirementFor(t.key)); r != nil {
			c.Class = r.Class
		}
		d.add(c)
	}
	return nil
}

func by(key, that string) []check.Expect { return []check.Expect{{By: key, That: that}} }

// noMQTT5 is why nothing can be said of a broker that lets nobody in by MQTT 5.
func noMQTT5() *suites.Given {
	return &suites.Given{That: letIn, Else: specs.Text{
		EN: "The broker does not let the tester in by MQTT 5.", ZH: "消息代理拒绝测试方以 MQTT 5 接入。"}}
}

func takeover() []suites.Step {
	return []suites.Step{
		{Connect: &suites.Connect{Client: "first", As: "default", Version: byMQTT5}, Given: noMQTT5()},
		{Connect: &suites.Connect{Client: "second", As: "default", Version: byMQTT5, Like: "first"}, Given: noMQTT5()},
		{Await: &suites.Await{Client: "first", Where: "'packet' in headers && headers.packet == 'DISCONNECT'", All: true, For: "PT5S"},
			Expect: by("mqtt5.takeover", "size(messages) == 1 && messages[0].status == 142.0")},
	}
}
