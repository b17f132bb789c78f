package suites

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// client is an MQTT client of one case or of the whole run.
type client struct{ wire.Client }

var noBroker = specs.Text{
	EN: "No broker: /channels advertises none that the tester could use and ixit.broker.url is empty.",
	ZH: "无可用的消息代理：/channels 未给出可用地址，且 ixit.broker.url 为空。"}

func usesBroker(c *TestCase) bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool {
		return s.Await != nil || s.Subscribe != nil || s.Publish != nil || s.Connect != nil || s.Packets != nil
	})
}

// client finds a client of the case, or the run's observer for "".
func (e *execution) client(name string) (*client, error) {
	if name != "" {
		if c := e.clients[name]; c != nil {
			return c, nil
		}
		return nil, fmt.Errorf("case %s: no client %q is connected", e.c.ID, name)
	}
	if e.run.observerFault != nil {
		return nil, e.run.observerFault
	}
	if e.run.observer == nil {
		return nil, &unmet{reason: noBroker}
	}
	return &client{Client: e.sys.Bind(observing, e.run.observer.Client)}, nil
}

// Names of the logs that cases share.
const (
	observing = "observer"
	lateness  = "late"
)

// logName is the log of a client of a case, or the observer's for "".
func logName(client string) string {
	if client == "" {
		return observing
	}
	return "client " + client
}

func (e *execution) connect(ctx context.Context, s *Connect) (*check.View, error) {
	if c := e.clients[s.Client]; c != nil && (s.Drop || s.Close) {
		delete(e.clients, s.Client)
		if s.Drop {
			c.Drop()
		} else {
			c.Close()
		}
		return nil, nil
	}
	if e.sys.Dial == nil {
		return nil, &unmet{reason: noBroker}
	}
	if former := e.clients[s.Client]; former != nil {
		former.Close()
		delete(e.clients, s.Client)
	}
	c, x, err := e.open(ctx, s)
	if err != nil {
		return nil, err
	}
	e.run.count(1)
	if c != nil {
		e.clients[s.Client] = &client{Client: c}
	}
	e.unanswered(check.Look(x))
	if x.Fault != nil && x.Fault.Kind == "timeout" {
		e.record(check.Look(x))
		return nil, &unmet{reason: specs.Text{
			EN: "The broker did not answer CONNECT in time (ixit.limits.timeoutMs).",
			ZH: "消息代理未在规定时间内应答 CONNECT（ixit.limits.timeoutMs）。"}}
	}
	return check.Look(x), nil
}

// open opens a client of the case, under a credential of the IXIT or with what
// the system itself issued.
func (e *execution) open(ctx context.Context, s *Connect) (wire.Client, wire.Exchange, error) {
	clientID := fmt.Sprintf("cityconf-%x-%s", hash(0, e.run.opts.RunID+e.c.ID), cmp.Or(s.Like, s.Client))
	if s.User != "" && e.sys.Enter != nil {
		user, err := e.names.text(s.User)
		if err != nil {
			return nil, wire.Exchange{}, err
		}
		password, err := e.names.text(s.Password)
		if err != nil {
			return nil, wire.Exchange{}, err
		}
		return e.sys.Enter(ctx, user, password, clientID)
	}
	as := cmp.Or(s.As, "default")
	c, x, err := e.dial(ctx, s, as, clientID)
	switch {
	case errors.Is(err, ErrNoCredential):
		return nil, x, noCredential(as)
	case errors.Is(err, ErrNoBroker):
		return nil, x, &unmet{reason: noBroker}
	}
	return c, x, err
}

// dial speaks the version that the step wants.
func (e *execution) dial(ctx context.Context, s *Connect, as, clientID string) (wire.Client, wire.Exchange, error) {
	if s.Version == "" {
		return e.sys.Dial(ctx, as, clientID)
	}
	if e.sys.Dial5 == nil {
		return nil, wire.Exchange{}, &unmet{reason: noBroker}
	}
	keep, err := e.duration(s.Keep)
	if err != nil {
		return nil, wire.Exchange{}, err
	}
	return e.sys.Dial5(ctx, as, clientID, keep)
}

func (e *execution) closeClients() {
	for _, c := range e.clients {
		c.Close()
	}
}

func (e *execution) subscribe(ctx context.Context, s *Subscribe) (*check.View, error) {
	c, err := e.client(s.Client)
	if err != nil {
		return nil, err
	}
	topic, err := e.names.text(s.Topic)
	if err != nil {
		return nil, err
	}
	started := e.sys.Now()
	x := wire.Exchange{Protocol: "mqtt", Sent: wire.Sent{Method: "SUBSCRIBE", Topic: topic, QoS: s.QoS}, Started: started}
	granted, err := c.Subscribe(ctx, topic, s.QoS)
	if err != nil && !(s.Forbidden && errors.As(err, &x.Fault)) {
		return nil, fmt.Errorf("subscribe to %s: %w", topic, err)
	}
	if err == nil {
		x.Received = []wire.Message{{At: e.sys.Now(), Status: int(granted)}}
	}
	x.Elapsed = e.sys.Now().Sub(started)
	e.run.count(1)
	return check.Look(x), nil
}

func (e *execution) publish(ctx context.Context, s *Publish) (*check.View, error) {
	c, err := e.client(s.Client)
	if err != nil {
		return nil, err
	}
	topic, err := e.names.text(s.Topic)
	if err != nil {
		return nil, err
	}
	payload, err := e.payload(s)
	if err != nil {
		return nil, err
	}
	x := wire.Exchange{Protocol: "mqtt", Operation: s.Channel, Started: e.sys.Now(),
		Sent: wire.Sent{Method: "PUBLISH", Topic: topic, QoS: s.QoS, Retain: s.Retain, Body: payload}}
	if x.Sent.Header, err = e.properties(s); err != nil {
		return nil, err
	}
	if err := c.send(ctx, x.Sent); err != nil {
		if !errors.As(err, &x.Fault) {
			return nil, fmt.Errorf("publish on %s: %w", topic, err)
		}
		if x.Fault.Code != 0 {
			x.Received = []wire.Message{{At: e.sys.Now(), Status: x.Fault.Code}}
		}
	}
	x.Elapsed = e.sys.Now().Sub(x.Started)
	e.run.count(1)
	return check.Look(x), nil
}

// properties are those that the step names, nil when it names none.
func (e *execution) properties(s *Publish) (http.Header, error) {
	var out http.Header
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		v, err := e.names.text(s.Properties[name])
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = http.Header{}
		}
		out[name] = []string{v}
	}
	return out, nil
}

// send publishes a message, with properties if it has any.
func (c *client) send(ctx context.Context, m wire.Sent) error {
	if m.Header == nil {
		return c.Publish(ctx, m.Topic, m.QoS, m.Retain, m.Body)
	}
	p, ok := c.Client.(wire.PropertyPublisher)
	if !ok {
		return errors.New("the client does not speak MQTT 5")
	}
	return p.PublishMessage(ctx, wire.Message{Topic: m.Topic, QoS: m.QoS, Retain: m.Retain, Body: m.Body, Header: m.Header})
}

func (e *execution) payload(s *Publish) ([]byte, error) {
	if s.Raw != nil {
		raw, err := e.names.text(*s.Raw)
		return []byte(raw), err
	}
	v, err := e.names.fill(s.Payload)
	if err != nil {
		return nil, err
	}
	e.names.values["sent"] = v
	return json.Marshal(v)
}

// await collects the messages that match, from the start of the case on.
func (e *execution) await(ctx context.Context, s *Await) (*check.View, error) {
	c, err := e.client(s.Client)
	if err != nil {
		return nil, err
	}
	topic, err := e.names.text(s.Topic)
	if err != nil {
		return nil, err
	}
	x := wire.Exchange{Protocol: "mqtt", Operation: s.Channel, Started: e.sys.Now(), Sent: wire.Sent{Method: "LISTEN", Topic: topic}}
	if x.Received, err = e.gather(ctx, logName(s.Client), c.Log(), s, e.matcher(topic, s, c)); err != nil {
		return nil, err
	}
	x.Elapsed = e.sys.Now().Sub(x.Started)
	e.run.waitedFor(x.Elapsed)
	e.silent = e.silent || len(x.Received) < s.wanted()
	if f := c.Broken(); f != nil && len(x.Received) < s.wanted() && (!s.All || s.Client == "") {
		return nil, &unreachable{f} // what did not come may have been sent
	}
	return check.Look(x), ctx.Err()
}

// wanted is how many messages end the wait.
func (s *Await) wanted() int {
	if s.All {
		return 1 << 30
	}
	return max(s.Count, 1)
}

// gather waits for messages of a log as an Await says.
func (e *execution) gather(ctx context.Context, name string, log *wire.Log, s *Await, match func(wire.Message) bool) ([]wire.Message, error) {
	lasting, err := e.names.text(s.For)
	if err != nil {
		return nil, err
	}
	limit, err := check.ParseDuration(lasting)
	if err != nil {
		return nil, err
	}
	settle := time.Duration(0)
	if s.Settle != "" {
		if settle, err = check.ParseDuration(s.Settle); err != nil {
			return nil, err
		}
	}
	count := s.wanted()
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	found := e.sys.Look(waiting, name, log, match, count)
	if settle > 0 && len(found) >= count {
		if err := e.sys.Sleep(ctx, settle); err != nil {
			return nil, err
		}
		found = e.sys.Look(canceled(), name, log, match, 1<<30)
	}
	return found, nil
}

// canceled is a context that is over: waiting under it only looks.
func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// matcher selects messages by topic filter, time and condition. The observer's
// log holds messages of all cases, so there only those after the case began
// count; a case's own client sees only its own.
func (e *execution) matcher(topic string, s *Await, c *client) func(wire.Message) bool {
	own := s.Client != ""
	return func(m wire.Message) bool {
		return (own || !m.At.Before(e.mark)) && TopicMatches(topic, m.Topic) && e.meets(s.Where, m)
	}
}

// meets tells whether a condition over a message holds; none always does.
func (e *execution) meets(where string, m wire.Message) bool {
	if where == "" {
		return true
	}
	scope := check.MessageScope(m)
	for k, v := range e.names.values {
		scope[k] = v
	}
	ok, _, err := e.run.exprs.Holds(where, scope)
	return ok && err == nil
}

// TopicMatches tells whether a topic name matches a filter (MQTT 3.1.1,
// section 4.7).
func TopicMatches(filter, topic string) bool {
	f, t := strings.Split(filter, "/"), strings.Split(topic, "/")
	for i, level := range f {
		if level == "#" {
			return i > 0 || !strings.HasPrefix(topic, "$")
		}
		if i >= len(t) || level != "+" && level != t[i] {
			return false
		}
	}
	return len(f) == len(t)
}

func (e *execution) operate(ctx context.Context, s *Operate) error {
	if e.sys.Operate == nil {
		return &unmet{reason: specs.Text{
			EN: "Needs an upper tester that can cause " + s.Action + " (ixit.upperTester).",
			ZH: "需要能够触发 " + s.Action + " 的上位测试器（ixit.upperTester）。"}}
	}
	on, err := e.names.text(s.On)
	if err != nil {
		return err
	}
	with, err := e.names.fill(s.With)
	if err != nil {
		return err
	}
	if err := e.sys.Operate(ctx, s.Action, on, with); err != nil {
		return &unmet{reason: specs.Text{
			EN: "The upper tester could not cause " + s.Action + ": " + err.Error(),
			ZH: "上位测试器未能触发 " + s.Action + "：" + err.Error()}}
	}
	return nil
}

func (r *run) waitedFor(d time.Duration) {
	r.mu.Lock()
	r.waited += d
	r.mu.Unlock()
}

// received is what each client of the case got so far, as conditions see it.
func (e *execution) received() map[string]any {
	all := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(e.clients)) {
		var list []any
		for _, m := range e.sys.Look(canceled(), logName(name), e.clients[name].Log(), func(wire.Message) bool { return true }, 1<<30) {
			list = append(list, check.MessageScope(m))
		}
		all[name] = list
	}
	return all
}
