package derive

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

func TestWaitsAreAddedUpByWhatIsSpentInAnyCase(t *testing.T) {
	t.Parallel()
	await := func(a suites.Await) suites.Step { return suites.Step{Await: &a} }
	for _, c := range []struct {
		name  string
		steps []suites.Step
		want  Wait
	}{
		{"none", []suites.Step{{Send: &suites.Send{}}, {Connect: &suites.Connect{}}}, Wait{}},
		{"a pause is spent", []suites.Step{{Pause: "PT2S"}}, Wait{Cases: 1, Always: 2 * time.Second, Most: 2 * time.Second}},
		{"a message may come at once", []suites.Step{await(suites.Await{For: "PT5S"})}, Wait{Cases: 1, Most: 5 * time.Second}},
		{"all there is", []suites.Step{await(suites.Await{For: "PT5S", All: true})}, Wait{Cases: 1, Always: 5 * time.Second, Most: 5 * time.Second}},
		{"a surplus would show", []suites.Step{await(suites.Await{For: "PT5S", Settle: "PT1S"})}, Wait{Cases: 1, Always: time.Second, Most: 6 * time.Second}},
		{"packets and deliveries", []suites.Step{{Packets: &suites.Packets{Await: suites.Await{For: "PT1M"}}}, {Receive: &suites.Receive{Await: suites.Await{For: "PT0.5S"}}}},
			Wait{Cases: 1, Most: 60500 * time.Millisecond}},
		{"again until it holds", []suites.Step{{Send: &suites.Send{}, Within: "PT10S"}, {Send: &suites.Send{}, Within: "PT10S"}}, Wait{Cases: 1, Most: 20 * time.Second}},
		{"as the system states", []suites.Step{{Send: &suites.Send{}, Within: "${budget}"}, {Pause: "PT1S"}}, Wait{Cases: 1, Always: time.Second, Most: time.Second, Stated: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, Waiting([]*suites.TestCase{{Steps: c.steps}}))
		})
	}
}

func TestWaitsByLevel(t *testing.T) {
	t.Parallel()
	std := &specs.Standard{Levels: []specs.RolloutLevel{{ID: "L1"}, {ID: "L2"}}, Classes: []specs.Class{{ID: "a", Level: "L1"}, {ID: "b", Level: "L2"}}}
	pausing := func(class, d string) *suites.TestCase {
		return &suites.TestCase{Class: class, Steps: []suites.Step{{Pause: d}}}
	}
	got := waits(std, []*suites.TestCase{pausing("b", "PT1S"), pausing("a", "PT2S"), pausing("b", "PT4S"), pausing("unknown", "PT8S")})
	assert.Equal(t, []Wait{{Level: "L1", Cases: 1, Always: 2 * time.Second, Most: 2 * time.Second}, {Level: "L2", Cases: 2, Always: 5 * time.Second, Most: 5 * time.Second}}, got)
}

// TestWhatIsCertainOfAnL2RunIsShort: waits that no answer can shorten stay a
// small part of what a run may take.
func TestWhatIsCertainOfAnL2RunIsShort(t *testing.T) {
	t.Parallel()
	std, err := specs.Load(specs.Published(), "ucis/1.0")
	require.NoError(t, err)
	s, err := Derive(std, Options{Role: "domain-platform", Classes: std.ClassesAt("L2", []string{"lgt"}), Seed: 1})
	require.NoError(t, err)
	w := Waiting(s.Cases)
	assert.Positive(t, w.Always)
	assert.Less(t, w.Always, 30*time.Second)
	assert.Greater(t, w.Most, w.Always)
}
