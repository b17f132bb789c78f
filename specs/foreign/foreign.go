// Package foreign reads anybody's OpenAPI document as a standard.
//
// In goes a document (Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2) with the files it
// refers to; out comes a [specs.Standard]: each operation is a conformance
// class, each sentence of the document a requirement, and what OpenAPI leaves
// unsaid is left open. Parts that cannot be tested are named and left out. The
// package opens no connection and reads no file outside of the folder given.
package foreign

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
)

// Role is the one role of a service that a document describes.
const Role = "service"

// Service is what a document says of a service.
type Service struct {
	Standard    *specs.Standard
	BasePath    string             // path of the first server, "" when it has none
	Quarantined []document.Problem // parts of the document that cannot be tested, with the reason
}

// Load reads the document name in a folder. refs maps a remote address, as a
// "$ref" spells it without fragment, to a file of the folder. The error says in
// one line for each defect why the document cannot be used at all.
func Load(fsys fs.FS, name string, refs map[string]string) (*Service, error) {
	files, err := gather(fsys, name, refs)
	if err != nil {
		return nil, err
	}
	b := &builder{files: files, name: name, svc: &Service{}, bad: map[string]document.Problem{}}
	if err := b.modernise(); err != nil {
		return nil, err
	}
	b.guard()
	b.frame()
	b.operations()
	if len(b.std.Operations) == 0 {
		return nil, b.nothing()
	}
	b.shape()
	b.std.Assemble(b.files, b.links)
	return b.svc, nil
}

// builder is a standard in the making.
type builder struct {
	files map[string]*document.Document
	name  string
	svc   *Service
	std   *specs.Standard
	links map[string][]string
	bad   map[string]document.Problem // schemas taken out, by place
}

// frame fills in what the head of the document says.
func (b *builder) frame() {
	doc := b.files[b.name]
	info := doc.Top().Child("info")
	title := info.Text("title")
	if title == "" {
		title = b.name
	}
	b.std = &specs.Standard{ID: slug(title), Version: orUnknown(fmt.Sprint(info.Child("version").Node)), Status: "published",
		Title: specs.Text{EN: title, ZH: title}, Conventions: conventions(),
		Roles: []specs.Role{{ID: Role, Title: specs.Text{EN: "service", ZH: "服务"}}},
		Schemas: b.set(), Digest: b.digest()}
	b.svc.Standard, b.links = b.std, map[string][]string{}
	b.svc.BasePath = basePath(doc.Top())
}

// set is the group of the documents' schemas. Files that say nothing of
// themselves were brought to the dialect of the document.
func (b *builder) set() *schema.Set {
	trees := make(map[string]any, len(b.files))
	for file, doc := range b.files {
		trees[file] = doc.Root
	}
	return schema.NewSet(trees)
}

func (b *builder) digest() string {
	sum := sha256.New()
	for _, file := range document.Keys(b.files) {
		fmt.Fprintf(sum, "%s\n%v\n", file, b.files[file].Root)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// nothing is the error for a document without a usable operation.
func (b *builder) nothing() error {
	if len(b.svc.Quarantined) == 0 {
		return document.Problems{b.files[b.name].Problem("/paths", "the document has no operation", "nothing can be tested")}
	}
	return document.Problems(b.svc.Quarantined)
}

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
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.Path, "/")
}

var (
	variable = regexp.MustCompile(`\{[^{}]*\}`)
	noWord   = regexp.MustCompile(`[^a-z0-9]+`)
)

func slug(title string) string {
	return orUnknown(strings.Trim(noWord.ReplaceAllString(strings.ToLower(title), "-"), "-"))
}

func orUnknown(s string) string {
	if s == "" || s == "<nil>" {
		return "unnamed"
	}
	return s
}

// label names an operation for people.
func label(op *openapi.Operation) string {
	s := op.Method + " " + op.Path
	if op.ID != s {
		s += " (" + op.ID + ")"
	}
	return s
}
