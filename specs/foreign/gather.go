package foreign

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// mostFiles bounds what one document may draw in.
const mostFiles = 2000

// gather reads a document and every file it refers to, by URI.
func gather(fsys fs.FS, name string, refs map[string]string) (map[string]*document.Document, error) {
	g := &gatherer{fsys: fsys, refs: refs, files: map[string]*document.Document{}}
	g.read(name, name, document.Problem{Path: name})
	if len(g.problems) > 0 {
		return nil, g.problems
	}
	return g.files, nil
}

type gatherer struct {
	fsys     fs.FS
	refs     map[string]string // remote address → file
	files    map[string]*document.Document
	problems document.Problems
}

// read takes in one file under its URI; from is the place that asks for it.
func (g *gatherer) read(uri, file string, from document.Problem) {
	if g.files[uri] != nil || len(g.problems) > 0 {
		return
	}
	if len(g.files) >= mostFiles {
		from.Message = fmt.Sprintf("the document draws in more than %d files", mostFiles)
		g.problems = append(g.problems, from)
		return
	}
	data, err := fs.ReadFile(g.fsys, file)
	if err != nil {
		from.Message, from.Hint = "cannot read "+file+": it is not in the folder of the document", ""
		g.problems = append(g.problems, from)
		return
	}
	doc, err := document.Parse(uri, data)
	if err != nil {
		if all, ok := err.(document.Problems); ok {
			g.problems = append(g.problems, all[0])
		}
		return
	}
	g.files[uri] = doc
	g.follow(doc)
}

// follow reads what the references of a document name.
func (g *gatherer) follow(doc *document.Document) {
	document.Walk(doc.Root, "", func(pointer string, v any) bool {
		m, _ := v.(map[string]any)
		ref, ok := m["$ref"].(string)
		if file, _, _ := strings.Cut(ref, "#"); ok && file != "" && !inData(pointer) {
			g.one(doc, pointer, file)
		}
		return len(g.problems) == 0
	})
}

// inData tells values that are shown, not meant.
func inData(pointer string) bool {
	return strings.Contains(pointer, "/example/") || strings.Contains(pointer, "/examples/") && strings.Contains(pointer, "/value/")
}

func (g *gatherer) one(doc *document.Document, pointer, ref string) {
	at := doc.Problem(pointer+"/$ref", "", "")
	refuse := func(why, hint string) {
		at.Message, at.Hint = "the reference "+ref+" "+why, hint
		g.problems = append(g.problems, at)
	}
	base, err := url.Parse(doc.Path)
	if err != nil {
		return
	}
	u, err := base.Parse(ref)
	if err != nil {
		refuse("is no address", "")
		return
	}
	if u.IsAbs() {
		g.remote(u.String(), u, at, refuse)
		return
	}
	plain, err := url.PathUnescape(ref)
	file := path.Join(path.Dir(doc.Path), plain)
	if err != nil || strings.HasPrefix(ref, "/") || !fs.ValidPath(file) || strings.Contains(ref, `\`) {
		refuse("leads outside of the folder of the document", "only files in it are read")
		return
	}
	g.read(file, file, at)
}

// remote takes a reference to another host from a file: the one that the
// caller names, else one below a folder that is called like the host.
func (g *gatherer) remote(uri string, u *url.URL, at document.Problem, refuse func(why, hint string)) {
	file, mapped := g.refs[uri]
	vendored := path.Join(u.Host, u.Path)
	if _, err := fs.Stat(g.fsys, vendored); !mapped && u.Host != "" && fs.ValidPath(vendored) && err == nil {
		file, mapped = vendored, true
	}
	if !mapped || u.Scheme != "http" && u.Scheme != "https" {
		refuse("leads to another place, and nothing is fetched", "vendor the file beside the document and name it with --ref-map "+uri+"=FILE")
		return
	}
	g.read(uri, file, at)
}
