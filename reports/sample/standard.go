package sample

import (
	"strings"

	"github.com/cityconf/cityconf/specs"
)

// standard is an excerpt in the shape of the real one.
func standard() *specs.Standard {
	std := &specs.Standard{ID: "ucis", Version: "1.0", Status: "draft",
		Title:  specs.Text{EN: "Unified City Interface Standard", ZH: "智慧城市统一接口规范"},
		Digest: "sha256:77b1d5f0c3a2e4968d0f1b2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f", BasePath: "/ucis/v1",
		Roles: []specs.Role{{ID: "domain-platform", Title: specs.Text{EN: "Domain platform", ZH: "行业平台"}}}}
	for _, c := range classes {
		k := specs.Class{ID: c[0], Title: specs.Text{EN: c[1], ZH: c[2]}, Level: c[3]}
		if strings.HasPrefix(k.ID, "lgt") || strings.HasPrefix(k.ID, "prk") {
			k.Domain = k.ID[:3]
		}
		std.Classes = append(std.Classes, k)
	}
	for i, q := range requirements {
		r := specs.Requirement{ID: q.id, Slug: strings.ToLower(q.id), Class: q.class, Level: q.level, Severity: "major", Since: "1.0",
			Statement: specs.Text{EN: q.en, ZH: q.zh}, Sources: []string{"RFC 9110"}, Test: specs.Test{Kind: "positive", By: []string{"response.schema"}},
			At: specs.Source{File: q.class + "/requirements.yaml", Line: 10 + 8*i}, Digest: "sha256:" + strings.Repeat("0", 64)}
		switch q.id {
		case "SEC-05":
			r.Test = specs.Test{Kind: "inspection"}
		case "MQ-04":
			r.Test.Needs = []string{"broker", "upper-tester"}
		}
		std.Requirements = append(std.Requirements, r)
	}
	return std
}

var classes = [][4]string{
	{"core", "Core", "核心", "L1"},
	{"cond", "Conditional requests", "条件请求", "L2"},
	{"page", "Paging", "分页", "L1"},
	{"evt", "Event subscription", "事件订阅", "L2"},
	{"mqtt-pub", "MQTT publication", "MQTT 发布", "L2"},
	{"mqtt-life", "MQTT life cycle", "MQTT 生命周期", "L2"},
	{"sec-1", "Basic security", "基础安全", "L1"},
	{"lgt-read", "Street lighting: read", "路灯：读取", "L1"},
	{"lgt-write", "Street lighting: write", "路灯：写入", "L2"},
	{"lgt-ctrl", "Street lighting: control", "路灯：控制", "L3"},
	{"prk-read", "Parking: read", "停车：读取", "L1"},
}

var requirements = []struct {
	id, class string
	level     specs.Level
	en, zh    string
}{
	{"CORE-01", "core", specs.Must, "Every answer MUST have a status documented for the operation.", "每个应答的状态码应为该操作所规定的状态码。"},
	{"CORE-02", "core", specs.Must, "A body MUST be strict JSON in UTF-8 without duplicate members.", "正文应为 UTF-8 编码的严格 JSON，且不含重复成员。"},
	{"CORE-03", "core", specs.Must, "A timestamp MUST be RFC 3339 with an explicit offset.", "时间戳应符合 RFC 3339 并带有明确的时区偏移。"},
	{"CORE-04", "core", specs.Must, "A body that breaks the schema MUST be answered with 422.", "不符合模式的请求正文应以 422 拒绝。"},
	{"CORE-05", "core", specs.Must, "Malformed JSON MUST be answered with 400.", "格式错误的 JSON 应以 400 拒绝。"},
	{"CORE-06", "core", specs.Must, "A rejected write MUST change nothing.", "被拒绝的写入不应改变任何状态。"},
	{"CORE-07", "core", specs.Must, "An error answer MUST be application/problem+json whose status member equals the HTTP status.", "错误响应应为 application/problem+json，且其 status 成员应等于 HTTP 状态码。"},
	{"CORE-08", "core", specs.Must, "An unknown identifier MUST be answered with 404.", "未知标识应以 404 应答。"},
	{"CORE-09", "core", specs.Must, "A method that is not allowed MUST be answered with 405 and Allow.", "不允许的方法应以 405 应答并给出 Allow。"},
	{"CORE-11", "core", specs.Must, "A default page MUST hold 100 items.", "默认分页应含 100 个元素。"},
	{"CORE-12", "core", specs.Should, "A representation SHOULD carry Cache-Control.", "表示宜带有 Cache-Control。"},
	{"COND-01", "cond", specs.Must, "A single resource MUST have a strong entity tag.", "单个资源应带有强实体标签。"},
	{"COND-02", "cond", specs.Must, "A write with a stale If-Match MUST be answered with 412.", "携带过期 If-Match 的写入应以 412 拒绝。"},
	{"PAGE-01", "page", specs.Must, "Following next MUST visit every item exactly once.", "沿 next 翻页应恰好访问每个元素一次。"},
	{"PAGE-02", "page", specs.Should, "A page SHOULD hold as many items as limit asks for.", "每页元素数宜等于 limit 的请求值。"},
	{"EVT-01", "evt", specs.Must, "An event MUST be a structured CloudEvent.", "事件应为结构化模式的 CloudEvent。"},
	{"EVT-02", "evt", specs.Must, "An event MUST be delivered within 5 s.", "事件应在 5 秒内送达。"},
	{"EVT-03", "evt", specs.Must, "After a subscription is deleted the system MUST NOT deliver further events to it.", "删除订阅后不应再向其推送事件。"},
	{"EVT-04", "evt", specs.Must, "A repeated delivery MUST keep the id of the event.", "重复投递应保持事件标识不变。"},
	{"MQ-01", "mqtt-pub", specs.Must, "A payload MUST be valid against the schema of its channel.", "消息负载应符合其通道的模式。"},
	{"MQ-02", "mqtt-pub", specs.Must, "A telemetry sequence number MUST grow by exactly one.", "遥测消息的序号应逐条加一。"},
	{"MQ-03", "mqtt-life", specs.Must, "A device MUST publish birth before anything else.", "设备应先发布上线消息，再发布其他消息。"},
	{"MQ-04", "mqtt-life", specs.Must, "A device that loses its link MUST be announced by its will.", "设备断线时应由遗嘱消息宣告。"},
	{"LGT-001", "lgt-write", specs.Must, "A dimming level MUST be between 0 and 100 %.", "调光值应在 0 到 100 % 之间。"},
	{"LGT-002", "lgt-read", specs.Must, "A luminaire MUST give its position in WGS 84, longitude first.", "灯具应以 WGS 84 给出位置，经度在前。"},
	{"LGT-003", "lgt-read", specs.Must, "Active energy MUST never decrease.", "有功电能不应减小。"},
	{"LGT-007", "lgt-read", specs.Must, "Every measured value MUST carry a UCUM unit.", "每个测量值应带有 UCUM 单位。"},
	{"LGT-008", "lgt-read", specs.May, "A luminaire MAY give its colour temperature.", "灯具可给出色温。"},
	{"LGT-009", "lgt-write", specs.Should, "Deleting a luminaire SHOULD keep its history.", "删除灯具时宜保留其历史数据。"},
	{"LGT-020", "lgt-ctrl", specs.Must, "A command MUST be acknowledged within 5 s.", "命令应在 5 秒内得到确认。"},
	{"PRK-001", "prk-read", specs.Must, "Free spaces MUST not exceed capacity.", "空余车位数不应超过总车位数。"},
	{"SEC-01", "sec-1", specs.Must, "A request without a token MUST be answered with 401.", "未携带令牌的请求应以 401 应答。"},
	{"SEC-02", "sec-1", specs.Must, "A token in the query MUST NOT be accepted.", "不应接受查询串中的令牌。"},
	{"SEC-05", "sec-1", specs.Must, "Signing keys MUST be kept in an approved module.", "签名密钥应保存在经批准的模块中。"},
}
