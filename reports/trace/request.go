package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
)

// request shows an HTTP request as it is sent, but for what a run fills in.
func request(std *specs.Standard, s *suites.Send) Step {
	op := std.Operation(s.Operation)
	method, path, body := s.Method, s.Path, ""
	if op != nil {
		if method == "" {
			method = op.Method
		}
		if path == "" {
			path = op.Path
		}
	}
	path, query := targetOf(std, op, path, s)
	if s.Raw != nil {
		body = *s.Raw
	} else if s.Body != nil {
		body = Indented(s.Body)
	}
	step := Step{Does: both("send", "发送"), Code: method + " " + path + query, Headers: headers(op, s, body != ""), Body: body}
	if s.Walk {
		step = step.note(`follow rel="next" to the last page`, `沿 rel="next" 取至末页`)
	}
	return step
}

// targetOf puts the parameters in their places.
func targetOf(std *specs.Standard, op *openapi.Operation, path string, s *suites.Send) (string, string) {
	var query []string
	for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
		value := spell(s.Parameters[name])
		switch in(op, name) {
		case "path":
			path = strings.ReplaceAll(path, "{"+name+"}", value)
		case "query":
			query = append(query, name+"="+value)
		}
	}
	if s.Query != "" {
		query = append(query, s.Query)
	}
	if below, ok := strings.CutPrefix(path, "//"); ok {
		path = "/" + below
	} else {
		path = std.BasePath + path
	}
	if len(query) == 0 {
		return path, ""
	}
	return path, "?" + strings.Join(query, "&")
}

// in is the place of a parameter; one the document does not have is a query
// parameter.
func in(op *openapi.Operation, name string) string {
	if op != nil {
		for _, p := range op.Parameters {
			if strings.EqualFold(p.Name, name) {
				return p.In
			}
		}
	}
	return "query"
}

// headers are those that show what a case is about: the given ones, and what
// the tester adds for the operation.
func headers(op *openapi.Operation, s *suites.Send, hasBody bool) []string {
	all := map[string]string{}
	if s.As != "none" {
		all["Authorization"] = "Bearer ${token" + of(s.As) + "}"
	}
	if hasBody {
		all["Content-Type"] = mediaType(op)
	}
	if op != nil {
		for _, p := range op.Parameters {
			switch name := http.CanonicalHeaderKey(p.Name); {
			case p.In == "header" && s.Parameters[p.Name] != nil:
				all[p.Name] = spell(s.Parameters[p.Name])
			case name == "Idempotency-Key" && p.Required:
				all[p.Name] = "${key}"
			case name == "If-Match" && p.In == "header":
				all[p.Name] = "${etag}"
			}
		}
	}
	for name, v := range s.Headers {
		if v == nil {
			delete(all, name)
			continue
		}
		all[name] = *v
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, name+": "+all[name])
	}
	return lines
}

func of(credential string) string {
	if credential == "" {
		return ""
	}
	return " of " + credential
}

func mediaType(op *openapi.Operation) string {
	if op != nil && op.Body != nil && len(op.Body.Content) > 0 {
		return op.Body.Content[0].Type
	}
	return "application/json"
}

func spell(v any) string {
	switch v := v.(type) {
	case []any:
		all := make([]string, len(v))
		for i := range v {
			all[i] = spell(v[i])
		}
		return strings.Join(all, ",")
	case string:
		return v
	}
	return fmt.Sprint(v)
}

// Indented is a value as JSON over several lines, "" for none.
func Indented(v any) string {
	if v == nil {
		return ""
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
