package specs

import (
	"io/fs"
	"path"

	"github.com/cityconf/cityconf/specs/openapi"
)

// ruleOpenAPI has each OpenAPI document judged by a linter of the field. A
// reference that leads nowhere stops the linter, and is reported already.
func ruleOpenAPI(l *loading) {
	if l.dead {
		return
	}
	read := func(file string) ([]byte, error) { return fs.ReadFile(l.fsys, path.Join(l.dir, file)) }
	for _, part := range l.parts {
		if doc := l.docs[part+"/openapi.yaml"]; doc != nil {
			l.problems = append(l.problems, openapi.Lint(doc, read)...)
		}
	}
}
