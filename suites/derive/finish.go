package derive

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// finisher turns a generated instance into what is sent to a real system:
// marked as test data, unique where it must be, inside the city it runs in.
// The place that a case varies stays as it was generated.
type finisher struct {
	d      *deriver
	ref    string   // schema of the body
	unique []string // pointers of unique members
	batch  bool     // the body holds many objects
}

// finish works on a copy; keep is the pointer of the varied place.
func (f finisher) finish(v any, keep string) any {
	v = clone(v)
	for _, p := range f.unique {
		if s, ok := check.At(v, p).(string); ok && uniqueText.MatchString(s) && f.allows(v, p) {
			set(v, p, "${unique("+strconv.Itoa(len(s))+")}")
		}
	}
	if tag := f.d.std.Tag; tag != "" && !overlap(tag, keep) {
		if _, ok := check.At(v, tag).(string); ok && f.fits(v, tag, "cityconf 0000000000") {
			set(v, tag, "cityconf ${run}")
		}
	}
	f.refer(v, keep)
	f.localise(v, "", keep)
	return v
}

// refer points members that name other objects (x-ucis-refers) at objects that
// exist while the case runs.
func (f finisher) refer(v any, keep string) {
	for _, r := range f.d.references(f.ref) {
		nth := map[string]int{} // equal references stay equal
		for _, at := range expand(v, r.pointer) {
			s, ok := check.At(v, at).(string)
			if !ok || at == keep || !strings.HasPrefix(s, "urn:") {
				continue
			}
			if _, known := nth[s]; !known {
				nth[s] = len(nth) % maxReferences
			}
			set(v, at, fmt.Sprintf("${ref%s%dId}", r.resource, nth[s]))
		}
	}
}

// unsendable tells why a valid body must not be sent as it is: a position that
// is varied may lie outside of the city, a reference that is varied names
// nothing, and a system may refuse either.
func (f finisher) unsendable(inst synth.Instance) (specs.Text, bool) {
	if f.batch && check.At(inst.Value, "/atomic") == true {
		return specs.Text{EN: "an atomic batch of generated objects is refused as a whole", ZH: "由生成对象组成的原子批量请求会被整体拒绝"}, true
	}
	if f.d.std.Conventions.Samples && strings.Contains(string(compactJSON(inst.Value)), "${") {
		return specs.Text{EN: "the tester would take a part of it for a placeholder of its own", ZH: "其中部分内容会被测试工具视为自身的占位符"}, true
	}
	if inst.Pointer == "" {
		return specs.Text{}, false
	}
	for at := inst.Pointer; at != ""; at = at[:strings.LastIndex(at, "/")] {
		if m, ok := check.At(inst.Value, at).(map[string]any); ok && m["coordinates"] != nil && m["type"] != nil && at != inst.Pointer {
			return specs.Text{EN: "a position outside of the city may be refused", ZH: "系统可拒绝城市范围之外的坐标"}, true
		}
	}
	for _, r := range f.d.references(f.ref) {
		if slices.Contains(expand(inst.Value, r.pointer), inst.Pointer) {
			return specs.Text{EN: "a reference to nothing is refused", ZH: "指向不存在对象的引用应被拒绝"}, true
		}
	}
	return specs.Text{}, false
}

var uniqueText = regexp.MustCompile(`^[A-Z0-9-]{4,200}$`)

// allows tells whether upper-case letters and digits satisfy the schema at p.
func (f finisher) allows(v any, p string) bool {
	old := check.At(v, p).(string)
	return f.fits(v, p, strings.Repeat("A7", len(old))[:len(old)])
}

// fits tells whether a text at p leaves the violations of v as they are: what
// a case wants to show must not change under its marks.
func (f finisher) fits(v any, p, text string) bool {
	s, err := f.d.std.Schemas.Compile(f.ref, schema.Request)
	if err != nil {
		return false
	}
	trial := clone(v)
	set(trial, p, text)
	return len(s.Validate(trial)) == len(s.Validate(v))
}

// localise moves positions into the declared city and identifiers into its
// code.
func (f finisher) localise(v any, at, keep string) {
	switch t := v.(type) {
	case map[string]any:
		for k, e := range t {
			p := at + "/" + k
			if s, ok := e.(string); ok && p != keep {
				t[k] = urnCity.ReplaceAllString(s, "${1}$${city}:")
			}
			if k == "coordinates" && !overlap(p, keep) {
				t[k] = moved(e)
				continue
			}
			f.localise(e, p, keep)
		}
	case []any:
		for i, e := range t {
			p := at + "/" + strconv.Itoa(i)
			if s, ok := e.(string); ok && p != keep {
				t[i] = urnCity.ReplaceAllString(s, "${1}$${city}:")
			}
			f.localise(e, p, keep)
		}
	}
}

var urnCity = regexp.MustCompile(`^(urn:ucis:)[A-Z0-9]{5,6}:`)

// moved replaces each position by a placeholder at the same place of the
// declared area: fractions come from the digits of the generated position.
func moved(v any) any {
	l, ok := v.([]any)
	if !ok {
		return v
	}
	if len(l) >= 2 {
		x, okx := l[0].(json.Number)
		y, oky := l[1].(json.Number)
		if okx && oky {
			out := slices.Clone(l)
			out[0] = fmt.Sprintf("${lon(%s, %s)}", fraction(x), x)
			out[1] = fmt.Sprintf("${lat(%s, %s)}", fraction(y), y)
			return out
		}
	}
	out := make([]any, len(l))
	for i, e := range l {
		out[i] = moved(e)
	}
	return out
}

// fraction maps a coordinate into 0.2–0.8, keeping order within one degree.
func fraction(n json.Number) string {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return "0.5"
	}
	f, _ := r.Float64()
	f -= float64(int(f))
	if f < 0 {
		f = -f
	}
	return strconv.FormatFloat(0.2+0.6*f, 'f', 4, 64)
}

// withoutSecrets drops members that never come back, so that what is read can
// be held against what was written.
func (f finisher) withoutSecrets(v any) any {
	m, ok := v.(map[string]any)
	s, err := f.d.std.Schemas.Compile(f.ref, schema.Neutral)
	if !ok || err != nil {
		return v
	}
	out := clone(v)
	for _, a := range s.Annotations(m, "writeOnly") {
		if a.Value == true {
			remove(out, a.Instance)
		}
	}
	if r, err := f.d.std.Schemas.Compile(f.ref, schema.Request); err != nil || len(r.Validate(out)) > 0 {
		return v
	}
	return out
}

// rare is text that a system without Unicode in all its parts mangles: a
// Chinese character beyond the basic plane, a rare one, an emoji, a full-width
// form.
const rare = "𠮷㐂龘路灯🚦Ａ１"

// rareText puts rare characters into every free string; nil when none is free.
func (f finisher) rareText(full any) any {
	v := f.finish(full, "")
	changed := false
	var visit func(any, string)
	visit = func(e any, at string) {
		switch t := e.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(t)) {
				visit(t[k], at+"/"+k)
			}
		case string:
			if strings.Contains(t, "${") || at == f.d.std.Tag || !f.fits(full, at, rare) {
				return
			}
			set(v, at, rare)
			changed = true
		}
	}
	visit(v, "")
	if !changed {
		return nil
	}
	return v
}

func overlap(a, b string) bool {
	return b != "" && (a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/"))
}

func clone(v any) any {
	switch t := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(t))
		for k, e := range t {
			m[k] = clone(e)
		}
		return m
	case []any:
		l := make([]any, len(t))
		for i, e := range t {
			l[i] = clone(e)
		}
		return l
	}
	return v
}

// set writes a value at a pointer whose parent exists.
func set(v any, pointer string, x any) {
	i := strings.LastIndex(pointer, "/")
	last := pointer[i+1:]
	switch p := check.At(v, pointer[:i]).(type) {
	case map[string]any:
		p[last] = x
	case []any:
		if n, err := strconv.Atoi(last); err == nil && n < len(p) {
			p[n] = x
		}
	}
}

func remove(v any, pointer string) {
	i := strings.LastIndex(pointer, "/")
	if i < 0 {
		return
	}
	if p, ok := check.At(v, pointer[:i]).(map[string]any); ok {
		delete(p, pointer[i+1:])
	}
}

// sampled replaces placeholders by a text, for validation before a run.
func sampled(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		return v
	}
	out, err := schema.Parse([]byte(strings.ReplaceAll(string(b), "${run}", "0000000000")))
	if err != nil {
		return v
	}
	return out
}
