package specs

import (
	"github.com/cityconf/cityconf/specs/asyncapi"
	"github.com/cityconf/cityconf/specs/openapi"
)

// interfaces reads the operations and channels of a part; it may have neither.
func (l *loading) interfaces(part string) {
	if doc := l.docs[part+"/openapi.yaml"]; doc != nil {
		operations, problems := openapi.Load(doc, l.resolve)
		l.std.Operations = append(l.std.Operations, operations...)
		l.problems = append(l.problems, problems...)
	}
	if doc := l.docs[part+"/channels.yaml"]; doc != nil {
		channels, problems := asyncapi.Load(doc, l.resolve)
		l.std.Channels = append(l.std.Channels, channels...)
		l.problems = append(l.problems, problems...)
	}
}
