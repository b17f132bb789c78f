package schema

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// origin is prefixed to the URIs of documents, which are relative to the
// standard's folder, because references can only be joined to absolute ones.
// It never leaves the package.
const origin = "set://docs/"

// Set is a closed group of documents whose schemas may refer to each other.
// It never reads a file and never opens a connection: a reference that leads
// outside of the set is an error of Compile. A Set is safe for concurrent use.
type Set struct {
	docs     map[string]any    // absolute URI → raw tree as given
	trees    map[string]any    // absolute URI → tree as compiled, by dialect
	names    map[string]string // absolute URI or root $id → URI as given
	dialects map[string]Dialect
	settings settings

	patterns sync.Map   // regular expression as written → *pattern or error
	mu       sync.Mutex // guards what follows
	compiler *jsonschema.Compiler
	asked    int // schemas compiled
	schemas  map[request]*Schema
	graph    *graph
}

type request struct {
	ref  string
	view View
}

type settings struct {
	dialect       Dialect
	dialects      map[string]Dialect
	formatsAreLax bool
	formats       []string
	batch         int
}

// Option changes how a Set reads its documents.
type Option func(*settings)

// WithDialect reads the named documents by dialect d, whatever they say of
// themselves. Without names it sets the dialect of documents that say nothing
// of themselves; that is [Draft202012] otherwise.
func WithDialect(d Dialect, docs ...string) Option {
	return func(s *settings) {
		if len(docs) == 0 {
			s.dialect = d
		}
		for _, name := range docs {
			s.dialects[absolute(name)] = d
		}
	}
}

// WithBatches starts the compiler afresh after so many schemas. Its work on one
// document grows with the square of the schemas that it has seen there: where
// many schemas stand in one large document, small batches save more than is
// lost by compiling again what several of them refer to.
func WithBatches(schemas int) Option {
	return func(s *settings) { s.batch = schemas }
}

// WithFormatAnnotation makes "format" an annotation that is never asserted, as
// JSON Schema 2020-12 does by default (validation, section 7.2.1).
func WithFormatAnnotation() Option {
	return func(s *settings) { s.formatsAreLax = true }
}

// WithFormats asserts the named formats only; any other is an annotation.
func WithFormats(names ...string) Option {
	return func(s *settings) { s.formats = names }
}

// asserts tells whether values are held against a format.
func (s *settings) asserts(format string) bool {
	return !s.formatsAreLax && (s.formats == nil || slices.Contains(s.formats, format))
}

// NewSet makes a set of the documents docs: URI relative to the standard's
// folder ("lgt/openapi.yaml") or absolute URI → raw tree. It never fails;
// problems of a document appear when a schema in it is compiled. The trees must
// not be changed afterwards.
func NewSet(docs map[string]any, opts ...Option) *Set {
	s := &Set{
		docs:     make(map[string]any, len(docs)),
		trees:    make(map[string]any, len(docs)),
		names:    make(map[string]string, len(docs)),
		dialects: make(map[string]Dialect, len(docs)),
		settings: settings{dialects: map[string]Dialect{}},
		schemas:  map[request]*Schema{},
	}
	for _, opt := range opts {
		opt(&s.settings)
	}
	for name, doc := range docs {
		s.add(name, doc)
	}
	s.compiler = s.newCompiler()
	s.graph = newGraph(s)
	return s
}

func (s *Set) add(name string, doc any) {
	uri := absolute(name)
	s.docs[uri] = doc
	s.names[uri] = strings.TrimSuffix(name, "#")
	s.dialects[uri] = s.dialectOf(uri, doc)
	if id, ok := rootID(doc); ok {
		if _, taken := s.docs[id]; !taken {
			s.names[id] = s.names[uri]
		}
	}
}

func (s *Set) newCompiler() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.UseLoader(loader{s})
	c.UseRegexpEngine(s.compileForLibrary)
	return c
}

// loader hands the set's documents to the compiler, and nothing else.
type loader struct{ set *Set }

// Load returns the document at the absolute URI uri.
func (l loader) Load(uri string) (any, error) {
	uri = l.set.home(uri)
	doc, ok := l.set.docs[uri]
	if !ok {
		return nil, fmt.Errorf("%s is not a document of the set", strings.TrimPrefix(uri, origin))
	}
	if tree, ok := l.set.trees[uri]; ok {
		return tree, nil
	}
	tree, err := l.set.prepare(uri, doc)
	if err != nil {
		return nil, err
	}
	l.set.trees[uri] = tree
	return tree, nil
}

// home is the absolute URI under which the document that uri names was given:
// uri itself, or the place of the document whose $id is uri.
func (s *Set) home(uri string) string {
	if _, ok := s.docs[uri]; ok {
		return uri
	}
	if name, ok := s.names[uri]; ok {
		return absolute(name)
	}
	return uri
}

func absolute(name string) string {
	name, _, _ = strings.Cut(name, "#")
	if u, err := url.Parse(name); err == nil && u.IsAbs() {
		return name
	}
	return origin + (&url.URL{Path: strings.TrimPrefix(name, "/")}).EscapedPath()
}

func rootID(doc any) (string, bool) {
	root, _ := doc.(map[string]any)
	for _, key := range []string{"$id", "id"} {
		id, _ := root[key].(string)
		if u, err := url.Parse(id); err == nil && u.IsAbs() {
			return strings.TrimSuffix(id, "#"), true
		}
	}
	return "", false
}

func withMember(tree map[string]any, key string, value any) map[string]any {
	out := maps.Clone(tree)
	out[key] = value
	return out
}
