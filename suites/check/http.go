package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/schema"
)

// text fills both sentences with the same values.
func text(en, zh string, args ...any) specs.Text {
	return specs.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// silence is the finding for a live system that gave no HTTP answer in time.
func silence(v *View) []Finding {
	kind := "no answer"
	if v.Fault != nil {
		kind = v.Fault.Kind + ": " + v.Fault.Detail
	}
	return []Finding{{At: "status", Keyword: "answer", Want: "an HTTP answer", Got: kind,
		Message: text("The request was not answered (%s).", "请求未得到应答（%s）。", kind)}}
}

func judgeStatus(e Expect, v *View, _ *Context) ([]Finding, error) {
	if len(e.Status) == 0 || v.Answered() && slices.Contains(e.Status, v.Status) {
		return nil, nil
	}
	if !v.Answered() {
		return silence(v), nil
	}
	want := ranges(e.Status)
	message := specs.Text{
		EN: fmt.Sprintf("Expected status %s, got %d.", strings.Join(want, " or "), v.Status),
		ZH: fmt.Sprintf("应返回状态码 %s，实际返回 %d。", strings.Join(want, " 或 "), v.Status)}
	return []Finding{{At: "status", Keyword: "status", Want: strings.Join(want, " or "), Got: strconv.Itoa(v.Status), Message: message}}, nil
}

// ranges spells statuses, neighbours as one range.
func ranges(all []int) []string {
	var out []string
	for i := 0; i < len(all); {
		end := i + 1
		for end < len(all) && all[end] == all[end-1]+1 {
			end++
		}
		switch {
		case end-i > 2:
			out = append(out, fmt.Sprintf("%d–%d", all[i], all[end-1]))
		default:
			end = i + 1
			out = append(out, strconv.Itoa(all[i]))
		}
		i = end
	}
	return out
}

func judgeHeader(e Expect, v *View, c *Context) ([]Finding, error) {
	var found []Finding
	for _, name := range sortedKeys(e.Header) {
		want, got := e.Header[name], v.Header.Values(name)
		ok := false
		switch want {
		case "present":
			ok = len(got) > 0
		case "absent":
			ok = len(got) == 0
		default:
			for _, g := range got {
				m, err := c.Standard.Schemas.MatchPattern("^(?:"+want+")$", g)
				if err != nil {
					return nil, fmt.Errorf("match header %s: %w", name, err)
				}
				ok = ok || m
			}
		}
		if !ok {
			g := "absent"
			if len(got) > 0 {
				g = strings.Join(got, ", ")
			}
			found = append(found, Finding{At: "header/" + name, Keyword: "header", Want: want, Got: g,
				Message: text("Header %s: expected %s, got %s.", "响应头 %s：应为 %s，实际为 %s。", name, want, g)})
		}
	}
	return found, nil
}

func judgeNoBody(e Expect, v *View, _ *Context) ([]Finding, error) {
	if !e.NoBody || len(v.Raw) == 0 {
		return nil, nil
	}
	return []Finding{{At: "", Keyword: "no-body", Want: "no body", Got: fmt.Sprintf("%d octets", len(v.Raw)),
		Message: text("Expected no body, got %d octets.", "不应有正文，实际收到 %d 字节。", len(v.Raw))}}, nil
}

// judgeProblem holds an error answer against RFC 9457.
func judgeProblem(e Expect, v *View, _ *Context) ([]Finding, error) {
	if !e.Problem {
		return nil, nil
	}
	if t := v.MediaType(); t != "application/problem+json" {
		return []Finding{{At: "header/Content-Type", Keyword: "problem", Want: "application/problem+json", Got: orAbsent(t),
			Message: text("An error answer must be application/problem+json, got %s.", "错误响应的媒体类型应为 application/problem+json，实际为 %s。", orAbsent(t))}}, nil
	}
	body, ok := v.Body.(map[string]any)
	if !ok {
		return []Finding{{Keyword: "problem", Want: "a JSON object", Got: short(v.Body),
			Message: text("The problem body is not a JSON object.", "问题详情正文不是 JSON 对象。")}}, nil
	}
	if got := short(body["status"]); !schema.Equal(body["status"], json.Number(strconv.Itoa(v.Status))) {
		return []Finding{{At: "/status", Keyword: "problem", Want: strconv.Itoa(v.Status), Got: got,
			Message: text("Member status must be %d like the HTTP status, got %s.", "成员 status 应与 HTTP 状态码 %d 一致，实际为 %s。", v.Status, got)}}, nil
	}
	return nil, nil
}

func judgeSchema(e Expect, v *View, c *Context) ([]Finding, error) {
	if e.Schema == "" {
		return nil, nil
	}
	if v.Body == nil {
		return []Finding{{Keyword: "schema", Want: "a JSON body", Got: orAbsent(v.MediaType()),
			Message: text("Expected a JSON body.", "应返回 JSON 正文。")}}, nil
	}
	return schemaFindings(e.Schema, v.Body, c)
}

// schemaFindings validates a response body; each violation is one finding.
func schemaFindings(ref string, body any, c *Context) ([]Finding, error) {
	s, err := c.Standard.Schemas.Compile(ref, schema.Response)
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", ref, err)
	}
	var found []Finding
	for _, x := range s.Validate(body) {
		en, zh := x.Text()
		found = append(found, Finding{At: x.Instance, Keyword: x.Keyword, Want: x.Want, Got: x.Got, Message: specs.Text{EN: en, ZH: zh}})
	}
	return found, nil
}

func orAbsent(s string) string {
	if s == "" {
		return "absent"
	}
	return s
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
