package specs

import (
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// ruleChannels wants each channel to belong to one class, to be sent or
// received, and to refer to operations, channels and resources that exist.
func ruleChannels(l *loading) {
	for i := range l.std.Channels {
		c := &l.std.Channels[i]
		at := l.source(c.Document, c.Pointer)
		l.oneClass(at, c.Tags)
		l.translated(at, c.Summary, c.Extensions)
		if c.Action == "" {
			l.findAt(at, "", "no operation sends or receives the channel "+c.ID, "add one under operations")
		}
		if c.QoS < 0 && c.Action != "" {
			l.findAt(at, "", "the operation of the channel "+c.ID+" has no quality of service", "add bindings: {mqtt: {qos: 1, retain: false}}")
		}
		l.channelNames(at, c)
	}
}

// channelReferences is which key of which extension names what.
var channelReferences = []struct{ extension, key, kind string }{
	{"x-ucis-same-as", "operation", "operation"},
	{"x-ucis-command", "operation", "operation"},
	{"x-ucis-command", "ack", "channel"},
	{"x-ucis-command", "resource", "resource"},
}

func (l *loading) channelNames(at Source, c *asyncapi.Channel) {
	s := l.std
	all := map[string][]string{
		"operation": collect(s.Operations, func(o openapi.Operation) string { return o.ID }),
		"channel":   collect(s.Channels, func(c asyncapi.Channel) string { return c.ID }),
		"resource":  collect(s.Resources, func(r Resource) string { return r.Name }),
	}
	for _, ref := range channelReferences {
		m, _ := c.Extensions[ref.extension].(map[string]any)
		if name, ok := m[ref.key].(string); ok {
			l.known(at, document.Join("", ref.extension, ref.key), ref.kind, name, all[ref.kind])
		}
	}
}
