package check

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites/wire"
)

// Each row is a deviation with its conforming twin beside it.
func TestPropertiesOfMessages(t *testing.T) {
	t.Parallel()
	ctx := &Context{Names: map[string]any{"city": "330100"}}
	with := func(body string, properties ...string) wire.Message {
		m := message("ucis/v1/330100/lgt/L1/telemetry", body)
		m.Header = http.Header{}
		for i := 0; i < len(properties); i += 2 {
			m.Header[properties[i]] = []string{properties[i+1]}
		}
		return m
	}
	const (
		named   = `{"dataschema":"urn:a"}`
		command = `{"source":"urn:ucis:330100:lgt:Platform:main","time":"2026-05-01T12:00:00Z","expirytime":"2026-05-01T12:00:30Z"}`
		own     = `{"source":"urn:ucis:330100:tst:Tester:cityconf","time":"2026-05-01T12:00:00Z","expirytime":"2026-05-01T12:00:30Z"}`
		will    = `{"dataschema":"urn:a","data":{"status":"offline"}}`
		testers = `{"xcityconf":"r1","dataschema":"urn:a"}`
	)
	for _, c := range []struct {
		name  string
		kind  string
		judge func(*Observed, *Context) ([]located, error)
		m     wire.Message
		bad   bool
	}{
		{"content type and UTF-8", "telemetry", judgeContentType, with(named, wire.ContentType, structured, wire.PayloadFormat, "1"), false},
		{"another content type", "telemetry", judgeContentType, with(named, wire.ContentType, "application/json", wire.PayloadFormat, "1"), true},
		{"octets of unknown kind", "telemetry", judgeContentType, with(named, wire.ContentType, structured), true},
		{"a will", "status", judgeContentType, with(will), false},
		{"the tester's own", "telemetry", judgeContentType, with(testers), false},
		{"ten minutes", "telemetry", judgeExpiry, with(named, wire.MessageExpiry, "600"), false},
		{"a day", "telemetry", judgeExpiry, with(named, wire.MessageExpiry, "86400"), true},
		{"for ever", "telemetry", judgeExpiry, with(named), true},
		{"no number", "telemetry", judgeExpiry, with(named, wire.MessageExpiry, "soon"), true},
		{"the tester's own, for ever", "telemetry", judgeExpiry, with(testers), false},
		{"a command that ends in time", "cmd", judgeCommandExpiry, with(command, wire.MessageExpiry, "31"), false},
		{"a command that stays", "cmd", judgeCommandExpiry, with(command, wire.MessageExpiry, "60"), true},
		{"a command for ever", "cmd", judgeCommandExpiry, with(command), true},
		{"the tester's command", "cmd", judgeCommandExpiry, with(own), false},
		{"a command without end", "cmd", judgeCommandExpiry, with(`{"time":"2026-05-01T12:00:00Z"}`), false},
		{"the schema by name", "telemetry", judgeSchemaProperty, with(named, "dataschema", "urn:a"), false},
		{"another schema", "telemetry", judgeSchemaProperty, with(named, "dataschema", "urn:b"), true},
		{"no schema", "telemetry", judgeSchemaProperty, with(named), true},
		{"no schema to name", "telemetry", judgeSchemaProperty, with(`{}`), false},
	} {
		found, err := c.judge(Observe(channel(c.kind), []wire.Message{c.m}), ctx)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.bad, len(found) > 0, c.name)
		for _, f := range found {
			assert.NotContains(t, f.Message.EN+f.Message.ZH, "%!", c.name)
		}
	}
}

// TestPropertiesAreJudgedWhereTheyShow: an observer by MQTT 3.1.1 sees none.
func TestPropertiesAreJudgedWhereTheyShow(t *testing.T) {
	t.Parallel()
	ch := channel("telemetry")
	ch.Action = "send"
	assert.Contains(t, MessageKeys(ch), "mqtt5.expiry")
	assert.NotContains(t, MessageKeys(channel("cmd")), "mqtt5.content-type", "who sends commands is not the system alone")
	o := Observe(ch, nil)
	assert.False(t, expires(o))
	o.Properties = true
	assert.True(t, expires(o))
}
