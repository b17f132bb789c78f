package asyncapi

import (
	"encoding/json"
	"regexp"
	"strconv"

	"github.com/cityconf/cityconf/specs/document"
)

// binding is what an operation says of its channel.
type binding struct {
	action string
	qos    int
	retain *bool
}

func (b *binding) apply(c *Channel) {
	if b == nil {
		return
	}
	c.Action, c.QoS, c.Retain = b.action, b.qos, b.retain
}

// operations maps the place of each channel to what its operation says.
func (l *loader) operations(root document.Spot) map[string]*binding {
	found := map[string]*binding{}
	at, ok := l.Member(root, "operations")
	if !ok {
		return found
	}
	for _, id := range l.Keys(at, "operations") {
		operation, ok := l.Follow(at.Child(id))
		if !ok || !l.IsMapping(operation, "an operation") {
			continue
		}
		channel, ok := l.Follow(operation.Child("channel"))
		if !ok {
			continue
		}
		if channel.Node == nil {
			l.Report(operation, "the operation names no channel", "add channel: {$ref: …}")
			continue
		}
		if found[channel.At] != nil {
			l.Report(operation, "the channel already has an operation", "a channel is sent or received, not both: use two channels")
			continue
		}
		found[channel.At] = l.operation(operation)
	}
	return found
}

func (l *loader) operation(at document.Spot) *binding {
	l.KnownKeys(at, "an operation", operationKeys)
	b := &binding{action: at.Text("action"), qos: -1}
	if b.action != "send" && b.action != "receive" {
		l.Report(at.Child("action"), "expected send or receive, found "+document.Describe(at.Child("action").Node), "seen from the system")
	}
	bindings, ok := l.Follow(at.Child("bindings"))
	if !ok {
		return b
	}
	mqtt, ok := l.Follow(bindings.Child("mqtt"))
	if !ok {
		return b
	}
	l.mqtt(mqtt, b)
	return b
}

func (l *loader) mqtt(at document.Spot, b *binding) {
	l.KnownKeys(at, "an MQTT operation binding", mqttKeys)
	if qos, ok := l.Member(at, "qos"); ok {
		n, _ := qos.Node.(json.Number)
		level, err := strconv.Atoi(string(n))
		if err != nil || level < 0 || level > 2 {
			l.Report(qos, "expected 0, 1 or 2, found "+document.Describe(qos.Node), "")
		} else {
			b.qos = level
		}
	}
	if retain, ok := l.Member(at, "retain"); ok {
		keep, isBool := retain.Node.(bool)
		if !isBool {
			l.Report(retain, "expected true or false, found "+document.Describe(retain.Node), "")
			return
		}
		b.retain = &keep
	}
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// parameters reads the placeholders of an address in their order.
func (l *loader) parameters(address string, channel document.Spot) []Parameter {
	declared, _ := l.Member(channel, "parameters")
	open := map[string]bool{}
	if declared.Node != nil {
		for _, name := range l.Keys(declared, "parameters") {
			open[name] = true
		}
	}
	var all []Parameter
	for _, m := range placeholder.FindAllStringSubmatch(address, -1) {
		at := declared.Child(m[1])
		if !open[m[1]] {
			l.Report(channel, "the placeholder {"+m[1]+"} of the address is not declared", "add it under parameters")
		}
		delete(open, m[1])
		all = append(all, l.parameter(m[1], at))
	}
	for _, name := range document.Keys(open) {
		l.Report(declared.Child(name), "the parameter "+name+" has no place in the address", "add {"+name+"} to the address or remove the parameter")
	}
	return all
}

func (l *loader) parameter(name string, at document.Spot) Parameter {
	p := Parameter{Name: name}
	if at, ok := l.Follow(at); ok {
		l.KnownKeys(at, "a parameter", parameterKeys)
		p.Pattern, p.Enum = at.Text("x-ucis-pattern"), l.Texts(at, "enum")
	}
	return p
}
