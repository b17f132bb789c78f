package derive

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// channelCover lists the claimed channels and whether a case sends or observes
// their messages.
func (d *deriver) channelCover() []ChannelCover {
	exercised := map[string]bool{}
	for _, c := range d.suite.Cases {
		for i := range c.Steps {
			exercised[channelOf(&c.Steps[i])] = true
		}
	}
	var all []ChannelCover
	for i := range d.std.Channels {
		ch := &d.std.Channels[i]
		if !slices.ContainsFunc(ch.Tags, func(class string) bool { return d.claimed[class] }) {
			continue
		}
		c := ChannelCover{Channel: ch.ID, Direction: ch.Action, Exercised: exercised[ch.ID]}
		if !c.Exercised {
			c.Why = &specs.Text{EN: "no rule or scenario of the claimed classes uses the channel", ZH: "所声明类的规则与场景均未使用该信道"}
		}
		all = append(all, c)
	}
	return all
}

// channelOf is the channel that a step sends to or listens on, "" when none.
func channelOf(s *suites.Step) string {
	switch {
	case s.Observe != nil:
		return s.Observe.Channel
	case s.Await != nil:
		return s.Await.Channel
	case s.Publish != nil:
		return s.Publish.Channel
	}
	return ""
}
