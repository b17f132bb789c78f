package synth

import "errors"

// ErrWork is why nothing is made of a schema when the work allowed for it is
// used up.
var ErrWork = errors.New("the work allowed for this schema is used up")

// Work bounds what the generation of instances may cost. It is counted in
// steps, never in time: one for each place tried and one for each value that is
// held against a schema, so that equal documents give equal plans on any
// machine. A nil Work bounds nothing. It is not safe for concurrent use.
type Work struct {
	left int
	of   *Work
}

// NewWork allows so many steps.
func NewWork(steps int) *Work { return &Work{left: steps} }

// Part allows one nth of what is left; its steps count for the whole as well.
func (w *Work) Part(n int) *Work {
	if w == nil {
		return nil
	}
	return &Work{left: w.left / n, of: w}
}

// Spent tells whether no step is left.
func (w *Work) Spent() bool { return w != nil && w.left <= 0 }

// Left is how many steps are left, 0 where nothing is bounded.
func (w *Work) Left() int {
	if w == nil {
		return 0
	}
	return max(0, w.left)
}

func (w *Work) charge(steps int) {
	for ; w != nil; w = w.of {
		w.left -= steps
	}
}

// refill allows steps for the next instance, none when the work is used up.
func (m *maker) refill(steps int) {
	m.left = steps
	m.charge(1)
}

// charge takes steps from the work of the schema, and ends the instance in
// work with the last of them.
func (m *maker) charge(steps int) {
	m.opts.Work.charge(steps)
	if m.opts.Work.Spent() {
		m.left = -1
	}
}

// chargeFor takes the steps of holding a value against a schema.
func (m *maker) chargeFor(v any) {
	if m.opts.Work != nil {
		m.charge(parts(v))
	}
}

// parts counts a value and all values in it.
func parts(v any) int {
	n := 1
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			n += parts(x)
		}
	case []any:
		for _, x := range v {
			n += parts(x)
		}
	}
	return n
}
