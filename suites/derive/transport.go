package derive

import (
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// plainAnswer is what may come back on a request without TLS: nothing, a
// redirection, or the refusal of the server in front. Any other answer, 404
// too, means that the interface is served.
const plainAnswer = "messages.all(m, m.status == 0.0 || m.status >= 300.0 && m.status < 400.0 || m.status in [400.0, 403.0, 421.0, 426.0])"

// namesHost is what a certificate must show; whether its issuer is trusted is
// between the tester and the system's owner.
const namesHost = "messages.all(m, !m.text.contains('expired') && !m.text.contains('not valid before') && !m.text.contains('not for host'))"

// refusedConnect is how a broker of MQTT 3.1.1 turns a client away whose
// credentials it does not accept (section 3.2.2.3): bad user name or password,
// or not authorized. A connection that ends without a word says neither.
const refusedConnect = "size(messages) == 1 && messages[0].status in [4.0, 5.0]"

// transportCases derives E7, MH1, MH2, MH5 and MH6: what the doors below HTTP
// and MQTT must keep out.
func (d *deriver) transportCases() error {
	for _, t := range []struct {
		name, key, en, zh string
		step              suites.Step
		that              string
	}{
		{"tls-1.1", "tls.version", "A handshake with TLS 1.1 at most is refused.", "应拒绝最高仅支持 TLS 1.1 的握手。",
			suites.Step{Probe: &suites.Probe{Kind: "tls-version", Arg: "1.1"}}, "messages.all(m, m.status == 0.0)"},
		{"tls-1.0", "tls.version", "A handshake with TLS 1.0 at most is refused.", "应拒绝最高仅支持 TLS 1.0 的握手。",
			suites.Step{Probe: &suites.Probe{Kind: "tls-version", Arg: "1.0"}}, "messages.all(m, m.status == 0.0)"},
		{"certificate", "tls.certificate", "The certificate is in date and names the host.", "证书应在有效期内且载明主机名。",
			suites.Step{Probe: &suites.Probe{Kind: "certificate"}}, namesHost},
		{"plain-http", "tls.plain", "A plain-text HTTP request is not served.", "不应为明文 HTTP 请求提供服务。",
			suites.Step{Probe: &suites.Probe{Kind: "plain-http"}}, plainAnswer},
		{"plain-mqtt", "mqtt.plain", "A plain-text MQTT connection is not served.", "不应为明文 MQTT 连接提供服务。",
			suites.Step{Probe: &suites.Probe{Kind: "plain-mqtt"}}, "size(messages) == 0"},
		{"broker-tls-1.1", "mqtt.tls-version", "The broker refuses a handshake with TLS 1.1 at most.", "消息代理应拒绝最高仅支持 TLS 1.1 的握手。",
			suites.Step{Probe: &suites.Probe{Kind: "tls-version", Arg: "1.1 broker"}}, "messages.all(m, m.status == 0.0)"},
		{"broker-tls-1.0", "mqtt.tls-version", "The broker refuses a handshake with TLS 1.0 at most.", "消息代理应拒绝最高仅支持 TLS 1.0 的握手。",
			suites.Step{Probe: &suites.Probe{Kind: "tls-version", Arg: "1.0 broker"}}, "messages.all(m, m.status == 0.0)"},
		{"broker-certificate", "mqtt.certificate", "The certificate of the broker is in date and names the host.", "消息代理的证书应在有效期内且载明主机名。",
			suites.Step{Probe: &suites.Probe{Kind: "certificate", Arg: "broker"}}, namesHost},
		{"mqtt-anonymous", "mqtt.anonymous", "An anonymous MQTT client is refused.", "应拒绝匿名 MQTT 客户端。",
			suites.Step{Connect: &suites.Connect{Client: "anonymous", As: "none"}}, refusedConnect},
		{"mqtt-password", "mqtt.credential", "An MQTT client with a wrong password is refused.", "应拒绝口令错误的 MQTT 客户端。",
			suites.Step{Connect: &suites.Connect{Client: "garbage", As: "garbage"}}, refusedConnect},
	} {
		t.step.Expect = []check.Expect{{By: t.key, That: t.that}}
		c := &suites.TestCase{ID: "transport/" + t.name, Rule: "transport", Purpose: specs.Text{EN: t.en, ZH: t.zh}, Steps: []suites.Step{t.step}}
		if r := d.std.Requirement(d.std.RequirementFor(t.key)); r != nil {
			c.Class = r.Class
		}
		d.add(c)
	}
	return nil
}
