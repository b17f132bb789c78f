package derive

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// discoveryCases derives, for each claimed class with channels, that the
// channels resource lists all of them as the documents declare them.
func (d *deriver) discoveryCases() error {
	k := slices.IndexFunc(d.std.Operations, func(o openapi.Operation) bool { return o.Path == "/channels" && o.Method == "GET" })
	if k < 0 {
		return nil
	}
	op := &d.std.Operations[k]
	by := map[string][]check.Expect{}
	for i := range d.std.Channels {
		ch := &d.std.Channels[i]
		if len(ch.Tags) == 0 || !d.claimed[ch.Tags[0]] {
			continue
		}
		entry := fmt.Sprintf("c.address == %q && c.direction == %q && c.retain == %v", ch.Address, ch.Action, ch.Retain != nil && *ch.Retain)
		if ch.QoS >= 0 {
			entry += fmt.Sprintf(" && c.qos == %d.0", ch.QoS)
		}
		by[ch.Tags[0]] = append(by[ch.Tags[0]], check.Expect{By: "channels.complete", That: "body.channels.exists(c, " + entry + ")"})
	}
	for _, class := range slices.Sorted(maps.Keys(by)) {
		c := &suites.TestCase{ID: "mqtt/channels/" + class, Rule: "discovery", Class: class, Operation: op.ID, Purpose: specs.Text{
			EN: "The channels resource lists every channel of " + class + ".", ZH: "信道资源应列出 " + class + " 的全部信道。"}}
		c.Steps = []suites.Step{{Send: &suites.Send{Operation: op.ID}, Expect: append([]check.Expect{{By: "channels.complete", Status: []int{200}}}, by[class]...)}}
		d.add(c, place(op))
	}
	return nil
}
