package suites

import (
	"context"
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// bring moves a new object along its state machine to a state; "" leaves it
// where it is. A move that the system refuses makes the case impossible, not
// failed: cases of the move itself say so.
func (e *execution) bring(ctx context.Context, o object, state string) (object, error) {
	for _, w := range o.fixture.way(state) {
		if err := e.provide(ctx, w.Needs); err != nil {
			return o, err
		}
		v, err := e.sendOrFail(ctx, &Send{Operation: w.Operation, Parameters: map[string]any{o.fixture.IDParam: o.id}, Body: w.Body})
		if err != nil {
			return o, err
		}
		e.record(v)
		if v.Status/100 != 2 {
			return o, &unmet{blocker: e.run.suite.Standard.RequirementFor("state.legal", e.machine(o)), reason: specs.Text{
				EN: fmt.Sprintf("A %s could not be brought to %s for this test: %s answered %d %s", o.fixture.Resource, w.To, w.Operation, v.Status, clip(v.Raw)),
				ZH: fmt.Sprintf("无法为本用例将 %s 对象转入 %s 状态：%s 返回 %d %s", o.fixture.Resource, w.To, w.Operation, v.Status, clip(v.Raw))}}
		}
		o.body = v.Body
	}
	return o, nil
}

// way lists the moves that lead to a state, first things first.
func (f *Fixture) way(to string) []Way {
	var all []Way
	for len(all) < len(f.Ways) {
		i := slices.IndexFunc(f.Ways, func(w Way) bool { return w.To == to })
		if i < 0 {
			break
		}
		all = append(all, f.Ways[i])
		to = f.Ways[i].From
	}
	slices.Reverse(all)
	return all
}

// machine is the place of the state machine of an object's resource.
func (e *execution) machine(o object) string {
	for _, r := range e.run.suite.Standard.Resources {
		if r.Name == o.fixture.Resource && r.Machine != nil {
			return r.Machine.Place
		}
	}
	return ""
}
