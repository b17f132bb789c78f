// Package foreign reads anybody's OpenAPI document as a standard.
//
// In goes a document (Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2) with the files it
// refers to; out comes a [specs.Standard]: each operation is a conformance
// class, each thing the document says of it a requirement, and what OpenAPI
// leaves unsaid is left open. Parts that cannot be tested are named and left
// out. The package opens no connection and reads no file outside of the folder
// given.
package foreign

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// Role is the one role of a service that a document describes.
const Role = "service"

// Service is what a document says of a service.
type Service struct {
	Standard    *specs.Standard    // without base path: each service is told where it is
	BasePath    string             // path of the document's first server, "" when it has none
	Quarantined []document.Problem // what of the document cannot be tested because the document is at fault
}

// Load reads the document name in a folder. refs maps a remote address, as a
// "$ref" spells it without fragment, to a file of the folder. The error says in
// one line for each defect why the document cannot be used at all.
func Load(fsys fs.FS, name string, refs map[string]string) (*Service, error) {
	b := &builder{name: name, svc: &Service{}, dead: map[string]document.Problem{}, links: map[string][]string{}, labels: map[string]string{}, ties: map[string]string{}, told: map[string]bool{}}
	if err := b.gather(fsys, refs); err != nil {
		return nil, err
	}
	b.clean()
	if err := b.modernise(); err != nil {
		return nil, err
	}
	b.frame()
	if err := b.operations(); err != nil {
		return nil, err
	}
	if len(b.std.Operations) == 0 {
		return nil, b.nothing()
	}
	b.resources()
	b.std.Assemble(b.files, b.links)
	return b.svc, nil
}

// builder is a standard in the making.
type builder struct {
	name   string
	files  map[string]*document.Document // by URI
	source string                        // digest of the files as they were read
	old    bool                          // the document is Swagger 2.0
	dead   map[string]document.Problem   // place of a "$ref" that leads nowhere
	bad    []document.Problem            // parts taken out of the documents
	slow   int                           // patterns that take for ever
	svc    *Service
	std    *specs.Standard
	links  map[string][]string // place of an operation → requirements
	labels map[string]string   // operation id → "GET /things"
	told   map[string]bool     // ids of requirements that no test shows
	ties   map[string]string   // operation id → name of the link to what reads its objects
}

// frame fills in what the head of the document says.
func (b *builder) frame() {
	root := b.files[b.name].Top()
	info := root.Child("info")
	title := info.Text("title")
	if title == "" {
		title = b.name
	}
	b.std = &specs.Standard{ID: slug(title), Version: version(info), Status: "published",
		Title: specs.Text{EN: title, ZH: title}, Conventions: conventions(),
		Roles:   []specs.Role{{ID: Role, Title: specs.Text{EN: "service", ZH: "服务"}}},
		Schemas: b.set(), Digest: b.source}
	b.svc.Standard, b.svc.BasePath = b.std, basePath(root)
}

// exact are the formats that values are held against: those whose definition
// all readers share. What OpenAPI says of any other is a hint (OpenAPI 3.1.0,
// section 4.4).
var exact = []string{"date-time", "date", "uuid", "ipv4", "ipv6", "int32", "int64"}

// batch is how many schemas are compiled together: operations of large
// documents write out more than they share.
const batch = 16

// set is the group of the documents' schemas, all in the dialect of OpenAPI 3.1
// but for files that name their own.
func (b *builder) set() *schema.Set {
	trees := make(map[string]any, len(b.files))
	for file, doc := range b.files {
		trees[file] = doc.Root
	}
	return schema.NewSet(trees, schema.WithBatches(batch), schema.WithFormats(exact...))
}

// resolve finds what a "$ref" refers to among the files.
func (b *builder) resolve(base, ref string) (string, any, error) {
	target, err := b.std.Schemas.Resolve(base, ref)
	if err != nil {
		return "", nil, err
	}
	node, err := b.std.Schemas.Lookup(target)
	return target, node, err
}

// digest covers every file that was read, by its URI.
func digest(texts map[string][]byte) string {
	sum := sha256.New()
	for _, uri := range document.Keys(texts) {
		fmt.Fprintf(sum, "%s\n%d\n", uri, len(texts[uri]))
		sum.Write(texts[uri])
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// nothing is the error for a document without a usable operation.
func (b *builder) nothing() error {
	if len(b.svc.Quarantined) > 0 {
		return document.Problems(b.svc.Quarantined)
	}
	return document.Problems{b.problem(b.name, "/paths", "the document has no operation that can be tested", "name the document that holds the paths")}
}
