package asyncapi

import (
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// Load reads the channels of an AsyncAPI 3 document, sorted by id. What cannot
// be read is left out and reported; the rest is usable. References into other
// documents are followed by resolve; nil knows only the document itself.
func Load(doc *document.Document, resolve document.Resolver) ([]Channel, []document.Problem) {
	l := &loader{document.NewReader(doc, resolve)}
	root := doc.Top()
	if !strings.HasPrefix(root.Text("asyncapi"), "3.") {
		l.Report(root.Child("asyncapi"), "expected an AsyncAPI 3 document", `begin it with "asyncapi: 3.0.0"`)
		return nil, l.Problems
	}
	l.KnownKeys(root, "an AsyncAPI document", rootKeys)
	bindings := l.operations(root)
	at, ok := l.Member(root, "channels")
	if !ok {
		return nil, l.Problems
	}
	var channels []Channel
	for _, id := range l.Keys(at, "channels") {
		c, ok := l.channel(id, at.Child(id))
		if !ok {
			continue
		}
		bindings[c.Document+"#"+c.Pointer].apply(&c)
		channels = append(channels, c)
	}
	return channels, l.Problems
}

// loader reads the parts of one AsyncAPI document.
type loader struct{ *document.Reader }

func (l *loader) channel(id string, at document.Spot) (Channel, bool) {
	at, ok := l.Follow(at)
	if !ok || !l.IsMapping(at, "a channel") {
		return Channel{}, false
	}
	if id == "" {
		l.Report(at, "a channel needs a name", "")
		return Channel{}, false
	}
	l.KnownKeys(at, "a channel", channelKeys)
	c := Channel{
		ID: id, Address: at.Text("address"), Summary: at.Text("summary"),
		Document: at.Document(), Pointer: at.Pointer(), Line: l.Line(at),
		Tags: l.tags(at), QoS: -1, Extensions: at.Extensions(),
	}
	if c.Address == "" {
		l.Report(at, "the channel has no address", "add the topic template as address")
	}
	c.Kind, c.Name = levels(c.Address)
	c.Parameters = l.parameters(c.Address, at)
	c.Message = l.message(at)
	return c, true
}

// levels cuts kind and name from a topic of the form …/{deviceId}/kind[/name].
func levels(address string) (kind, name string) {
	_, rest, _ := strings.Cut(address, "/{deviceId}/")
	kind, name, _ = strings.Cut(rest, "/")
	return kind, name
}

func (l *loader) tags(at document.Spot) []string {
	var names []string
	for _, tag := range l.Items(at, "tags") {
		tag, ok := l.Follow(tag)
		if !ok {
			continue
		}
		name := tag.Text("name")
		if name == "" {
			l.Report(tag, "a tag is a mapping with a name", "write {name: …}")
			continue
		}
		names = append(names, name)
	}
	return names
}

// message reads the one message of a channel.
func (l *loader) message(channel document.Spot) Message {
	at, ok := l.Member(channel, "messages")
	if !ok {
		l.Report(channel, "the channel carries no message", "add messages")
		return Message{}
	}
	names := l.Keys(at, "messages")
	if len(names) == 0 {
		return Message{}
	}
	if len(names) > 1 {
		l.Report(at, "the channel carries several messages, "+strings.Join(names, ", "), "give each message a channel of its own")
	}
	spot, ok := l.Follow(at.Child(names[0]))
	if !ok || !l.IsMapping(spot, "a message") {
		return Message{}
	}
	l.KnownKeys(spot, "a message", messageKeys)
	m := Message{Name: names[0], ContentType: spot.Text("contentType"), Payload: l.payload(spot), Examples: l.examples(spot)}
	if m.ContentType == "" {
		m.ContentType = l.Doc.Top().Text("defaultContentType")
	}
	return m
}

// payload is the address of the payload schema; a multi-format schema object
// (AsyncAPI 3.0, "Multi Format Schema Object") holds it one level deeper.
func (l *loader) payload(message document.Spot) string {
	if at, ok := l.Follow(message.Child("payload")); ok && at.Text("schemaFormat") != "" {
		return l.Schema(at, "schema")
	}
	return l.Schema(message, "payload")
}

func (l *loader) examples(message document.Spot) []any {
	var all []any
	for _, item := range l.Items(message, "examples") {
		example, ok := l.Follow(item)
		if !ok {
			continue
		}
		if payload, ok := l.Member(example, "payload"); ok {
			all = append(all, payload.Node)
		}
	}
	return all
}
