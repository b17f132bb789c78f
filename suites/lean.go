package suites

import (
	"slices"

	"github.com/cityconf/cityconf/suites/wire"
)

// lean lets go of what was exchanged in a case that did not fail: no report
// shows it. How each stimulus was answered, and how fast, stays: a report
// measures over all of them.
func (c *CaseResult) lean() {
	if slices.ContainsFunc(c.Judgements, func(j Judgement) bool { return j.Outcome == Failed }) {
		return
	}
	for i := range c.Exchanges {
		x := &c.Exchanges[i]
		bare := wire.Exchange{Protocol: x.Protocol, Operation: x.Operation, Sent: wire.Sent{As: x.Sent.As, Method: x.Sent.Method},
			Started: x.Started, Elapsed: x.Elapsed, Retries: x.Retries, Fault: x.Fault}
		if len(x.Received) > 0 {
			bare.Received = []wire.Message{{At: x.Received[0].At, Status: x.Received[0].Status}}
		}
		c.Exchanges[i] = bare
	}
}
