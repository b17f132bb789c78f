package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// positions lists every position of every GeoJSON geometry in a value, with
// its pointer.
func positions(v any) (at []string, points [][2]float64) {
	walk(v, "", func(p string, o map[string]any) {
		if _, ok := o["coordinates"]; !ok || !geoTypes[fmt.Sprint(o["type"])] {
			return
		}
		leaves(o["coordinates"], p+"/coordinates", func(q string, lon, lat float64) {
			at, points = append(at, q), append(points, [2]float64{lon, lat})
		})
	})
	return at, points
}

var geoTypes = map[string]bool{"Point": true, "MultiPoint": true, "LineString": true,
	"MultiLineString": true, "Polygon": true, "MultiPolygon": true}

func walk(v any, at string, visit func(string, map[string]any)) {
	switch t := v.(type) {
	case map[string]any:
		visit(at, t)
		for _, k := range sortedKeys(t) {
			walk(t[k], at+"/"+document.Escape(k), visit)
		}
	case []any:
		for i, e := range t {
			walk(e, at+"/"+strconv.Itoa(i), visit)
		}
	}
}

func leaves(v any, at string, visit func(at string, lon, lat float64)) {
	l, ok := v.([]any)
	if !ok {
		return
	}
	if len(l) >= 2 {
		lon, ok1 := number(l[0])
		lat, ok2 := number(l[1])
		if ok1 && ok2 {
			visit(at, lon, lat)
			return
		}
	}
	for i, e := range l {
		leaves(e, at+"/"+strconv.Itoa(i), visit)
	}
}

func number(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

func hasGeometry(v *View, c *Context) bool {
	if len(c.BBox) != 4 || v.Body == nil || v.Status >= 300 {
		return false
	}
	at, _ := positions(v.Body)
	return len(at) > 0
}

func judgeGeometry(v *View, c *Context) ([]located, error) {
	at, points := positions(v.Body)
	for i, p := range points {
		if inside(c.BBox, p[0], p[1]) {
			continue
		}
		m := text("Position %v lies outside the declared city area.", "坐标 %v 不在所声明的城市范围内。", p)
		if inside(c.BBox, p[1], p[0]) {
			m = text("Position %v has latitude first; longitude must come first.", "坐标 %v 纬度在前；应经度在前。", p)
		}
		return one(Finding{At: at[i], Keyword: "geometry", Want: fmt.Sprint(c.BBox), Got: fmt.Sprint(p), Message: m}), nil
	}
	return nil, nil
}

func inside(b []float64, lon, lat float64) bool {
	return lon >= b[0] && lon <= b[2] && lat >= b[1] && lat <= b[3]
}

// judgeClock holds timestamps that the documents mark x-ucis-past against the
// time of receipt, with 60 s allowed for clocks that differ.
func judgeClock(v *View, c *Context) ([]located, error) {
	x, err := v.examine(content(v, c).Schema, c)
	if err != nil {
		return nil, err
	}
	return future(x, v.Body, v.Received[0].At), nil
}

func future(x *schema.Examination, body any, received time.Time) []located {
	for _, a := range x.Annotations("x-ucis-past") {
		str, ok := At(body, a.Instance).(string)
		if !ok {
			continue
		}
		if t, ok := Instant(str); ok && t.After(received.Add(time.Minute)) {
			return []located{{Finding{At: a.Instance, Keyword: "clock", Want: "not after " + received.UTC().Format(time.RFC3339), Got: str,
				Message: text("The timestamp %s lies in the future.", "时间戳 %s 晚于接收时刻。", str)}, []string{a.Schema}}}
		}
	}
	return nil
}

// invariants evaluates every x-ucis-invariants entry that applies to a place
// of the answer. Each entry names its own requirement.
func invariants(v *View, c *Context) ([]Judged, error) {
	if !hasSchema(v, c) || v.Status >= 300 {
		return nil, nil
	}
	x, err := v.examine(content(v, c).Schema, c)
	if err != nil {
		return nil, err
	}
	return Invariants(x, v.Body, "response.invariant", c)
}

// Invariants evaluates the x-ucis-invariants that apply to places of a value;
// passes and failures are gathered per requirement.
func Invariants(x *schema.Examination, body any, key string, c *Context) ([]Judged, error) {
	by := map[string][]Finding{}
	for _, a := range x.Annotations("x-ucis-invariants") {
		list, _ := a.Value.([]any)
		for _, e := range list {
			entry, _ := e.(map[string]any)
			id, expr := fmt.Sprint(entry["req"]), fmt.Sprint(entry["that"])
			self := map[string]any{"self": At(body, a.Instance)}
			ok, why, err := c.Exprs.Holds(expr, self)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", a.Schema, err)
			}
			if ok {
				by[id] = append([]Finding{}, by[id]...)
				continue
			}
			if why == "" {
				why = operands(expr, self, c.Exprs)
			}
			by[id] = append(by[id], Finding{Requirement: id, Assertion: key, At: a.Instance, Keyword: "invariant", Want: expr, Got: why,
				Message: text("The invariant %s does not hold: %s.", "不变式 %s 不成立：%s。", expr, why)})
		}
	}
	var all []Judged
	for _, id := range sortedKeys(by) {
		all = append(all, Judged{Requirement: id, Assertion: key, Findings: by[id]})
	}
	return all, nil
}

// AnswerGrowth lists the counters that an answer shows, as x-ucis-monotone
// marks them in its schema.
func AnswerGrowth(v *View, c *Context) ([]Growth, error) {
	if !hasSchema(v, c) || v.Status >= 300 {
		return nil, nil
	}
	x, err := v.examine(content(v, c).Schema, c)
	if err != nil {
		return nil, err
	}
	return Growing(x, v.Body), nil
}

// Shrunk is the finding that a counter fell below what was read before.
func Shrunk(g Growth, before float64) Finding {
	return Finding{At: g.At, Keyword: "monotone", Want: fmt.Sprint("at least ", before), Got: fmt.Sprint(g.Value),
		Message: text("The counter %s fell from %v to %v.", "累计值 %s 由 %v 减小为 %v。", g.At, before, g.Value)}
}

// At is the value at a JSON pointer, nil when there is none.
func At(v any, pointer string) any {
	for _, tok := range tokens(pointer) {
		switch t := v.(type) {
		case map[string]any:
			v = t[tok]
		case []any:
			i, err := strconv.Atoi(tok)
			if err != nil || i < 0 || i >= len(t) {
				return nil
			}
			v = t[i]
		default:
			return nil
		}
	}
	return v
}

func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	var out []string
	start := 1
	for i := 1; i <= len(pointer); i++ {
		if i == len(pointer) || pointer[i] == '/' {
			out = append(out, document.Unescape(pointer[start:i]))
			start = i + 1
		}
	}
	return slices.Clip(out)
}
