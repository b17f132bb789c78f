package sample

import (
	"fmt"
	"net/http"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// failures are the cases that failed, some of them hostile to a report.
func failures() []suites.CaseResult {
	cases := []suites.CaseResult{overRange(), unitless(), hostile(), delivered(), sequence(), uncached()}
	for i, at := range []string{"lifetime", "power", "mastHeight"} {
		cases = append(cases, accepted("lgt/createLuminaire/reject/maximum/"+at, "LGT-001", at, 200+i))
	}
	return cases
}

func overRange() suites.CaseResult {
	return accepted("lgt/createLuminaire/reject/maximum/level", "LGT-001", "level", 101)
}

// accepted is a negative case that the system took.
func accepted(id, requirement, member string, value int) suites.CaseResult {
	body := fmt.Sprintf(`{"name":{"zh":"测试灯具","en":"cityconf QZXK7A"},"type":"Luminaire","%s":%d,"location":{"type":"Point","coordinates":[120.155,30.274]}}`, member, value)
	return suites.CaseResult{
		Case: &suites.TestCase{ID: id, Rule: "reject.body", Class: "lgt-write", Operation: "createLuminaire", Twin: "lgt/createLuminaire/accept/minimal",
			Purpose: specs.Text{EN: "A " + member + " above its maximum is rejected.", ZH: "成员 " + member + " 超过最大值时应被拒绝。"}},
		Judgements: []suites.Judgement{failed(requirement, "reject.body", check.Finding{At: "status", Keyword: "status", Want: "422", Got: "201",
			Message: specs.Text{EN: "Expected status 422, got 201.", ZH: "应返回状态码 422，实际返回 201。"}})},
		Exchanges: []wire.Exchange{{Protocol: "http", Operation: "createLuminaire",
			Sent: wire.Sent{As: "default", Method: "POST", URL: "https://sut.example/ucis/v1/lgt/luminaires", Header: http.Header{
				"Authorization": {"Bearer •••"}, "Content-Type": {"application/json"}, "Accept": {"application/json"}}, Body: []byte(body)},
			Received: []wire.Message{{At: started.Add(41 * time.Millisecond), Status: 201, Header: http.Header{
				"Content-Type": {"application/json"}, "Location": {"/ucis/v1/lgt/luminaires/urn:ucis:330100:lgt:luminaire:QZXK7A"}, "Etag": {`"a1"`}},
				Body: []byte(`{"id":"urn:ucis:330100:lgt:luminaire:QZXK7A","type":"Luminaire","` + member + fmt.Sprintf(`":%d}`, value))}},
			Started: started, Elapsed: 41 * time.Millisecond}},
	}
}

func failed(requirement, assertion string, f check.Finding) suites.Judgement {
	f.Requirement, f.Assertion = requirement, assertion
	return suites.Judgement{Requirement: requirement, Assertion: assertion, Outcome: suites.Failed, Count: 1, Findings: []check.Finding{f}}
}

func get(id, class, operation, url string, answer wire.Message, j suites.Judgement) suites.CaseResult {
	answer.At = started.Add(12 * time.Millisecond)
	return suites.CaseResult{
		Case: &suites.TestCase{ID: id, Rule: "response", Class: class, Operation: operation,
			Purpose: specs.Text{EN: "An answer of " + operation + " is as documented.", ZH: "操作 " + operation + " 的应答符合规定。"}},
		Judgements: []suites.Judgement{j},
		Exchanges: []wire.Exchange{{Protocol: "http", Operation: operation, Sent: wire.Sent{As: "default", Method: "GET", URL: url,
			Header: http.Header{"Authorization": {"Bearer •••"}, "Accept": {"application/json"}}},
			Received: []wire.Message{answer}, Started: started, Elapsed: 12 * time.Millisecond}},
	}
}

func unitless() suites.CaseResult {
	body := []byte(`{"items":[{"id":"urn:ucis:330100:lgt:luminaire:0001","activePower":{"value":87.5}}`)
	for i := 2; i < 90; i++ {
		body = fmt.Appendf(body, `,{"id":"urn:ucis:330100:lgt:luminaire:%04d","activePower":{"value":87.5}}`, i)
	}
	return get("lgt/listLuminaires/accept/minimal", "lgt-read", "listLuminaires", "https://sut.example/ucis/v1/lgt/luminaires?limit=90",
		wire.Message{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: append(body, `]}`...)},
		failed("LGT-007", "response.schema", check.Finding{At: "/items/0/activePower", Keyword: "required", Want: "unit", Got: "absent",
			Message: specs.Text{EN: "/items/0/activePower: member unit is missing.", ZH: "/items/0/activePower：缺少成员 unit。"}}))
}

// hostile answers with markup, bidirectional controls and escape sequences.
func hostile() suites.CaseResult {
	return get("core/getLuminaire/reject/unknown-id", "core", "getLuminaire", "https://sut.example/ucis/v1/lgt/luminaires/urn:ucis:330100:lgt:luminaire:none",
		wire.Message{Status: 404, Header: http.Header{"Content-Type": {"text/html"}, "X-Powered-By": {"=cmd|' /C calc'!A0"}},
			Body: []byte("<html><script>alert('x')</script></textarea><h1>\u202eNot Found\u202c</h1>\x1b[31m\u200b]]></html>")},
		failed("CORE-07", "response.problem", check.Finding{At: "header/Content-Type", Keyword: "problem", Want: "application/problem+json", Got: "text/html",
			Message: specs.Text{EN: "An error answer must be application/problem+json, got text/html.", ZH: "错误响应的媒体类型应为 application/problem+json，实际为 text/html。"}}))
}

func uncached() suites.CaseResult {
	return get("core/getLuminaire/accept/minimal", "core", "getLuminaire", "https://sut.example/ucis/v1/lgt/luminaires/urn:ucis:330100:lgt:luminaire:0001",
		wire.Message{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{"id":"urn:ucis:330100:lgt:luminaire:0001"}`)},
		failed("CORE-12", "response.header", check.Finding{At: "header/Cache-Control", Keyword: "required", Want: "present", Got: "absent",
			Message: specs.Text{EN: "Required header Cache-Control is missing.", ZH: "缺少应有的响应头 Cache-Control。"}}))
}

func delivered() suites.CaseResult {
	c := get("evt/scenario/unsubscribe", "evt", "deleteSubscription", "", wire.Message{Status: 204},
		failed("EVT-03", "scenario", check.Finding{At: "count", Keyword: "that", Want: "0", Got: "1",
			Message: specs.Text{EN: "An event was delivered 1.8 s after the subscription was deleted.", ZH: "删除订阅 1.8 秒后仍收到 1 条事件。"}}))
	x := &c.Exchanges[0]
	x.Sent.Method, x.Sent.URL = "DELETE", "https://sut.example/ucis/v1/subscriptions/42"
	c.Exchanges = append(c.Exchanges, wire.Exchange{Protocol: "mqtt", Operation: "lampFailure",
		Sent:    wire.Sent{As: "default", Method: "LISTEN", Topic: "ucis/v1/330100/lgt/+/event/lamp-failure", QoS: 1},
		Started: started, Elapsed: 5 * time.Second, Received: []wire.Message{{At: started.Add(1800 * time.Millisecond),
			Topic: "ucis/v1/330100/lgt/0001/event/lamp-failure", QoS: 1, Body: []byte(`{"specversion":"1.0","id":"7","type":"ucis.lgt.lamp.failure"}`)}}})
	c.Judgements[0].Exchange = 1
	return c
}

func sequence() suites.CaseResult {
	x := wire.Exchange{Protocol: "mqtt", Operation: "luminaireTelemetry", Started: started, Elapsed: 30 * time.Second,
		Sent: wire.Sent{Method: "LISTEN", Topic: "ucis/v1/330100/lgt/0001/telemetry", QoS: 1}}
	for i := range 14 {
		x.Received = append(x.Received, wire.Message{At: started.Add(time.Duration(2*i) * time.Second), Topic: "ucis/v1/330100/lgt/0001/telemetry", QoS: 1,
			Body: fmt.Appendf(nil, `{"specversion":"1.0","id":"t-%d","source":"urn:ucis:330100:lgt:luminaire:0001","seq":%d,"data":{"activePower":{"value":87.5,"unit":"W"}}}`, i, i+i/3)})
	}
	return suites.CaseResult{
		Case: &suites.TestCase{ID: "lgt/luminaireTelemetry/observe", Rule: "mqtt.seq", Class: "mqtt-pub", Operation: "luminaireTelemetry",
			Purpose: specs.Text{EN: "The sequence numbers of telemetry are without gaps.", ZH: "遥测消息的序号连续。"}},
		Judgements: []suites.Judgement{failed("MQ-02", "mqtt.seq", check.Finding{At: "/seq", Keyword: "seq", Want: "3", Got: "4", MessageAt: 3,
			Message: specs.Text{EN: "Sequence number 4 follows 2.", ZH: "序号 2 之后为 4。"}})},
		Exchanges: []wire.Exchange{x},
	}
}
