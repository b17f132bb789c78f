package derive

import (
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// deviceValues are what the $(…) of a law for devices stand for: those of the
// device's resource, and for each kind of channel its topic and id.
func (d *deriver) deviceValues(folder string) (*specs.Resource, map[string]any) {
	device := d.device(folder)
	k := slices.IndexFunc(d.std.Resources, func(r specs.Resource) bool { return r.Name == device })
	if k < 0 {
		return nil, nil
	}
	r := &d.std.Resources[k]
	v := d.values(r)
	v["device"] = device
	for i := range d.std.Channels {
		ch := &d.std.Channels[i]
		if part(ch.Document) != folder || ch.Name != "" || len(ch.Tags) == 0 || !d.claimed[ch.Tags[0]] {
			continue
		}
		v[ch.Kind], v[ch.Kind+"-channel"], v["obj-"+ch.Kind] = topic(ch, "device"), ch.ID, topic(ch, "obj")
		v[ch.Kind+"-qos"], v[ch.Kind+"-retain"] = max(ch.QoS, 0), ch.Retain != nil && *ch.Retain
		v["below"], v["obj-below"] = deviceLevel(ch.Address, "device"), deviceLevel(ch.Address, "obj")
		v["channel-class"] = ch.Tags[0]
		if m, ok := ch.Extensions["x-ucis-same-as"].(map[string]any); ok {
			v["within"] = fmt.Sprint(m["within"])
		}
		if m, ok := ch.Extensions["x-ucis-period"].(map[string]any); ok {
			v["period"] = fmt.Sprint(m["max"])
		}
	}
	return r, v
}

// deviceLevel is everything below the level of one device.
func deviceLevel(address, as string) string {
	t := substituteAddress(address, map[string]string{"city": "${city}", "cityCode": "${city}", "deviceId": "\x00"})
	i := slices.Index([]byte(t), 0)
	if i < 0 {
		return t
	}
	return t[:i] + "${" + as + "Device}/#"
}

// folders lists the parts of the standard that have channels.
func (d *deriver) folders() []string {
	var all []string
	for i := range d.std.Channels {
		if f := part(d.std.Channels[i].Document); !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	slices.Sort(all)
	return all
}
