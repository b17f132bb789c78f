package suites

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// shown is how many messages of a channel are kept as evidence besides those
// that findings speak of.
const shown = 20

// observe judges what the observer saw on a channel from the start of the run.
func (e *execution) observe(s *Observe) (*check.View, error) {
	c, err := e.client("")
	if err != nil {
		return nil, err
	}
	if s.Channel == "" {
		return e.undeclared(c)
	}
	ch := e.run.suite.Standard.Channel(s.Channel)
	if ch == nil {
		return nil, fmt.Errorf("case %s names unknown channel %q", e.c.ID, s.Channel)
	}
	filter := check.Filter(ch, e.run.iut.IXIT.City)
	seen := c.Log().Wait(canceled(), 0, func(m wire.Message) bool { return TopicMatches(filter, m.Topic) }, 1<<30)
	if len(seen) == 0 && s.Optional {
		return nil, nil
	}
	if len(seen) == 0 {
		return nil, &unmet{reason: specs.Text{
			EN: "No message was seen on " + filter + " during the run.",
			ZH: "测试期间未在 " + filter + " 上收到消息。"}}
	}
	judged, err := check.Messages(check.Observe(ch, seen), e.ctx)
	if err != nil {
		return nil, err
	}
	x := wire.Exchange{Protocol: "mqtt", Operation: ch.ID, Sent: wire.Sent{Method: "LISTEN", Topic: filter},
		Started: e.run.started, Elapsed: e.run.sys.Now().Sub(e.run.started)}
	x.Received = evidenceOf(seen, judged)
	e.exchanges = append(e.exchanges, x)
	for _, j := range judged {
		out := Judgement{Requirement: j.Requirement, Assertion: j.Assertion, Outcome: Passed, Exchange: len(e.exchanges) - 1, Findings: j.Findings}
		if len(j.Findings) > 0 {
			out.Outcome = Failed
		}
		e.tally.add(out)
	}
	return nil, nil
}

// evidenceOf keeps the first messages and those that findings name, and points
// the findings at their new places.
func evidenceOf(seen []wire.Message, judged []check.Judged) []wire.Message {
	kept := append([]wire.Message{}, seen[:min(shown, len(seen))]...)
	for _, j := range judged {
		for i := range j.Findings {
			if f := &j.Findings[i]; f.MessageAt >= shown {
				kept = append(kept, seen[f.MessageAt])
				f.MessageAt = len(kept) - 1
			}
		}
	}
	return kept
}

// undeclared lists messages on topics of the city that no channel of the
// standard declares. Domains the standard does not have yet are not its
// business.
func (e *execution) undeclared(c *client) (*check.View, error) {
	city := e.run.iut.IXIT.City
	std := e.run.suite.Standard
	declared := make([]*regexp.Regexp, len(std.Channels))
	domains := map[string]bool{}
	for i := range std.Channels {
		declared[i] = check.AddressPattern(&std.Channels[i], city)
		if l := strings.Split(std.Channels[i].Address, "/"); len(l) > 3 {
			domains[l[3]] = true
		}
	}
	x := wire.Exchange{Protocol: "mqtt", Sent: wire.Sent{Method: "LISTEN", Topic: "ucis/v1/" + city + "/#"},
		Started: e.run.started, Elapsed: e.run.sys.Now().Sub(e.run.started)}
	x.Received = c.Log().Wait(canceled(), 0, func(m wire.Message) bool {
		l := strings.Split(m.Topic, "/")
		return (len(l) < 4 || domains[l[3]]) && !slices.ContainsFunc(declared, func(p *regexp.Regexp) bool { return p.MatchString(m.Topic) })
	}, 1<<30)
	x.Received = x.Received[:min(shown, len(x.Received))]
	return check.Look(x), nil
}
