package derive

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// answerCover lists every documented answer of the claimed operations and
// whether a case expects it.
func (d *deriver) answerCover() []AnswerCover {
	expected := d.expected()
	var all []AnswerCover
	for _, op := range d.operations() {
		for _, r := range op.Responses {
			for _, t := range typesOf(r) {
				a := AnswerCover{Operation: op.ID, Status: r.Status, MediaType: t}
				a.Expected = slices.ContainsFunc(expected[op.ID], func(e expectedAnswer) bool { return e.is(r.Status, t) })
				if !a.Expected {
					a.Why = d.unasked(op, r.Status)
				}
				all = append(all, a)
			}
		}
	}
	return all
}

// typesOf lists the media types of an answer, "" for one without a body.
func typesOf(r openapi.Response) []string {
	if len(r.Content) == 0 {
		return []string{""}
	}
	var out []string
	for _, c := range r.Content {
		out = append(out, c.Type)
	}
	return out
}

// expectedAnswer is a status that a case expects, and the media types it would
// take then; "" is any.
type expectedAnswer struct {
	status int
	accept string
}

func (e expectedAnswer) is(status, mediaType string) bool {
	code := strconv.Itoa(e.status)
	if status != code && status != "default" && !strings.EqualFold(status, code[:1]+"XX") {
		return false
	}
	if e.accept == "" {
		return mediaType == "" || strings.Contains(mediaType, "json") // what is asked for unless a case asks for another type
	}
	return mediaType == "" || e.status >= 400 || strings.Contains(e.accept, mediaType)
}

// expected gathers what the cases expect, by operation.
func (d *deriver) expected() map[string][]expectedAnswer {
	out := map[string][]expectedAnswer{}
	for _, c := range d.suite.Cases {
		for _, s := range c.Steps {
			if s.Send == nil || s.Send.Operation == "" {
				continue
			}
			for _, status := range statuses(s.Expect) {
				e := expectedAnswer{status, acceptOf(s.Send, d.std.Operation(s.Send.Operation))}
				out[s.Send.Operation] = append(out[s.Send.Operation], e)
			}
		}
	}
	return out
}

// acceptOf is what a request accepts: JSON where the operation has it.
func acceptOf(s *suites.Send, op *openapi.Operation) string {
	if h := s.Headers["Accept"]; h != nil {
		return *h
	}
	var others []string
	for _, r := range op.Responses {
		for _, t := range typesOf(r) {
			if strings.HasPrefix(r.Status, "2") && t != "" {
				others = append(others, t)
			}
		}
	}
	if len(others) == 0 || slices.Contains(others, "application/json") {
		return ""
	}
	return strings.Join(others, ", ")
}

var namedStatus = regexp.MustCompile(`\b[1-5][0-9][0-9]\b`)

// statuses are those that expectations name, in a list or in a condition on the
// status.
func statuses(expect []check.Expect) []int {
	var out []int
	for _, x := range expect {
		out = append(out, x.Status...)
		if !strings.Contains(x.That, "status") {
			continue
		}
		for _, n := range namedStatus.FindAllString(x.That, -1) {
			code, err := strconv.Atoi(n)
			if err == nil {
				out = append(out, code)
			}
		}
	}
	return out
}

// unaskedFor says of statuses why no case expects them, by the longest prefix.
var unaskedFor = []struct {
	prefix string
	why    specs.Text
}{
	{"5", specs.Text{EN: "a tester cannot make a conforming system fail", ZH: "测试方无法使符合要求的系统出错"}},
	{"406", specs.Text{EN: "asked for on reading only; a change is not tried for it", ZH: "仅在读取时测试，不为此尝试修改"}},
	{"413", specs.Text{EN: "one request shows the limit, which holds for the whole server", ZH: "该限额适用于整个服务器，由一个请求体现"}},
	{"429", specs.Text{EN: "limits are reached on one operation only, and need the class ops", ZH: "限额仅在一个操作上触发，且需声明 ops 类"}},
	{"304", specs.Text{EN: "no case reads this again with an entity tag; objects need the class cond", ZH: "没有用例带实体标签重复读取；对象读取需声明 cond 类"}},
	{"409", specs.Text{EN: "no conflict can be made from what the documents say of this operation", ZH: "文档对该操作的规定不足以构造冲突"}},
	{"", specs.Text{EN: "no rule or scenario of the claimed classes asks for this answer", ZH: "所声明类的规则与场景均未涉及该应答"}},
}

func (d *deriver) unasked(op *openapi.Operation, status string) *specs.Text {
	if _, ok := d.target(op); !ok && !strings.HasPrefix(status, "5") {
		return &specs.Text{EN: "nothing of the suite provides the object that the path names", ZH: "套件无法提供其路径所指的对象"}
	}
	for _, u := range unaskedFor {
		if strings.HasPrefix(status, u.prefix) {
			return &u.why
		}
	}
	return nil
}
