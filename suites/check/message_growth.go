package check

import (
	"fmt"

	"github.com/cityconf/cityconf/specs/schema"
)

// judgeMonotone wants members marked x-ucis-monotone never to decrease for one
// device.
func judgeMonotone(o *Observed, c *Context) ([]located, error) {
	last := map[string]float64{}
	for i, p := range o.parsed {
		if o.Messages[i].Retain {
			continue
		}
		x, err := o.examine(i, c)
		if err != nil {
			return nil, err
		}
		for _, g := range Growing(x, p.body) {
			k := o.Messages[i].Topic + g.At
			if was, ok := last[k]; ok && g.Value < was {
				f := Shrunk(g, was)
				f.MessageAt = i
				return []located{{f, []string{g.Schema}}}, nil
			}
			last[k] = g.Value
		}
	}
	return nil, nil
}

// Growth is the value of a member that must never decrease.
type Growth struct {
	Of     string // identifier of the object, "" when it has none
	Name   string // pointer of the member within the object
	At     string // pointer of the member in the whole body
	Schema string // place of the mark
	Value  float64
}

// Growing lists the members of a value marked x-ucis-monotone.
func Growing(x *schema.Examination, body any) []Growth {
	var all []Growth
	for _, a := range x.Annotations("x-ucis-monotone") {
		pointers, _ := a.Value.([]any)
		for _, p := range pointers {
			at := a.Instance + fmt.Sprint(p)
			if n, ok := number(At(body, at)); ok {
				of, _ := At(body, a.Instance+"/id").(string)
				all = append(all, Growth{of, fmt.Sprint(p), at, a.Schema, n})
			}
		}
	}
	return all
}
