package suites

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/asyncapi"
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
	matches := func(m wire.Message) bool { return TopicMatches(filter, m.Topic) }
	now := e.seen(c, matches)
	if late := e.run.afterwards(); late != nil {
		now = append(now, e.sys.Look(canceled(), lateness, late.Log(), func(m wire.Message) bool { return m.Retain && matches(m) }, 1<<30)...)
	}
	sessions := slices.DeleteFunc(append(e.run.watched(matches), now), func(seen []wire.Message) bool { return len(seen) == 0 })
	if len(sessions) == 0 && !s.Optional {
		return nil, &unmet{reason: specs.Text{
			EN: "No message was seen on " + filter + " during the run.",
			ZH: "测试期间未在 " + filter + " 上收到消息。"}}
	}
	for _, seen := range sessions {
		if err := e.judgeSeen(s, ch, filter, seen); err != nil {
			return nil, err
		}
	}
	e.unseenProperties()
	return nil, nil
}

// unseenProperties leaves open what only an observer by MQTT 5 can judge.
func (e *execution) unseenProperties() {
	if !e.run.claimsProperties() || e.seesProperties() {
		return
	}
	for _, x := range assertions(e.c) {
		if strings.HasPrefix(x.By, "mqtt5.") {
			e.tally.add(Judgement{Requirement: x.Requirement, Assertion: x.By, Outcome: Inconclusive, Exchange: -1, Reason: noProperties})
		}
	}
}

// seesProperties tells whether what was seen shows its properties of MQTT 5.
func (e *execution) seesProperties() bool { return e.sys.Host != nil || e.run.observer.properties }

var noProperties = specs.Text{
	EN: "The broker did not let the tester observe by MQTT 5.",
	ZH: "消息代理未允许测试方以 MQTT 5 接入观察。"}

// seen is what was published: at the tester's own broker as the packets of the
// devices say, else as the observer received it.
func (e *execution) seen(c *client, matches func(wire.Message) bool) []wire.Message {
	if e.sys.Host != nil {
		return e.published(matches)
	}
	return e.sys.Look(canceled(), observing, c.Log(), matches, 1<<30)
}

// watched is what earlier sessions of the run saw, each by itself: what came
// between two sessions nobody saw.
func (r *run) watched(matches func(wire.Message) bool) [][]wire.Message {
	out := make([][]wire.Message, 0, len(r.opts.Watched)+1)
	for _, seen := range r.opts.Watched {
		out = append(out, slices.DeleteFunc(slices.Clone(seen), func(m wire.Message) bool { return !matches(m) }))
	}
	return out
}

// judgeSeen judges what was seen of a channel without a gap.
func (e *execution) judgeSeen(s *Observe, ch *asyncapi.Channel, filter string, seen []wire.Message) error {
	observed := check.Observe(ch, seen)
	observed.Properties = e.run.claimsProperties() && e.seesProperties()
	judged, err := check.Messages(observed, e.ctx)
	if err != nil {
		return err
	}
	if len(s.Only) > 0 {
		judged = slices.DeleteFunc(judged, func(j check.Judged) bool { return !slices.Contains(s.Only, j.Assertion) })
	}
	x := wire.Exchange{Protocol: "mqtt", Operation: ch.ID, Sent: wire.Sent{Method: "LISTEN", Topic: filter},
		Started: e.run.started, Elapsed: e.sys.Now().Sub(e.run.started)}
	x.Received = evidenceOf(seen, judged)
	e.exchanges = append(e.exchanges, x)
	for _, j := range judged {
		out := Judgement{Requirement: j.Requirement, Assertion: j.Assertion, Outcome: Passed, Exchange: len(e.exchanges) - 1, Findings: j.Findings}
		if len(j.Findings) > 0 {
			out.Outcome = Failed
		}
		excuseLowered(&out, e.run.observer.granted)
		e.tally.add(out)
	}
	return nil
}

// afterwards is a client that subscribed when all cases were over: only to it
// does the broker mark what it retained meanwhile. It is nil when it could not
// connect; the observer's own messages are judged all the same.
func (r *run) afterwards() *client {
	r.late.Do(func() {
		if r.sys.Host != nil {
			return // the packets themselves show what devices asked to retain
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		own := r.sys.of(lateness)
		c, x, _, err := r.enter(ctx, own.System, "cityconf-"+r.opts.RunID+"-late")
		if err != nil || x.Fault != nil {
			return
		}
		r.latecomer = &client{Client: c}
		if _, err := c.Subscribe(ctx, "ucis/v1/"+r.iut.IXIT.City+"/#", 1); err == nil {
			r.waitedFor(settleRetained)
			_ = own.Sleep(ctx, settleRetained)
		}
	})
	return r.latecomer
}

// settleRetained is how long retained messages may take to arrive after the
// SUBACK; brokers send them at once.
const settleRetained = 500 * time.Millisecond

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

// topicsOf matches the topics of a channel, and the response topics that may lie
// below a channel of acknowledgements.
func topicsOf(ch *asyncapi.Channel, city string) *regexp.Regexp {
	p := check.AddressPattern(ch, city)
	if ch.Kind != "ack" {
		return p
	}
	return regexp.MustCompile(strings.TrimSuffix(p.String(), "$") + "(/.+)?$")
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
		declared[i] = topicsOf(&std.Channels[i], city)
		if l := strings.Split(std.Channels[i].Address, "/"); len(l) > 3 {
			domains[l[3]] = true
		}
	}
	x := wire.Exchange{Protocol: "mqtt", Sent: wire.Sent{Method: "LISTEN", Topic: "ucis/v1/" + city + "/#"},
		Started: e.run.started, Elapsed: e.sys.Now().Sub(e.run.started)}
	stray := func(m wire.Message) bool {
		l := strings.Split(m.Topic, "/")
		return m.Topic != "" && (len(l) < 4 || domains[l[3]]) && !slices.ContainsFunc(declared, func(p *regexp.Regexp) bool { return p.MatchString(m.Topic) })
	}
	x.Received = append(slices.Concat(e.run.watched(stray)...), e.seen(c, stray)...)
	x.Received = x.Received[:min(shown, len(x.Received))]
	return check.Look(x), nil
}
