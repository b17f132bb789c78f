package foreign

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// What one document may draw in.
const (
	mostFiles  = 2000
	mostOctets = 64 << 20 // of all files
)

// gather reads the document and every file that it refers to. A reference that
// leads nowhere is remembered: what stands there cannot be tested, the rest can.
func (b *builder) gather(fsys fs.FS, refs map[string]string) error {
	g := &gatherer{fsys: fsys, refs: refs, files: map[string]*document.Document{}, texts: map[string][]byte{}, dead: b.dead}
	if err := g.read(b.name, b.name); err != nil {
		return err
	}
	b.files, b.source = g.files, digest(g.texts)
	return nil
}

type gatherer struct {
	fsys   fs.FS
	refs   map[string]string // remote address → file
	files  map[string]*document.Document
	texts  map[string][]byte
	octets int
	dead   map[string]document.Problem
}

// read takes in one file under its URI, and those it refers to.
func (g *gatherer) read(uri, file string) error {
	if g.files[uri] != nil {
		return nil
	}
	data, err := fs.ReadFile(g.fsys, file)
	if err != nil {
		return document.Problems{{Path: file, Message: "cannot be read: " + cause(err)}}
	}
	if g.octets += len(data); len(g.files) >= mostFiles || g.octets > mostOctets {
		return document.Problems{{Path: file, Message: fmt.Sprintf("is more than is read of one interface: %d files or %d MB", mostFiles, mostOctets>>20)}}
	}
	doc, err := document.Parse(uri, data)
	if err != nil {
		return firstOf(err)
	}
	g.files[uri], g.texts[uri] = doc, data
	g.follow(doc)
	return nil
}

// cause is what the file system says, without the path, which is told already.
func cause(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

// firstOf keeps the first of many defects: one line says why a file is refused.
func firstOf(err error) error {
	var all document.Problems
	if errors.As(err, &all) && len(all) > 1 {
		return all[:1]
	}
	return err
}

// follow reads what the references of a document name.
func (g *gatherer) follow(doc *document.Document) {
	visitReferences(doc.Root, func(pointer, ref string) {
		file, _, _ := strings.Cut(ref, "#")
		if file == "" {
			return
		}
		if err := g.refer(doc, file); err != nil {
			g.dead[doc.Path+"#"+pointer] = doc.Problem(pointer, "the reference "+shorten(ref)+" is not followed: "+err.Error(), hintOf(err))
		}
	})
}

// refusal is why a reference is not followed, and what can be done about it.
type refusal struct{ why, hint string }

func (r refusal) Error() string { return r.why }

func hintOf(err error) string {
	var r refusal
	errors.As(err, &r)
	return r.hint
}

// refer reads the file that a reference of a document names.
func (g *gatherer) refer(doc *document.Document, ref string) error {
	base, err := url.Parse(doc.Path)
	if err != nil {
		return refusal{why: "the place of the document is no address"}
	}
	u, err := base.Parse(ref)
	if err != nil {
		return refusal{why: "it is no address"}
	}
	if u.IsAbs() || u.Host != "" {
		return g.remote(u)
	}
	plain, err := url.PathUnescape(ref)
	file := path.Join(path.Dir(doc.Path), plain)
	if err != nil || strings.HasPrefix(plain, "/") || strings.Contains(plain, `\`) || !fs.ValidPath(file) {
		return refusal{"it leads out of the folder of the document", "copy what is needed into it, or name a wider folder with --openapi-root"}
	}
	return g.read(file, file)
}

// remote takes a reference to another host from a file: the one that the caller
// names, else one below a folder that is called like the host.
func (g *gatherer) remote(u *url.URL) error {
	uri := u.String()
	if file, mapped := g.refs[uri]; mapped {
		return g.read(uri, file)
	}
	vendored := path.Join(u.Host, u.Path)
	if u.Host != "" && fs.ValidPath(vendored) {
		if info, err := fs.Stat(g.fsys, vendored); err == nil && info.Mode().IsRegular() {
			return g.read(uri, vendored)
		}
	}
	return refusal{"nothing is fetched from another place", "put the file beside the document and name it with --ref-map " + shorten(uri) + "=FILE"}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return s
}
