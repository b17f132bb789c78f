package asyncapi

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs/document"
)

const lamps = `asyncapi: 3.0.0
info: {title: Lamps, version: 1.0.0}
defaultContentType: application/json
channels:
  cmdSetLevel:
    address: ucis/v1/{city}/lgt/{deviceId}/cmd/set-level
    tags: [{name: lgt-ctrl}]
    parameters:
      deviceId: {$ref: '#/components/parameters/deviceId'}
      city: {enum: ['330100', '330200']}
    messages:
      SetLevel:
        contentType: application/cloudevents+json
        payload: {schemaFormat: application/schema+json, schema: {type: object}}
  state:
    address: ucis/v1/{city}/lgt/{deviceId}/state
    summary: State
    tags: [{$ref: '#/components/tags/read'}]
    parameters: {city: {}, deviceId: {$ref: '#/components/parameters/deviceId'}}
    messages: {State: {$ref: '#/components/messages/State'}}
    x-ucis-req: [A-001]
operations:
  receiveSetLevel: {action: receive, channel: {$ref: '#/channels/cmdSetLevel'}}
  sendState:
    action: send
    channel: {$ref: '#/channels/state'}
    bindings: {mqtt: {qos: 1, retain: true}}
components:
  tags: {read: {name: lgt-read}}
  parameters:
    deviceId: {x-ucis-pattern: '^[a-z]+$'}
  messages:
    State:
      payload: {$ref: '#/components/schemas/State'}
      examples: [{name: dark, payload: {level: 0}}, {name: headers only}]
  schemas:
    State: {type: object}
`

func load(t *testing.T, text string) ([]Channel, []document.Problem) {
	t.Helper()
	d, err := document.Parse("lgt/channels.yaml", []byte(text))
	require.NoError(t, err)
	return Load(d, nil)
}

func TestLoadReadsChannels(t *testing.T) {
	t.Parallel()
	yes := true
	want := []Channel{
		{
			ID: "cmdSetLevel", Address: "ucis/v1/{city}/lgt/{deviceId}/cmd/set-level", Kind: "cmd", Name: "set-level",
			Document: "lgt/channels.yaml", Pointer: "/channels/cmdSetLevel", Line: 5, Tags: []string{"lgt-ctrl"},
			Parameters: []Parameter{{Name: "city", Enum: []string{"330100", "330200"}}, {Name: "deviceId", Pattern: "^[a-z]+$"}},
			Action:     "receive", QoS: -1,
			Message:    Message{Name: "SetLevel", ContentType: "application/cloudevents+json", Payload: "lgt/channels.yaml#/channels/cmdSetLevel/messages/SetLevel/payload/schema"},
			Extensions: map[string]any{},
		},
		{
			ID: "state", Address: "ucis/v1/{city}/lgt/{deviceId}/state", Kind: "state",
			Document: "lgt/channels.yaml", Pointer: "/channels/state", Line: 15, Summary: "State", Tags: []string{"lgt-read"},
			Parameters: []Parameter{{Name: "city"}, {Name: "deviceId", Pattern: "^[a-z]+$"}},
			Action:     "send", QoS: 1, Retain: &yes,
			Message:    Message{Name: "State", ContentType: "application/json", Payload: "lgt/channels.yaml#/components/schemas/State", Examples: []any{map[string]any{"level": json.Number("0")}}},
			Extensions: map[string]any{"x-ucis-req": []any{"A-001"}},
		},
	}
	got, problems := load(t, lamps)
	require.Empty(t, problems)
	assert.Empty(t, cmp.Diff(want, got))
}

func TestLoadReportsAndGoesOn(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"not AsyncAPI 3", "asyncapi: 3.0.0", "asyncapi: 2.6.0", "lgt/channels.yaml:1: /asyncapi: expected an AsyncAPI 3 document"},
		{"misspelt key", "    summary: State", "    sumary: State", `lgt/channels.yaml:17: /channels/state/sumary: "sumary" is no key of a channel (did you mean "summary"?)`},
		{"misspelt binding", "retain: true", "retian: true", `"retian" is no key of an MQTT operation binding (did you mean "retain"?)`},
		{"no address", "    address: ucis/v1/{city}/lgt/{deviceId}/state\n", "", "/channels/state: the channel has no address"},
		{"channel is text", "  state:\n", "  text: x\n  state:\n", "/channels/text: a channel: expected a mapping"},
		{"undeclared placeholder", "{city: {}, ", "{", "the placeholder {city} of the address is not declared"},
		{"unplaced parameter", "{city: {}, ", "{city: {}, town: {}, ", "/channels/state/parameters/town: the parameter town has no place in the address"},
		{"tag is text", "[{name: lgt-ctrl}]", "[lgt-ctrl]", "/channels/cmdSetLevel/tags/0: a tag is a mapping with a name"},
		{"no message", "    messages: {State: {$ref: '#/components/messages/State'}}\n", "", "the channel carries no message"},
		{"two messages", "messages: {State:", "messages: {Other: {}, State:", "the channel carries several messages, Other, State"},
		{"dead message", "'#/components/messages/State'", "'#/components/messages/Stat'", "the reference #/components/messages/Stat leads nowhere"},
		{"dead channel", "'#/channels/state'", "'#/channels/stat'", "/operations/sendState/channel: the reference #/channels/stat leads nowhere"},
		{"operation without channel", "    channel: {$ref: '#/channels/state'}\n", "", "/operations/sendState: the operation names no channel"},
		{"two operations", "  sendState:", "  again: {action: send, channel: {$ref: '#/channels/state'}}\n  sendState:", "/operations/sendState: the channel already has an operation"},
		{"action", "action: send", "action: publish", `/operations/sendState/action: expected send or receive, found the text "publish"`},
		{"quality of service", "qos: 1", "qos: 3", "/operations/sendState/bindings/mqtt/qos: expected 0, 1 or 2, found the number 3"},
		{"retain", "retain: true", "retain: yes", `/retain: expected true or false, found the text "yes"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, lamps, tt.old)
			_, problems := load(t, strings.Replace(lamps, tt.old, tt.new, 1))
			assert.Contains(t, document.Problems(problems).Error(), tt.want)
		})
	}
}
