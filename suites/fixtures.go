package suites

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/cityconf/cityconf/specs"
)

// object is one thing that exists in the system because the run made it, or
// because the IXIT names it.
type object struct {
	fixture *Fixture // nil for seeds
	id      string
	body    any // as the system represents it
	sent    any // as the tester wrote it
}

// sharedFixture is an object that cases which change nothing have in common.
type sharedFixture struct {
	once   sync.Once
	object object
	err    error
}

// provide makes the objects a case needs and gives them their names: <as> is
// the representation, <as>Id the identifier, <as>Sent what was
// written, <as>Device the local part of the identifier (its MQTT level).
func (e *execution) provide(ctx context.Context, needs []Need) error {
	if err := e.lease(ctx, needs); err != nil {
		return err
	}
	for _, n := range needs {
		o, err := e.one(ctx, n)
		if err != nil {
			return err
		}
		e.names.values[n.As], e.names.values[n.As+"Id"], e.names.values[n.As+"Sent"] = o.body, o.id, o.sent
		e.names.values[n.As+"Device"] = o.id[strings.LastIndex(o.id, ":")+1:]
	}
	return nil
}

func (e *execution) one(ctx context.Context, n Need) (object, error) {
	switch {
	case n.Seed:
		return e.seed(ctx, n)
	case n.Own:
		return e.create(ctx, n)
	}
	r := e.run
	r.mu.Lock()
	key := fmt.Sprintf("%s/%d", n.Resource, n.Nth)
	s, ok := r.shared[key]
	if !ok {
		s = &sharedFixture{}
		r.shared[key] = s
	}
	r.mu.Unlock()
	s.once.Do(func() {
		maker := r.newExecution(&TestCase{ID: "shared/" + key})
		s.object, s.err = maker.create(context.WithoutCancel(ctx), n)
		r.mu.Lock()
		r.sharedOrder = append(r.sharedOrder, s)
		r.mu.Unlock()
	})
	return s.object, s.err
}

// unmet says which instrument or prerequisite a case lacks.
type unmet struct {
	reason  specs.Text
	blocker string // requirement that did not hold, "" when something is missing from the IXIT
}

func (u *unmet) Error() string { return u.reason.EN }

// lease takes every seed device the case needs before anything else happens.
func (e *execution) lease(ctx context.Context, needs []Need) error {
	count := map[string]int{}
	for _, n := range needs {
		if n.Seed {
			count[n.Resource]++
		}
	}
	if e.leased == nil {
		e.leased = map[string][]string{} // an object's own needs come by here again
	}
	for _, resource := range slices.Sorted(maps.Keys(count)) {
		ids := e.run.iut.IXIT.Seeds[resource]
		if len(ids) < count[resource] {
			return &unmet{reason: specs.Text{
				EN: fmt.Sprintf("The IXIT names %d %s to operate on, the test needs %d (ixit.seeds.%s).", len(ids), resource, count[resource], resource),
				ZH: fmt.Sprintf("IXIT 提供了 %d 个可操作的 %s 对象，本用例需要 %d 个（ixit.seeds.%[2]s）。", len(ids), resource, count[resource])}}
		}
		got, err := e.sys.Choose(func() ([]string, error) {
			return e.run.leases.take(ctx, ids, count[resource], hash(0, e.c.ID)%uint64(len(ids)))
		})
		if err != nil {
			return err
		}
		e.leased[resource] = got
		e.held = append(e.held, got...)
	}
	return nil
}

// seed is one of the leased devices, read as it is now.
func (e *execution) seed(ctx context.Context, n Need) (object, error) {
	id := e.leased[n.Resource][0]
	e.leased[n.Resource] = e.leased[n.Resource][1:]
	o := object{id: id}
	if e.sys.Host != nil {
		return o, e.connected(ctx, id)
	}
	if f := e.run.suite.fixture(n.Resource); f != nil {
		v, err := e.sendOrFail(ctx, &Send{Operation: f.Read, Parameters: map[string]any{f.IDParam: id}})
		if err != nil {
			return o, err
		}
		if v.Status != 200 {
			return o, &unmet{reason: specs.Text{
				EN: fmt.Sprintf("Seed %s %s cannot be read (status %d).", n.Resource, id, v.Status),
				ZH: fmt.Sprintf("无法读取 IXIT 提供的 %s 对象 %s（状态码 %d）。", n.Resource, id, v.Status)}}
		}
		o.body = v.Body
	}
	return o, nil
}

// create makes an object from the fixture of its resource.
func (e *execution) create(ctx context.Context, n Need) (object, error) {
	f := e.run.suite.fixture(n.Resource)
	if f == nil || f.Create == "" {
		return object{}, &unmet{reason: specs.Text{
			EN: fmt.Sprintf("The standard gives no way to create a %s.", n.Resource),
			ZH: fmt.Sprintf("标准未提供创建 %s 的操作。", n.Resource)}}
	}
	if e.run.opts.ReadOnly {
		return object{}, &unmet{reason: specs.Text{
			EN: fmt.Sprintf("Needs a %s to be created and this run is read-only.", n.Resource),
			ZH: fmt.Sprintf("需要创建 %s 对象，而本次为只读测试。", n.Resource)}}
	}
	if err := e.provide(ctx, f.Needs); err != nil {
		return object{}, err
	}
	v, err := e.sendOrFail(ctx, &Send{Operation: f.Create, Body: merged(f.Body, n.With)})
	if err == nil && v.Status == http.StatusConflict && f.Apart != nil {
		e.record(v)
		v, err = e.sendOrFail(ctx, &Send{Operation: f.Create, Body: merged(f.Apart, n.With)})
	}
	if err != nil {
		return object{}, err
	}
	id, _ := f.identify(v)
	e.run.watch(v, f.made(v.Status))
	e.record(v)
	if !f.made(v.Status) || id == "" {
		return object{}, &unmet{blocker: e.run.suite.Standard.RequirementFor("create.location"), reason: specs.Text{
			EN: fmt.Sprintf("A %s could not be created for this test: %s answered %d %s", n.Resource, f.Create, v.Status, clip(v.Raw)),
			ZH: fmt.Sprintf("无法为本用例创建 %s 对象：%s 返回 %d %s", n.Resource, f.Create, v.Status, clip(v.Raw))}}
	}
	return e.bring(ctx, object{fixture: f, id: id, body: v.Body, sent: e.names.values["sent"]}, n.In)
}

// merged lays the members of over onto a body; null removes a member.
func merged(body, over any) any {
	o, ok := over.(map[string]any)
	b, isObject := body.(map[string]any)
	if !ok || !isObject {
		return body
	}
	out := make(map[string]any, len(b)+len(o))
	for k, v := range b {
		out[k] = v
	}
	for k, v := range o {
		if v == nil {
			delete(out, k)
			continue
		}
		out[k] = v
	}
	return out
}

func clip(b []byte) string {
	r := []rune(string(b))
	if len(r) > 300 {
		return string(r[:300]) + "…"
	}
	return string(r)
}

func (s *Suite) fixture(resource string) *Fixture {
	for i := range s.Fixtures {
		if s.Fixtures[i].Resource == resource {
			return &s.Fixtures[i]
		}
	}
	return nil
}

// batchOf finds the fixture whose objects an operation writes many at once.
func (s *Suite) batchOf(operation string) *Fixture {
	for i := range s.Fixtures {
		if s.Fixtures[i].Batch == operation && operation != "" {
			return &s.Fixtures[i]
		}
	}
	return nil
}

// fixtureOf finds the fixture whose objects an operation creates.
func (s *Suite) fixtureOf(create string) *Fixture {
	for i := range s.Fixtures {
		if s.Fixtures[i].Create == create && create != "" {
			return &s.Fixtures[i]
		}
	}
	return nil
}

// cleanUp removes what the case made, newest first. What cannot be removed is
// residue, named in the report.
func (e *execution) cleanUp(ctx context.Context) {
	for i := len(e.made) - 1; i >= 0; i-- {
		e.remove(ctx, e.made[i])
	}
	e.made = nil
}

func (e *execution) remove(ctx context.Context, o object) {
	if o.fixture.Delete == "" {
		e.run.leave(o)
		return
	}
	params := map[string]any{o.fixture.IDParam: o.id}
	etag := "*"
	if v, _, err := e.send(ctx, &Send{Operation: o.fixture.Read, Parameters: params}); err == nil {
		if v.Status == 404 || v.Status == 410 {
			return
		}
		if t := v.Header.Get("ETag"); t != "" {
			etag = t
		}
	}
	v, _, err := e.send(ctx, &Send{Operation: o.fixture.Delete, Parameters: params, Headers: map[string]*string{"If-Match": &etag}})
	if err != nil || v.Status/100 != 2 && v.Status != 404 && v.Status != 410 {
		e.run.leave(o)
	}
}

func (r *run) leave(o object) { r.remains(o.fixture.Resource + " " + o.id) }

// remains notes something of the run that is still in the system.
func (r *run) remains(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.residue = append(r.residue, what)
}

// removeShared removes the objects that cases had in common, newest first, so
// that what refers to another goes before it.
func (r *run) removeShared(ctx context.Context) {
	for i := len(r.sharedOrder) - 1; i >= 0; i-- {
		if s := r.sharedOrder[i]; s.err == nil && s.object.fixture != nil {
			r.newExecution(&TestCase{ID: "cleanup/" + s.object.id}).remove(ctx, s.object)
		}
	}
}
