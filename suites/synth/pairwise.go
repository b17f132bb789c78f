package synth

import (
	"sort"
	"strconv"
	"strings"
)

// factor is a member of the root with the ways it can appear.
type factor struct {
	name    string
	options []option
}

// option is one way: absent, present, or with one of its listed values.
type option struct {
	label string
	apply func(*plan)
	out   bool // the member is left out
}

// maxOptions bounds the listed values of a member that take part in pairs,
// maxFactors the members.
const (
	maxOptions = 6
	maxFactors = 60
)

// pairwise makes instances in which every pair of member options occurs, where
// the schema lets it.
func (m *maker) pairwise(l *ledger) {
	root := place{c: conj{m.root}, plan: (&plan{}).but()}
	s, err := m.settle(&root)
	if err != nil || s.types()&isObject == 0 {
		return
	}
	root.s = s
	factors := m.factors(root)
	if len(factors) < 2 {
		return
	}
	if len(factors) > maxFactors {
		l.gap(gapAt("", "properties", m.root, reasonFactors, strconv.Itoa(maxFactors), strconv.Itoa(len(factors))))
		factors = factors[:maxFactors]
	}
	sizes := make([]int, len(factors))
	for i, f := range factors {
		sizes[i] = len(f.options)
	}
	left := allPairs(sizes)
	for _, row := range ipog(sizes) {
		m.pairRow(l, root, factors, row, left)
	}
	m.restOfPairs(l, root, factors, left)
	if len(left) > 0 {
		l.gap(gapAt("", "properties", m.root, reasonPairs, describe(factors, left)))
	}
}

// factors lists the members of the root that can vary, by name.
func (m *maker) factors(root place) []factor {
	required := m.required(root.s)
	var out []factor
	for _, name := range root.s.declared() {
		c, ok := m.member(root.s, name)
		ptr := child("", name)
		if _, fixed := m.opts.Fixed[ptr]; !ok || m.hidden(c) || (fixed && contains(required, name)) {
			continue
		}
		f := factor{name: name}
		if !contains(required, name) {
			f.options = append(f.options, option{label: "", apply: func(*plan) {}, out: true})
		}
		f.options = append(f.options, m.options(name, ptr, c)...)
		if len(f.options) > 1 {
			out = append(out, f)
		}
	}
	return out
}

func (m *maker) options(name, ptr string, c conj) []option {
	s := m.open(c)
	values, limited := s.listed()
	_, fixed := m.opts.Fixed[ptr]
	if !limited || len(values) < 2 || len(s.choices) > 0 || fixed {
		return []option{{label: name, apply: including(ptr)}}
	}
	var out []option
	for _, v := range values[:min(len(values), maxOptions)] {
		out = append(out, option{label: name + "=" + label(v), apply: func(p *plan) {
			p.present[ptr] = true
			p.values[ptr] = v
		}})
	}
	return out
}

// pairRow makes the instance of one row and strikes out the pairs it holds.
func (m *maker) pairRow(l *ledger, root place, factors []factor, row []int, left map[pair]bool) bool {
	free := (&plan{}).but()
	var labels []string
	for i, o := range row {
		if o < 0 {
			continue
		}
		factors[i].options[o].apply(free)
		if t := factors[i].options[o].label; t != "" {
			labels = append(labels, t)
		}
	}
	v, err := m.make(free)
	if err != nil {
		return false
	}
	held := m.held(factors, v)
	for p := range left {
		if held[p.a] == p.x && held[p.b] == p.y {
			delete(left, p)
		}
	}
	l.add(Instance{Name: "pairwise/" + rowName(labels), Value: v, Keyword: "properties", Schema: m.root, Places: root.s.places()})
	return true
}

// held reads off an instance which option of each factor it has, -1 for none
// of them: other members can have come along.
func (m *maker) held(factors []factor, v any) []int {
	out := make([]int, len(factors))
	obj, _ := v.(map[string]any)
	for i, f := range factors {
		out[i] = -1
		got, present := obj[f.name]
		for j, o := range f.options {
			if o.out {
				if !present {
					out[i] = j
				}
				continue
			}
			want := (&plan{}).but(o.apply)
			w, listed := want.values[child("", f.name)]
			if present && (!listed || sameIn([]any{w}, got)) {
				out[i] = j
			}
		}
	}
	return out
}

func rowName(labels []string) string {
	text := strings.Join(labels, "+")
	if text == "" {
		return "none"
	}
	if len(text) > 48 {
		return "~" + short(text)
	}
	return text
}

// restOfPairs tries each pair that no row could hold on its own.
func (m *maker) restOfPairs(l *ledger, root place, factors []factor, left map[pair]bool) {
	const most = 400
	for i, p := range sortedPairs(left) {
		if i >= most {
			return
		}
		if !left[p] {
			continue
		}
		row := make([]int, len(factors))
		for j := range row {
			row[j] = -1
		}
		row[p.a], row[p.b] = p.x, p.y
		m.pairRow(l, root, factors, row, left)
	}
}

func describe(factors []factor, left map[pair]bool) string {
	var out []string
	for _, p := range sortedPairs(left) {
		out = append(out, optionName(factors[p.a], p.x)+" & "+optionName(factors[p.b], p.y))
	}
	if len(out) > 12 {
		out = append(out[:12], "…")
	}
	return strings.Join(out, "; ")
}

func optionName(f factor, i int) string {
	if f.options[i].out {
		return "-" + f.name
	}
	return f.options[i].label
}

func sortedPairs(set map[pair]bool) []pair {
	out := make([]pair, 0, len(set))
	for p := range set {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].before(out[j]) })
	return out
}
