package check

import (
	"fmt"
	"time"

	"github.com/cityconf/cityconf/specs/asyncapi"
)

// hasPeriod tells whether the channel says how often a device publishes.
func hasPeriod(o *Observed) bool { return o.Channel.Extensions["x-ucis-period"] != nil }

// judgeCadence holds the event times of consecutive messages of one session of
// a device against the period of the channel, with a tolerance of 20 %. Event
// times, not times of receipt: the network may bunch what the device spaced.
func judgeCadence(o *Observed, _ *Context) ([]located, error) {
	least, most, err := Period(o.Channel)
	if err != nil {
		return nil, err
	}
	type last struct {
		at  time.Time
		seq float64
	}
	seen := map[string]last{}
	for i, p := range o.parsed {
		s, _ := At(p.body, "/time").(string)
		seq, _ := number(At(p.body, "/seq"))
		at, ok := Instant(s)
		if !ok {
			continue
		}
		topic := o.Messages[i].Topic
		was, known := seen[topic]
		seen[topic] = last{at, seq}
		gap := at.Sub(was.at)
		if !known || seq != was.seq+1 || gap >= least*8/10 && gap <= most*12/10 {
			continue
		}
		return []located{bad(i, "/time", "cadence", fmt.Sprintf("%v to %v", least, most), gap.String(),
			"The device published again after %v; the period is %v to %v.", "设备在 %v 后再次发布；规定周期为 %v 至 %v。", gap, least, most)}, nil
	}
	return nil, nil
}

// Period reads x-ucis-period of a channel: the least and the most time between
// two messages of a device.
func Period(ch *asyncapi.Channel) (least, most time.Duration, err error) {
	m, _ := ch.Extensions["x-ucis-period"].(map[string]any)
	if least, err = ParseDuration(fmt.Sprint(m["min"])); err != nil {
		return 0, 0, fmt.Errorf("x-ucis-period of %s: %w", ch.ID, err)
	}
	if most, err = ParseDuration(fmt.Sprint(m["max"])); err != nil {
		return 0, 0, fmt.Errorf("x-ucis-period of %s: %w", ch.ID, err)
	}
	return least, most, nil
}
