package specs

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
)

// Load reads the version of a standard that stands in a folder. The error
// joins every defect that makes the standard unusable, one line each with file,
// line and pointer; see [Lint] for the rules of good form beyond that.
func Load(fsys fs.FS, dir string) (*Standard, error) {
	l := load(fsys, dir)
	if problems := l.report(); len(problems) > 0 {
		return nil, document.Problems(problems)
	}
	return l.std, nil
}

// loading is a standard in the making, with the text it comes from.
type loading struct {
	*folder
	std   *Standard
	parts []string // folders of the parts, as standard.yaml lists them
	links []link
	past  *issued // nil when no version was ever published
	dead  bool    // some $ref leads nowhere
}

func load(fsys fs.FS, dir string) *loading {
	l := &loading{folder: readFolder(fsys, cleanDir(dir)), std: &Standard{}}
	l.std.Digest = l.digest
	l.std.Schemas = l.schemas()
	l.registry()
	for _, part := range l.parts {
		l.requirements(part)
		if !l.unreadable {
			l.interfaces(part)
			l.examples(part)
			l.scenarios(part)
		}
	}
	l.readIssued()
	l.std.Resources = l.resources()
	l.findLinks()
	l.std.index = newIndex(l.std, l.docs, l.links, l.boundByInvariants())
	return l
}

func cleanDir(dir string) string {
	return path.Clean(strings.TrimSuffix(strings.ReplaceAll(dir, `\`, "/"), "/"))
}

// schemas makes the set of every document, by its path below the folder.
func (l *loading) schemas() *schema.Set {
	trees := make(map[string]any, len(l.docs))
	for file, doc := range l.docs {
		trees[file] = doc.Root
	}
	return schema.NewSet(trees)
}

var errOutside = errors.New("there is no such file in the standard")

// resolve finds what a "$ref" refers to among the documents.
func (l *loading) resolve(base, ref string) (string, any, error) {
	target, err := l.std.Schemas.Resolve(base, ref)
	if err != nil {
		return "", nil, errOutside
	}
	node, err := l.std.Schemas.Lookup(target)
	return target, node, err
}

// find reports a defect at a place of a document of the standard.
func (l *loading) find(file, pointer, message, hint string) {
	l.problems = append(l.problems, document.Problem{Path: file, Pointer: pointer, Message: message, Hint: hint})
}

// source is a place of a document with its line.
func (l *loading) source(file, pointer string) Source {
	s := Source{File: file, Pointer: pointer}
	if doc := l.docs[file]; doc != nil {
		s.Line = doc.Line(pointer)
	}
	return s
}

// report gives the problems found so far in the order of the text, each with
// its line and with the path by which the author opened the folder.
func (l *loading) report() []document.Problem {
	all := make([]document.Problem, 0, len(l.problems))
	for _, p := range l.problems {
		if doc := l.docs[p.Path]; doc != nil && p.Line == 0 {
			p.Line = doc.Line(p.Pointer)
		}
		if p.Path != l.dir && !strings.HasPrefix(p.Path, l.dir+"/") {
			p.Path = path.Join(l.dir, p.Path)
		}
		all = append(all, p)
	}
	slices.SortStableFunc(all, byPlace)
	return slices.Compact(all)
}

func byPlace(a, b document.Problem) int {
	if c := strings.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	if c := strings.Compare(a.Pointer, b.Pointer); c != 0 {
		return c
	}
	return strings.Compare(a.Message, b.Message)
}
