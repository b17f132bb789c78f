package specs

import (
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

const linkKey = "x-ucis-req"

// link is one id of an x-ucis-req at a place.
type link struct {
	file        string
	place       string // pointer of what carries the key
	entry       string // pointer of the id
	requirement string
}

// findLinks collects every x-ucis-req of the documents, in the order of files
// and pointers.
func (l *loading) findLinks() {
	for _, file := range l.files {
		doc := l.docs[file]
		if doc == nil || !carriesLinks(file) {
			continue
		}
		document.Walk(doc.Root, "", func(pointer string, v any) bool {
			if m, ok := v.(map[string]any); ok && m[linkKey] != nil {
				l.linksAt(file, pointer, m[linkKey])
			}
			return true
		})
	}
}

// carriesLinks tells documents from examples and scenarios, which are data.
func carriesLinks(file string) bool {
	return !strings.Contains(file, "/examples/") && !strings.Contains(file, "/scenarios/")
}

func (l *loading) linksAt(file, place string, v any) {
	at := place + "/" + linkKey
	ids, ok := v.([]any)
	if !ok {
		l.find(file, at, "expected a list of requirement ids, found "+document.Describe(v), "write [LGT-001]")
		return
	}
	for i, entry := range ids {
		id, ok := entry.(string)
		if !ok {
			l.find(file, at, "expected a requirement id, found "+document.Describe(entry), "write [LGT-001]")
			continue
		}
		l.links = append(l.links, link{file: file, place: place, entry: at + "/" + strconv.Itoa(i), requirement: id})
	}
}
