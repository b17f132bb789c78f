package check

import (
	"fmt"
	"strings"
)

// judgeEnvelope wants the media type declared: on 3.1.1 as a structured
// CloudEvent, whose envelope names it.
func judgeEnvelope(o *Observed, _ *Context) ([]located, error) {
	for i, p := range o.parsed {
		body, ok := p.body.(map[string]any)
		if p.err != nil || !ok {
			return []located{bad(i, "", "json", "a JSON object", clipped(o.Messages[i].Body),
				"The payload is not a structured CloudEvent in JSON.", "载荷不是结构化模式的 CloudEvents JSON。")}, nil
		}
		if body["specversion"] != "1.0" {
			return []located{bad(i, "/specversion", "envelope", "1.0", short(body["specversion"]),
				"The payload is no CloudEvent: specversion is %s.", "载荷不是 CloudEvents：specversion 为 %s。", short(body["specversion"]))}, nil
		}
	}
	return nil, nil
}

func judgePayload(o *Observed, c *Context) ([]located, error) {
	for i, p := range o.parsed {
		if p.err != nil {
			return []located{bad(i, "", "json", "strict JSON in UTF-8", clipped(o.Messages[i].Body),
				"The payload is not strict JSON: %v.", "载荷不是严格的 JSON：%v。", p.err)}, nil
		}
		x, err := o.examine(i, c)
		if err != nil {
			return nil, err
		}
		if found := violations(x.Violations); len(found) > 0 {
			for k := range found {
				found[k].MessageAt = i
			}
			return found, nil
		}
	}
	return nil, nil
}

func shownInPayload(o *Observed, c *Context) ([]string, error) {
	x, err := o.examine(0, c)
	if err != nil {
		return nil, err
	}
	return linkedPlaces(x), nil
}

// judgeIdentity wants the device of the topic to be the source of the event.
func judgeIdentity(o *Observed, _ *Context) ([]located, error) {
	for i, p := range o.parsed {
		source, _ := At(p.body, "/source").(string)
		device := DeviceOf(o.Messages[i].Topic)
		if source == "" || source == device || strings.HasSuffix(source, ":"+device) {
			continue
		}
		return []located{bad(i, "/source", "identity", "…:"+device, source,
			"Topic and payload name different devices: %s and %s.", "主题与载荷所指设备不一致：%s 与 %s。", device, source)}, nil
	}
	return nil, nil
}

// judgeUniqueID wants (source, id) to name one event: a second delivery must
// be the same event.
func judgeUniqueID(o *Observed, _ *Context) ([]located, error) {
	seen := map[string]int{}
	for i, p := range o.parsed {
		id := fmt.Sprint(At(p.body, "/source"), "\n", At(p.body, "/id"))
		first, ok := seen[id]
		if ok && string(o.Messages[first].Body) != string(o.Messages[i].Body) {
			return []located{bad(i, "/id", "unique", "an id of its own", short(At(p.body, "/id")),
				"Two different events carry the same (source, id).", "两个不同的事件使用了相同的 (source, id)。")}, nil
		}
		seen[id] = i
	}
	return nil, nil
}

func messageInvariants(o *Observed, c *Context) ([]Judged, error) {
	by := map[string]*Judged{}
	var order []string
	for i, p := range o.parsed {
		x, err := o.examine(i, c)
		if err != nil {
			return nil, err
		}
		judged, err := Invariants(x, p.body, Invariant, c)
		if err != nil {
			return nil, err
		}
		for _, j := range judged {
			if by[j.Requirement] == nil {
				by[j.Requirement] = &Judged{Requirement: j.Requirement, Assertion: j.Assertion}
				order = append(order, j.Requirement)
			}
			if k := by[j.Requirement]; len(k.Findings) == 0 {
				for _, f := range j.Findings {
					f.MessageAt = i
					k.Findings = append(k.Findings, f)
				}
			}
		}
	}
	var all []Judged
	for _, id := range order {
		all = append(all, *by[id])
	}
	return all, nil
}

func clipped(b []byte) string { return short(string(b)) }
