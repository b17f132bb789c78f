package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/suites/wire"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func channel(kind string) *asyncapi.Channel {
	return &asyncapi.Channel{ID: kind, Address: "ucis/v1/{city}/lgt/{deviceId}/" + kind, Kind: kind, QoS: 1,
		Parameters: []asyncapi.Parameter{{Name: "deviceId", Pattern: "^[A-Za-z0-9]+$"}},
		Extensions: map[string]any{"x-ucis-period": map[string]any{"min": "PT1S", "max": "PT15M"}}}
}

func message(topic, body string) wire.Message {
	return wire.Message{At: noon, Topic: topic, QoS: 1, Body: []byte(body)}
}

// Each row is a deviation with its conforming twin beside it.
func TestMessageChecks(t *testing.T) {
	t.Parallel()
	ctx := &Context{Names: map[string]any{"city": "330100"}}
	const good = "ucis/v1/330100/lgt/L1/telemetry"
	event := func(at, rest string) string {
		return `{"specversion":"1.0","id":"` + at + `","source":"urn:ucis:330100:lgt:Luminaire:L1","time":"2026-05-01T` + at + `Z"` + rest + `}`
	}
	for _, c := range []struct {
		name  string
		judge func(*Observed, *Context) ([]located, error)
		all   []wire.Message
		bad   bool
	}{
		{"topic of the channel", judgeTopic, []wire.Message{message(good, "{}")}, false},
		{"topic in capitals", judgeTopic, []wire.Message{message("ucis/v1/330100/lgt/L1/Telemetry", "{}")}, true},
		{"device outside of its pattern", judgeTopic, []wire.Message{message("ucis/v1/330100/lgt/L 1/telemetry", "{}")}, true},
		{"structured event", judgeEnvelope, []wire.Message{message(good, `{"specversion":"1.0"}`)}, false},
		{"bare data", judgeEnvelope, []wire.Message{message(good, `{"level":1}`)}, true},
		{"same device", judgeIdentity, []wire.Message{message(good, event("12:00:00", ""))}, false},
		{"other device", judgeIdentity, []wire.Message{message("ucis/v1/330100/lgt/L2/telemetry", event("12:00:00", ""))}, true},
		{"QoS as bound", judgeQoS, []wire.Message{message(good, "{}")}, false},
		{"QoS below", judgeQoS, []wire.Message{{Topic: good, QoS: 0, Body: []byte("{}")}}, true},
		{"delivered live", judgeNotRetained, []wire.Message{message(good, "{}")}, false},
		{"delivered from the store", judgeNotRetained, []wire.Message{{Topic: good, QoS: 1, Retain: true, Body: []byte("{}")}}, true},
		{"repeated delivery of one event", judgeUniqueID, []wire.Message{message(good, event("12:00:00", "")), message(good, event("12:00:00", ""))}, false},
		{"one id for two events", judgeUniqueID, []wire.Message{message(good, event("12:00:00", "")), message(good, event("12:00:00", `,"n":1`))}, true},
		{"seq by one", judgeSequence, []wire.Message{message(good, `{"seq":4}`), message(good, `{"seq":5}`)}, false},
		{"a new session", judgeSequence, []wire.Message{message(good, `{"seq":4}`), message(good, `{"seq":1}`)}, false},
		{"a gap", judgeSequence, []wire.Message{message(good, `{"seq":4}`), message(good, `{"seq":6}`)}, true},
		{"no seq", judgeSequence, []wire.Message{message(good, `{}`)}, true},
		{"clocks a little apart", judgeMessageClock, []wire.Message{message(good, event("12:00:59", ""))}, false},
		{"an old will", judgeMessageClock, []wire.Message{message(good, event("12:00:00", "")), message(good, event("09:00:00", ""))}, false},
		{"from the future", judgeMessageClock, []wire.Message{message(good, event("12:01:01", ""))}, true},
		{"once a second", judgeCadence, []wire.Message{message(good, event("12:00:00", `,"seq":1`)), message(good, event("12:00:01", `,"seq":2`))}, false},
		{"a burst", judgeCadence, []wire.Message{message(good, event("12:00:00.0", `,"seq":1`)), message(good, event("12:00:00.2", `,"seq":2`))}, true},
		{"silence between sessions", judgeCadence, []wire.Message{message(good, event("11:00:00", `,"seq":9`)), message(good, event("12:00:00", `,"seq":1`))}, false},
		{"too rare", judgeCadence, []wire.Message{message(good, event("11:00:00", `,"seq":1`)), message(good, event("12:00:00", `,"seq":2`))}, true},
	} {
		found, err := c.judge(Observe(channel("telemetry"), c.all), ctx)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.bad, len(found) > 0, c.name)
		for _, f := range found {
			assert.NotContains(t, f.Message.EN+f.Message.ZH, "%!", c.name)
		}
	}
}

func TestClearingARetainedMessageIsNoMessage(t *testing.T) {
	t.Parallel()
	yes := true
	ch := channel("state")
	ch.Retain = &yes
	assert.Empty(t, Observe(ch, []wire.Message{message("ucis/v1/330100/lgt/L1/state", "")}).Messages)
}
