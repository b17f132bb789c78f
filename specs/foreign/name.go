package foreign

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

var (
	variable = regexp.MustCompile(`\{[^{}]*\}`)
	noWord   = regexp.MustCompile(`[^a-z0-9]+`)
	plainID  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
)

// basePath is the path of the first server with the defaults of its variables.
func basePath(root document.Spot) string {
	list, _ := root.Child("servers").Node.([]any)
	if len(list) == 0 {
		return ""
	}
	first := document.Spot{At: root.At + "/servers/0", Node: list[0]}
	at := variable.ReplaceAllStringFunc(first.Text("url"), func(v string) string {
		return first.Child("variables").Child(strings.Trim(v, "{}")).Text("default")
	})
	u, err := url.Parse(at)
	if err != nil || u.Path == "." || strings.HasPrefix(u.Path, "./") {
		return ""
	}
	return strings.TrimRight("/"+strings.TrimLeft(u.EscapedPath(), "/"), "/")
}

// version is the version that the document gives itself.
func version(info document.Spot) string {
	switch v := info.Child("version").Node.(type) {
	case string:
		return orUnnamed(strings.Join(strings.Fields(v), "-"))
	case json.Number:
		return v.String()
	}
	return "0"
}

// slug writes a title in the letters of an identifier.
func slug(title string) string {
	return orUnnamed(strings.Trim(noWord.ReplaceAllString(strings.ToLower(title), "-"), "-"))
}

func orUnnamed(s string) string {
	if s == "" {
		return "unnamed"
	}
	return s
}

// label names an operation for people.
func label(op *openapi.Operation) string { return op.Method + " " + op.Path }

// rename gives an operation an id that is unique and fits into names of cases:
// its own where that will do, else one made of method and path.
func (b *builder) rename(op *openapi.Operation) {
	id := op.ID
	if !plainID.MatchString(id) || b.labels[id] != "" {
		id = slug(label(op))
	}
	for n, base := 2, id; b.labels[id] != ""; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	op.ID = id
	b.labels[id] = label(op)
}
