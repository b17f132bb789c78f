package specs

import (
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

const registryFile = "standard.yaml"

// registry reads standard.yaml: what exists, under which name.
func (l *loading) registry() {
	doc := l.docs[registryFile]
	if doc == nil {
		if !l.unreadable {
			l.find(registryFile, "", "the file is missing", "every version of a standard has one; it names id, version and parts")
		}
		return
	}
	var form standardForm
	l.problems = append(l.problems, document.Decode(doc, "", &form)...)
	s := l.std
	s.ID, s.Version, s.Status, s.Title = form.ID, form.Version, form.Status, form.Title
	s.BasePath, s.Tag = form.BasePath, form.Tag
	s.Roles, s.Levels, s.Domains = form.Roles, form.Levels, form.Domains
	s.Units, s.EventTypes = form.Units, form.EventTypes
	l.needs(doc, "id", "the permanent name, such as ucis")
	l.needs(doc, "version", `such as "1.0"`)
	l.checkParts(form.Parts)
}

func (l *loading) needs(doc *document.Document, key, hint string) {
	if v, given := doc.Lookup("/" + key); !given || v == "" {
		l.find(registryFile, "/"+key, key+" is missing", hint)
	}
}

// checkParts keeps the parts that have a folder.
func (l *loading) checkParts(parts []string) {
	if len(parts) == 0 {
		l.find(registryFile, "/parts", "no parts are listed", "list the folder of each part")
	}
	for i, part := range parts {
		if !l.hasFolder(part) {
			l.find(registryFile, document.Join("/parts", itoa(i)), "the part "+part+" has no folder with documents", "add the folder "+part+" or remove the entry")
			continue
		}
		l.parts = append(l.parts, part)
	}
}

func (l *loading) hasFolder(part string) bool {
	for _, file := range l.files {
		if part != "" && strings.HasPrefix(file, part+"/") {
			return true
		}
	}
	return false
}

func (s *Standard) isDomain(id string) bool {
	for _, d := range s.Domains {
		if d.ID == id {
			return true
		}
	}
	return false
}
