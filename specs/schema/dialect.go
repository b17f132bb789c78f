package schema

import (
	"fmt"
	"strings"
)

// Dialect is the version of JSON Schema by which a document is read.
type Dialect int

// The dialects. Unset leaves the choice to the document: its "$schema", else
// its "openapi" or "asyncapi" member, else JSON Schema 2020-12.
const (
	Unset Dialect = iota
	Draft202012
	Draft201909
	Draft07
	Draft06
	Draft04
	OpenAPI30 // a draft-04 subset with nullable; siblings of $ref are ignored
)

const metaschema202012 = "https://json-schema.org/draft/2020-12/schema"

func (d Dialect) metaschema() string {
	return map[Dialect]string{
		Unset:       metaschema202012,
		Draft202012: metaschema202012,
		Draft201909: "https://json-schema.org/draft/2019-09/schema",
		Draft07:     "http://json-schema.org/draft-07/schema#",
		Draft06:     "http://json-schema.org/draft-06/schema#",
		Draft04:     "http://json-schema.org/draft-04/schema#",
		OpenAPI30:   "http://json-schema.org/draft-04/schema#",
	}[d]
}

func (s *Set) dialectOf(uri string, doc any) Dialect {
	if d, ok := s.settings.dialects[uri]; ok {
		return d
	}
	root, _ := doc.(map[string]any)
	if id, ok := root["$schema"].(string); ok && isOpenAPIDialect(id) {
		return Draft202012
	} else if ok {
		return Unset // the compiler reads $schema itself
	}
	if v, _ := root["openapi"].(string); strings.HasPrefix(v, "3.0") {
		return OpenAPI30
	}
	if s.settings.dialect != Unset {
		return s.settings.dialect
	}
	return Draft202012
}

// isOpenAPIDialect recognises the dialect of OpenAPI 3.1, which is 2020-12 with
// further annotations (OpenAPI 3.1.0, section 4.8.24.5).
func isOpenAPIDialect(uri string) bool {
	return strings.HasPrefix(uri, "https://spec.openapis.org/oas/3.")
}

// prepare gives the tree that is compiled for a document: the raw one, with
// its dialect written where the compiler looks for it, and with keywords of
// OpenAPI 3.0 replaced by those of JSON Schema.
func (s *Set) prepare(uri string, doc any) (any, error) {
	if tooDeep(doc, MaxDepth) {
		return nil, fmt.Errorf("%s is nested more than %d levels deep", s.names[uri], MaxDepth)
	}
	if at, n := extremeNumber(doc); n != "" {
		return nil, fmt.Errorf("%s: the number at %s has too great an exponent to be read: %s", s.names[uri], at, n)
	}
	root, ok := doc.(map[string]any)
	if !ok || s.dialects[uri] == Unset {
		return doc, nil
	}
	if s.dialects[uri] == OpenAPI30 {
		root, _ = fromOpenAPI30(root, false).(map[string]any)
	}
	return withMember(root, "$schema", s.dialects[uri].metaschema()), nil
}

func tooDeep(node any, levels int) bool {
	switch node := node.(type) {
	case map[string]any:
		for _, member := range node {
			if levels == 0 || tooDeep(member, levels-1) {
				return true
			}
		}
	case []any:
		for _, item := range node {
			if levels == 0 || tooDeep(item, levels-1) {
				return true
			}
		}
	}
	return false
}
