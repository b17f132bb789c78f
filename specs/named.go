package specs

import "github.com/cityconf/cityconf/specs/document"

// schemaHomes are the places of a document whose members are schemas.
var schemaHomes = []string{"/$defs", "/components/schemas"}

// NamedSchemas lists every schema that the documents give a name, as
// references "file#/pointer", by file and name. It is empty for a standard that
// was put together in memory.
func (s *Standard) NamedSchemas() []string { return namedSchemas(s.names().docs) }

func namedSchemas(docs map[string]*document.Document) []string {
	var all []string
	for _, file := range document.Keys(docs) {
		doc := docs[file]
		if doc == nil || !carriesLinks(file) {
			continue
		}
		for _, home := range schemaHomes {
			node, _ := doc.Lookup(home)
			named, _ := node.(map[string]any)
			for _, name := range document.Keys(named) {
				all = append(all, file+"#"+document.Join(home, name))
			}
		}
	}
	return all
}
