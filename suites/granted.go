package suites

import (
	"fmt"

	"github.com/cityconf/cityconf/specs"
)

// subackRefused is the lowest SUBACK code that refuses a subscription (MQTT
// 3.1.1, section 3.9.3; MQTT 5.0, section 3.9.3).
const subackRefused = 0x80

// refusedSubscription is why nothing can be said of messages that the observer
// was not allowed to see: neither that they came nor that they did not.
func refusedSubscription(filter string, code byte) error {
	if code < subackRefused {
		return nil
	}
	return &unmet{reason: specs.Text{
		EN: fmt.Sprintf("The broker refuses the credential default the subscription to %s (SUBACK %d); let it read there.", filter, code),
		ZH: fmt.Sprintf("消息代理拒绝凭证 default 订阅 %s（SUBACK %d），请授予其读取权限。", filter, code)}}
}

// lowered is why the QoS of a publisher cannot be told: a broker delivers with
// the lower one of what was published and what it granted (MQTT 3.1.1, section
// 3.8.4).
var lowered = specs.Text{
	EN: "The broker granted the tester's subscription QoS 0 only, so messages arrive with QoS 0 whatever they were published with.",
	ZH: "消息代理仅授予测试方订阅 QoS 0，因此无论发布时采用何种等级，消息均以 QoS 0 送达。"}

// excuseLowered takes back what was found of the QoS of messages when it may be
// the broker's doing and not the publisher's.
func excuseLowered(j *Judgement, granted byte) {
	if j.Assertion == "mqtt.qos" && j.Outcome == Failed && granted == 0 {
		j.Outcome, j.Findings, j.Reason = Inconclusive, nil, lowered
	}
}
