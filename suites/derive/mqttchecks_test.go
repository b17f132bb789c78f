package derive

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Where the assertions on messages are made.
const (
	everyMessage = "../check/messages.go"
	lateSame     = "channels.go"
	byCommand    = "commands.go"
	atTheDoor    = "transport.go"
	inLife       = "laws/life.yaml"
	inMirror     = "laws/mirror.yaml"
	inRights     = "laws/rights.yaml"
	byCodes      = "mqtt5.go"
	byAnswers    = "mqtt5commands.go"
	inSessions   = "laws/mqtt5.yaml"
)

// Why a check of the list has no assertion of its own, or only half of one.
const (
	atDevice   = "shows only in the packets that a device sends to a broker of the tester's own"
	unpromised = "the standard does not promise it"
	elsewhere  = "a scenario of a domain establishes it"
)

// mqttChecks is what a test of messages over MQTT can look at, with the
// assertions that do, where they are made, and what is not looked at.
var mqttChecks = []struct{ id, about, keys, file, gap string }{
	{"MA1", "schema and formats of the payload", "mqtt.payload", everyMessage, ""},
	{"MA2", "content type, UTF-8", "mqtt.media-type mqtt.payload", everyMessage, ""},
	{"MA3", "closed objects", "mqtt.payload", everyMessage, ""},
	{"MA4", "size limit", "", "", unpromised},
	{"MA5", "units and codes", "mqtt.payload", everyMessage, ""},
	{"MA6", "sane times", "mqtt.clock", everyMessage, "that time never goes back for a device: " + unpromised},
	{"MA7", "echo of the correlation id", "cmd.correlation", byCommand, ""},
	{"MB1", "form of the topic", "mqtt.topic", everyMessage, ""},
	{"MB2", "values in the topic", "mqtt.topic mqtt.topic-identity", everyMessage, ""},
	{"MB3", "topic and payload agree", "mqtt.topic-identity", everyMessage, ""},
	{"MB4", "undeclared topics", "mqtt.undeclared", lateSame, ""},
	{"MB5", "levels, case, leading slash", "mqtt.topic", everyMessage, ""},
	{"MB6", "wildcards and empty levels in names", "mqtt.topic", everyMessage, ""},
	{"MB7", "one kind of message a channel", "mqtt.payload", everyMessage, ""},
	{"MC1", "QoS of what is published", "mqtt.qos", everyMessage, ""},
	{"MC2", "QoS that a SUBACK grants", "", "", unpromised},
	{"MC3", "redelivery marked as such", "", "", atDevice},
	{"MC4", "QoS 2 exactly once", "", "", "no channel is bound to QoS 2"},
	{"MC5", "order on a topic", "mqtt.seq", everyMessage, "order of other messages than telemetry: " + unpromised},
	{"MC6", "no repetitions", "mqtt.unique-id mqtt.seq", everyMessage, ""},
	{"MC7", "no gap in seq", "mqtt.seq", everyMessage, ""},
	{"MC8", "cadence", "mqtt.cadence", everyMessage, ""},
	{"MD1", "what is bound to be retained is", "mqtt.retained", lateSame, ""},
	{"MD2", "late subscriber", "mqtt.retained", lateSame, ""},
	{"MD3", "retained is the last one", "mqtt.retained-fresh", inMirror, ""},
	{"MD4", "events are not retained", "mqtt.not-retained", everyMessage, ""},
	{"MD5", "cleared on deletion", "cross.cleared", inMirror, ""},
	{"ME1", "a will is set", "mqtt.will", inLife, "its fields in the CONNECT: " + atDevice},
	{"ME2", "the will comes in time", "mqtt.will", inLife, ""},
	{"ME3", "a clean end says offline", "mqtt.clean-offline", inLife, ""},
	{"ME4", "birth before data", "mqtt.birth mqtt.birth-first", inLife, ""},
	{"ME5", "birth again after a reconnection", "mqtt.rebirth", inLife, ""},
	{"MF1", "clean start, session expiry", "", "", atDevice},
	{"MF2", "a resumed session delivers what was queued", "mqtt5.resume", inSessions, ""},
	{"MF3", "client id stays", "", "", atDevice},
	{"MF4", "keep-alive within limits", "", "", atDevice},
	{"MF5", "back-off", "", "", atDevice},
	{"MF6", "takeover of a session", "mqtt5.takeover", byCodes, ""},
	{"MG1", "acknowledged in time", "cmd.ack", byCommand, ""},
	{"MG2", "invalid command", "cmd.invalid", byCommand, ""},
	{"MG3", "repeated command", "cmd.duplicate", byCommand, ""},
	{"MG4", "expired command", "cmd.expired", byCommand, ""},
	{"MG5", "unknown command", "cmd.unknown", byCommand, ""},
	{"MG6", "response topic, correlation data", "mqtt5.response mqtt5.correlation-data", byAnswers, ""},
	{"MH1", "anonymous clients", "mqtt.anonymous", atTheDoor, ""},
	{"MH2", "wrong password", "mqtt.credential", atTheDoor, ""},
	{"MH3", "rights to publish", "mqtt.acl-publish", inRights, ""},
	{"MH4", "rights to subscribe", "mqtt.acl-subscribe", inRights, ""},
	{"MH5", "TLS", "mqtt.tls-version mqtt.certificate", atTheDoor, "client certificates: " + unpromised},
	{"MH6", "plain-text listener", "mqtt.plain", atTheDoor, ""},
	{"MH7", "subscriptions of a device", "", "", atDevice},
	{"MI1", "content type property", "mqtt5.content-type", everyMessage, ""},
	{"MI2", "message expiry", "mqtt5.expiry mqtt5.command-expiry", everyMessage, ""},
	{"MI3", "user properties", "mqtt5.schema-property mqtt5.trace", "", ""},
	{"MI4", "reason codes", "mqtt5.refused-connect mqtt5.refused-publish", "", ""},
	{"MX1", "REST write seen on MQTT", "cross.rest-to-mqtt", inMirror, ""},
	{"MX2", "REST and MQTT agree", "cross.same-state", lateSame, ""},
	{"MX3", "history holds what was published", "cross.history", "", elsewhere},
	{"MX4", "deletion clears", "cross.cleared", inMirror, ""},
	{"MX5", "same id, unit and time", "cross.same-state", lateSame, ""},
}

func TestEveryCheckOfMessagesIsMadeOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	named := map[string]bool{}
	for _, r := range std.Requirements {
		for _, k := range r.Test.By {
			named[k] = true
		}
	}
	families := map[string]int{}
	for _, c := range mqttChecks {
		families[c.id[:2]]++
		assert.NotEmpty(t, c.keys+c.gap, "%s is neither made nor excused", c.id)
		for _, k := range strings.Fields(c.keys) {
			assert.True(t, named[k], "%s relies on %s, which no requirement names", c.id, k)
			assert.True(t, c.file == "" || madeIn(t, c.file, k), "%s: %s is not made in %s", c.id, k, c.file)
		}
	}
	assert.Equal(t, map[string]int{"MA": 7, "MB": 7, "MC": 8, "MD": 5, "ME": 5, "MF": 6, "MG": 6, "MH": 7, "MI": 4, "MX": 5}, families)
}

func madeIn(t *testing.T, file, key string) bool {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return regexp.MustCompile(`(by: |")` + regexp.QuoteMeta(key) + `[",}]`).Match(text)
}

// A channel that is bound to QoS 2 would have to be tested for exactly once.
func TestNoChannelIsBoundToExactlyOnce(t *testing.T) {
	t.Parallel()
	std, _ := whole()
	require.NotEmpty(t, std.Channels)
	for _, c := range std.Channels {
		assert.True(t, slices.Contains([]int{0, 1}, c.QoS), "%s is bound to QoS %d", c.ID, c.QoS)
	}
}
