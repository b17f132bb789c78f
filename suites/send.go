package suites

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/wire"
)

// take performs the stimulus of a step.
func (e *execution) take(ctx context.Context, s *Step) (*check.View, error) {
	switch {
	case s.Send != nil && s.Times != "":
		return e.sendMany(ctx, s)
	case s.Send != nil && s.Repeat > 1:
		return e.sendAll(ctx, s.Send, s.Repeat, s.Repeat)
	case s.Send != nil && s.Send.Walk:
		return e.walk(ctx, s.Send)
	case s.Send != nil:
		v, _, err := e.send(ctx, s.Send)
		return v, err
	case s.Connect != nil:
		return e.connect(ctx, s.Connect)
	case s.Subscribe != nil:
		return e.subscribe(ctx, s.Subscribe)
	case s.Publish != nil:
		return e.publish(ctx, s.Publish)
	case s.Await != nil:
		return e.await(ctx, s.Await)
	case s.Observe != nil:
		return e.observe(s.Observe)
	case s.Operate != nil:
		return nil, e.operate(ctx, s.Operate)
	case s.Link != nil:
		return e.link(s.Link)
	case s.Packets != nil:
		return e.packets(ctx, s.Packets)
	case s.Listen != nil:
		return nil, e.listen(s.Listen)
	case s.Receive != nil:
		return e.receive(ctx, s.Receive)
	case s.Probe != nil:
		x := e.sys.Probe(ctx, s.Probe.Kind, s.Probe.Arg)
		e.run.count(1)
		e.unanswered(check.Look(x))
		return check.Look(x), nil
	case s.Pause != "":
		d, err := e.duration(s.Pause)
		if err != nil {
			return nil, err
		}
		return nil, e.wait(ctx, d)
	}
	return nil, fmt.Errorf("case %s: a step does nothing", e.c.ID)
}

// send fills a request, sends it and remembers what it made or learnt.
func (e *execution) send(ctx context.Context, s *Send) (*check.View, wire.Request, error) {
	req, op, err := e.request(s)
	if err != nil {
		return nil, req, err
	}
	v := check.Look(e.sys.HTTP.Do(ctx, req))
	e.run.count(1)
	e.unanswered(v)
	e.learn(v, op, req)
	return v, req, nil
}

// sendOrFail is send for objects a case needs: without a connection there is
// nothing to say about them.
func (e *execution) sendOrFail(ctx context.Context, s *Send) (*check.View, error) {
	v, _, err := e.send(ctx, s)
	if err == nil && v.Fault.Unreachable() {
		err = &unreachable{v.Fault}
	}
	return v, err
}

// sendAll sends the same request several times, some of them at once. The
// answer to the one sent first is the step's; all are visible as answers, in the
// order in which they were asked for.
func (e *execution) sendAll(ctx context.Context, s *Send, times, atOnce int) (*check.View, error) {
	req, op, err := e.request(s)
	if err != nil {
		return nil, err
	}
	views := make([]*check.View, times)
	var senders errgroup.Group
	senders.SetLimit(atOnce)
	for i := range views {
		senders.Go(func() error {
			views[i] = check.Look(e.sys.HTTP.Do(ctx, req))
			return nil
		})
	}
	if err := senders.Wait(); err != nil {
		return nil, err
	}
	e.run.count(times)
	slices.SortStableFunc(views, func(a, b *check.View) int { return a.Started.Compare(b.Started) })
	answers := make([]any, times)
	for i, v := range views {
		e.unanswered(v)
		e.learn(v, op, req)
		answers[i] = map[string]any{"status": v.Status, "body": v.Body, "headers": check.Headers(v)}
		if i > 0 {
			e.record(v)
		}
	}
	e.names.values["answers"] = answers
	return views[0], nil
}

// learn registers objects that the answer says were made, and entity tags.
func (e *execution) learn(v *check.View, op *openapi.Operation, req wire.Request) {
	if t := v.Header.Get("ETag"); t != "" && v.Status/100 == 2 {
		e.etags[req.Path] = t
	}
	if op == nil || v.Status/100 != 2 || req.Method != "POST" {
		return
	}
	e.undertake(v, req)
	e.learnBatch(v, op)
	f := e.run.suite.fixtureOf(op.ID)
	id, ok := f.identify(v)
	if !ok {
		return
	}
	if t := v.Header.Get("ETag"); t != "" {
		if read := e.run.suite.Standard.Operation(f.Read); read != nil {
			e.etags[strings.ReplaceAll(read.Path, "{"+f.IDParam+"}", url.PathEscape(id))] = t
		}
	}
	for _, o := range e.made {
		if o.id == id {
			return // a replayed answer
		}
	}
	e.made = append(e.made, object{fixture: f, id: id, body: v.Body})
}

// learnBatch registers what a batch made and forgets what it removed.
func (e *execution) learnBatch(v *check.View, op *openapi.Operation) {
	f := e.run.suite.batchOf(op.ID)
	results, _ := check.At(v.Body, "/results").([]any)
	if f == nil {
		return
	}
	for _, r := range results {
		id, _ := check.At(r, "/id").(string)
		switch status := check.At(r, "/status"); {
		case id == "":
		case schema.Equal(status, json.Number("201")):
			e.made = append(e.made, object{fixture: f, id: id})
		case schema.Equal(status, json.Number("204")):
			e.made = slices.DeleteFunc(e.made, func(o object) bool { return o.id == id })
		}
	}
}

func (e *execution) operationOf(v *check.View) *openapi.Operation {
	if v == nil || v.Operation == "" || v.Protocol != "http" {
		return nil
	}
	op := e.run.suite.Standard.Operation(v.Operation)
	if op != nil && v.Sent.Method != op.Method {
		return nil // HEAD and undeclared methods are judged by their own cases
	}
	return op
}

func (r *run) count(n int) {
	r.mu.Lock()
	r.exchanges += n
	r.mu.Unlock()
}
