package suites

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/suites/wire"
)

// ear is a receiver of which only its silence matters.
type ear struct{ silent bool }

func (e ear) Open(string, wire.Answers) (string, *wire.Log, error) { return "", nil, nil }
func (e ear) Close() error                                         { return nil }
func (e ear) Silent() bool                                         { return e.silent }

func TestSilenceAtAnUnprovenAddressBlamesNobody(t *testing.T) {
	t.Parallel()
	waits := &TestCase{ID: "waits", Steps: []Step{{Listen: &Listen{At: "hook"}}}}
	asks := &TestCase{ID: "asks", Steps: []Step{{Send: &Send{}}}}
	for _, tt := range []struct {
		name     string
		receiver Receiver
		c        *TestCase
		exchange int
		want     Outcome
	}{
		{"nothing came in", ear{silent: true}, waits, 1, Inconclusive},
		{"the message log itself", ear{silent: true}, waits, -1, Inconclusive},
		{"the answer to the subscription", ear{silent: true}, waits, 0, Failed},
		{"something came in, or the address is proven", ear{}, waits, 1, Failed},
		{"a test that waits for nothing", ear{silent: true}, asks, 1, Failed},
		{"no receiver", nil, waits, 1, Failed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &run{sys: System{Receiver: tt.receiver}, results: []*CaseResult{{Case: tt.c,
				Judgements: []Judgement{{Outcome: Failed, Exchange: tt.exchange}, {Outcome: Passed, Exchange: 1}}}}}
			r.unheard()
			assert.Equal(t, tt.want, r.results[0].Judgements[0].Outcome)
			assert.Equal(t, Passed, r.results[0].Judgements[1].Outcome)
			assert.Equal(t, tt.want == Inconclusive, r.results[0].Judgements[0].Reason == nothingCame)
		})
	}
}
