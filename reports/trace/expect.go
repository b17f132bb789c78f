package trace

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/suites/check"
)

// expectations shows each thing that an expectation asks for.
func expectations(e check.Expect) []Expectation {
	var all []Expectation
	add := func(en, zh, code string) {
		all = append(all, Expectation{e.Requirement, both(en, zh), code})
	}
	if len(e.Status) > 0 {
		add("status", "状态码", statuses(e.Status))
	}
	for _, name := range slices.Sorted(maps.Keys(e.Header)) {
		switch want := e.Header[name]; want {
		case "present":
			add("header present", "含有响应头", name)
		case "absent":
			add("header absent", "不含响应头", name)
		default:
			add("header", "响应头", name+": "+want)
		}
	}
	if e.Contains != nil {
		add("body with at least", "正文至少包含", compact(e.Contains))
	}
	if e.Equals != nil {
		add("body equal to", "正文等于", compact(e.Equals))
	}
	if e.Schema != "" {
		add("body valid against", "正文符合模式", e.Schema)
	}
	if e.That != "" && e.That != "true" {
		add("holds", "成立", strings.TrimSpace(e.That))
	}
	if e.NoBody {
		add("no body", "无正文", "")
	}
	if e.Problem {
		add("problem details with the same status", "问题详情，其 status 与状态码一致", "")
	}
	if e.That == "true" {
		add("conforms to the channel", "符合信道定义", e.By)
	}
	return all
}

func statuses(all []int) string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = fmt.Sprint(s)
	}
	return strings.Join(words, " | ")
}

// compact is a value on one line.
func compact(v any) string {
	return strings.Join(strings.Fields(Indented(v)), " ")
}
