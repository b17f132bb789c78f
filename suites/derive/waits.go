package derive

import (
	"cmp"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// Wait is how long the cases of one roll-out level wait by declaration, as if
// they ran one after another; a run takes many of them side by side.
type Wait struct {
	Level  string        `json:"level"`
	Cases  int           `json:"cases"`  // that may wait
	Always time.Duration `json:"always"` // nanoseconds spent whatever the system does: pauses, and looking for what must not come
	Most   time.Duration `json:"most"`   // nanoseconds spent when nothing comes that is waited for
	Stated int           `json:"stated"` // waits whose length the system itself or its vendor states; in no sum
}

// waits adds up the declared waits by roll-out level, in the order of the
// standard.
func waits(std *specs.Standard, cases []*suites.TestCase) []Wait {
	out := make([]Wait, len(std.Levels))
	at := map[string]int{}
	for i, l := range std.Levels {
		out[i].Level, at[l.ID] = l.ID, i
	}
	for _, c := range cases {
		class := std.Class(c.Class)
		if class == nil {
			continue
		}
		if i, known := at[class.Level]; known {
			out[i].add(c)
		}
	}
	return out
}

// Waiting is the declared wait of these cases together.
func Waiting(cases []*suites.TestCase) Wait {
	var w Wait
	for _, c := range cases {
		w.add(c)
	}
	return w
}

func (w *Wait) add(c *suites.TestCase) {
	var own Wait
	for _, s := range c.Steps {
		own.step(s)
	}
	if own == (Wait{}) {
		return
	}
	w.Cases++
	w.Always, w.Most, w.Stated = w.Always+own.Always, w.Most+own.Most, w.Stated+own.Stated
}

// step adds what one step waits. An Await that collects all there is spends its
// time in any case, as does one that goes on to look for a surplus.
func (w *Wait) step(s suites.Step) {
	w.spend(s.Pause, true)
	w.spend(s.Within, false)
	for _, a := range awaits(s) {
		w.spend(a.For, a.All)
		w.spend(a.Settle, true)
	}
}

// awaits are the waits for messages, packets and deliveries of a step.
func awaits(s suites.Step) []suites.Await {
	var out []suites.Await
	if s.Await != nil {
		out = append(out, *s.Await)
	}
	if s.Packets != nil {
		out = append(out, s.Packets.Await)
	}
	if s.Receive != nil {
		out = append(out, s.Receive.Await)
	}
	return out
}

func (w *Wait) spend(text string, always bool) {
	if text = cmp.Or(text, "PT0S"); strings.Contains(text, "${") {
		w.Stated++
		return
	}
	d, err := check.ParseDuration(text)
	if err != nil {
		return // the rules that make the cases refuse it
	}
	w.Most += d
	if always {
		w.Always += d
	}
}
