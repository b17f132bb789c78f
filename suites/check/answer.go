package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

func judgeServerError(v *View, _ *Context) ([]located, error) {
	if v.Status < 500 {
		return nil, nil
	}
	return one(Finding{At: "status", Keyword: "server-error", Want: "below 500", Got: strconv.Itoa(v.Status),
		Message: text("The system answered with server error %d.", "系统返回服务器错误 %d。", v.Status)}), nil
}

func judgeDocumentedStatus(v *View, c *Context) ([]located, error) {
	if c.Operation.Response(v.Status) != nil || slices.Contains(c.Standard.Conventions.Unasked, v.Status) {
		return nil, nil
	}
	var want []string
	for _, r := range c.Operation.Responses {
		want = append(want, r.Status)
	}
	w := strings.Join(want, ", ")
	return one(Finding{At: "status", Keyword: "status", Want: w, Got: strconv.Itoa(v.Status),
		Message: text("Status %d is not documented for %s (documented: %s).", "%[2]s 未规定状态码 %[1]d（已规定：%[3]s）。", v.Status, c.Operation.ID, w)}), nil
}

// response is the documented response of an answer, nil when there is none or
// when the answer is to a HEAD request (which shows no body).
func response(v *View, c *Context) *openapi.Response {
	if c.Operation == nil || !v.Answered() || v.Sent.Method == "HEAD" {
		return nil
	}
	return c.Operation.Response(v.Status)
}

func hasDocumentedBody(v *View, c *Context) bool {
	r := response(v, c)
	return r != nil && len(r.Content) > 0 && len(v.Raw) > 0
}

func content(v *View, c *Context) *openapi.MediaType {
	r := response(v, c)
	if r == nil {
		return nil
	}
	for i := range r.Content {
		if mediaTypeCovers(r.Content[i].Type, v.MediaType()) {
			return &r.Content[i]
		}
	}
	return nil
}

func mediaTypeCovers(pattern, got string) bool {
	pattern, _, _ = strings.Cut(pattern, ";")
	pattern = strings.ToLower(strings.TrimSpace(pattern))
	return pattern == "*/*" || pattern == got ||
		strings.HasSuffix(pattern, "/*") && strings.HasPrefix(got, strings.TrimSuffix(pattern, "*"))
}

func judgeMediaType(v *View, c *Context) ([]located, error) {
	if content(v, c) != nil {
		return nil, nil
	}
	var want []string
	for _, m := range response(v, c).Content {
		want = append(want, m.Type)
	}
	w, g := strings.Join(want, ", "), orAbsent(v.MediaType())
	return one(Finding{At: "header/Content-Type", Keyword: "media-type", Want: w, Got: g,
		Message: text("Media type %s is not documented for status %d (documented: %s).", "状态码 %[2]d 的响应未规定媒体类型 %[1]s（已规定：%[3]s）。", g, v.Status, w)}), nil
}

func hasJSON(v *View, _ *Context) bool { return len(v.Raw) > 0 && isJSON(v.MediaType()) }

func judgeStrictJSON(v *View, _ *Context) ([]located, error) {
	if v.JSON == nil {
		return nil, nil
	}
	return one(Finding{Keyword: "json", Want: "strict JSON in UTF-8", Got: v.JSON.Error(),
		Message: text("The body is not strict JSON (RFC 8259): %s.", "正文不是严格的 JSON（RFC 8259）：%s。", v.JSON)}), nil
}

func hasSchema(v *View, c *Context) bool {
	m := content(v, c)
	return m != nil && m.Schema != "" && hasJSON(v, c) && v.JSON == nil
}

func judgeResponseSchema(v *View, c *Context) ([]located, error) {
	x, err := v.examine(content(v, c).Schema, c)
	if err != nil {
		return nil, err
	}
	return violations(x.Violations), nil
}

// shownPlaces lists the places with a requirement of their own that a valid
// answer showed.
func shownPlaces(v *View, c *Context) ([]string, error) {
	x, err := v.examine(content(v, c).Schema, c)
	if err != nil {
		return nil, err
	}
	return linkedPlaces(x), nil
}

func linkedPlaces(x *schema.Examination) []string {
	var places []string
	seen := map[string]bool{}
	for _, a := range x.Annotations("x-ucis-req") {
		if !seen[a.Schema] {
			seen[a.Schema] = true
			places = append(places, strings.TrimSuffix(a.Schema, "/x-ucis-req"))
		}
	}
	return places
}

func violations(all []schema.Violation) []located {
	var found []located
	for _, x := range all {
		en, zh := x.Text()
		f := Finding{At: x.Instance, Keyword: x.Keyword, Want: x.Want, Got: x.Got}
		f.Message.EN, f.Message.ZH = en, zh
		found = append(found, located{f, []string{x.Schema}})
	}
	return found
}

func hasDocumentedHeaders(v *View, c *Context) bool {
	if c.Operation == nil || !v.Answered() {
		return false
	}
	r := c.Operation.Response(v.Status)
	return r != nil && len(r.Headers) > 0
}

func judgeHeaders(v *View, c *Context) ([]located, error) {
	r := c.Operation.Response(v.Status)
	var found []located
	for _, h := range r.Headers {
		place := h.Document + "#" + h.Pointer
		got := v.Header.Values(h.Name)
		if len(got) == 0 {
			if h.Required {
				found = append(found, located{Finding{At: "header/" + h.Name, Keyword: "required", Want: "present", Got: "absent",
					Message: text("Required header %s is missing.", "缺少应有的响应头 %s。", h.Name)}, []string{place}})
			}
			continue
		}
		if h.Schema == "" {
			continue
		}
		s, err := c.Standard.Schemas.Compile(h.Schema, schema.Response)
		if err != nil {
			return nil, err
		}
		if bad := s.Validate(headerValue(got[0])); len(bad) > 0 && len(s.Validate(got[0])) > 0 {
			en, zh := bad[0].Text()
			found = append(found, located{Finding{At: "header/" + h.Name, Keyword: bad[0].Keyword, Want: bad[0].Want, Got: got[0],
				Message: specs.Text{EN: "Header " + h.Name + ": " + en, ZH: "响应头 " + h.Name + "：" + zh}}, []string{place}})
		}
	}
	return found, nil
}

// headerValue reads a header as the JSON scalar it spells, else as a string.
func headerValue(s string) any {
	if v, err := schema.Parse([]byte(s)); err == nil {
		switch v.(type) {
		case map[string]any, []any, string:
		default:
			return v
		}
	}
	return s
}

func mustBeBare(v *View, _ *Context) bool {
	return v.Status == 204 || v.Status == 304 || v.Answered() && v.Sent.Method == "HEAD"
}

func judgeBare(v *View, c *Context) ([]located, error) {
	f, err := judgeNoBody(Expect{NoBody: true}, v, c)
	return locate(f), err
}

func judgeErrorBody(v *View, c *Context) ([]located, error) {
	f, err := judgeProblem(Expect{Problem: true}, v, c)
	return locate(f), err
}

// leaks are signatures of internals that an error body must not show.
var leaks = []*regexp.Regexp{
	regexp.MustCompile(`Traceback \(most recent call last\)`),
	regexp.MustCompile(`(?m)^\s*at [\w.$<>]+\([\w.]+:\d+\)`),
	regexp.MustCompile(`goroutine \d+ \[|panic: `),
	regexp.MustCompile(`\.(go|java|py|rb|php|cs|js|ts):\d+`),
	regexp.MustCompile(`(?i)\bselect\b.+\bfrom\b.+|\binsert into\b|SQLSTATE|ORA-\d{5}`),
	regexp.MustCompile(`(?:/usr|/var|/home|/opt|/etc)/[\w./-]+|[A-Z]:\\\\?[\w\\]+`),
	regexp.MustCompile(`Exception in thread|NullPointerException|node_modules`),
}

func judgeLeak(v *View, _ *Context) ([]located, error) {
	for _, l := range leaks {
		m := l.Find(v.Raw)
		if m == nil || strings.Contains(string(v.Sent.Body)+v.Sent.URL, string(m)) {
			continue // what the request itself said may be echoed
		}
		return one(Finding{Keyword: "leak", Want: "no internals in an error body", Got: short(string(m)),
			Message: text("The error body shows internals: %s.", "错误正文泄露内部信息：%s。", short(string(m)))}), nil
	}
	return nil, nil
}

func hasLatency(v *View, c *Context) bool { return v.Answered() && c.Latency > 0 }

func judgeLatency(v *View, c *Context) ([]located, error) {
	got := v.Elapsed.Seconds()
	if got <= c.Latency {
		return nil, nil
	}
	return one(Finding{At: "elapsed", Keyword: "latency", Want: strconv.FormatFloat(c.Latency, 'f', -1, 64) + " s",
		Got:     strconv.FormatFloat(got, 'f', 3, 64) + " s",
		Message: text("The answer took %.3f s; at most %g s are allowed.", "应答耗时 %.3f 秒，超过允许的 %g 秒。", got, c.Latency)}), nil
}

func one(f Finding) []located { return []located{{Finding: f}} }

func locate(all []Finding) []located {
	var l []located
	for _, f := range all {
		l = append(l, located{Finding: f})
	}
	return l
}
