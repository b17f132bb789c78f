package specs

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// folder is the text of a standard: every file, read once.
type folder struct {
	fsys       fs.FS
	dir        string
	files      []string // relative to dir, sorted
	docs       map[string]*document.Document
	sums       map[string]string // file → "sha256:…" of its text
	digest     string
	problems   []document.Problem
	unreadable bool // some file could not be read: what refers to it cannot be judged
}

// documents are the endings of the files that are parsed.
var documents = map[string]bool{".yaml": true, ".yml": true, ".json": true}

func readFolder(fsys fs.FS, dir string) *folder {
	f := &folder{fsys: fsys, dir: dir, docs: map[string]*document.Document{}, sums: map[string]string{}}
	sum := sha256.New()
	err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && hidden(entry.Name()):
			return skip(entry)
		case entry.IsDir():
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		data = unixLines(data)
		file := f.relative(name)
		fmt.Fprintf(sum, "%s\n%d\n", file, len(data))
		sum.Write(data)
		f.sums[file] = sha256Of(data)
		f.add(file, data)
		return nil
	})
	if err != nil {
		f.unreadable = true
		f.problems = append(f.problems, cannotRead(dir, err))
	}
	f.digest = "sha256:" + hex.EncodeToString(sum.Sum(nil))
	return f
}

func (f *folder) add(file string, data []byte) {
	f.files = append(f.files, file)
	if !documents[path.Ext(file)] {
		return
	}
	doc, err := document.Parse(file, data)
	if err == nil {
		f.docs[file] = doc
		return
	}
	f.unreadable = true
	var problems document.Problems
	if errors.As(err, &problems) {
		f.problems = append(f.problems, problems...)
		return
	}
	f.problems = append(f.problems, document.Problem{Path: file, Message: err.Error()})
}

// relative is a file name below the standard's folder, with slashes.
func (f *folder) relative(name string) string {
	if f.dir == "." {
		return name
	}
	return strings.TrimPrefix(name, f.dir+"/")
}

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// hidden tells what editors and version control leave beside the documents.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~")
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// unixLines makes the digest independent of how a checkout ends its lines.
func unixLines(data []byte) []byte {
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

func cannotRead(dir string, err error) document.Problem {
	p := document.Problem{Path: dir, Message: "cannot be read: " + err.Error()}
	var missing *fs.PathError
	if errors.As(err, &missing) {
		p = document.Problem{Path: missing.Path, Message: "cannot be read: " + missing.Err.Error()}
	}
	p.Hint = "give the folder of one version of a standard, such as specs/ucis/1.0"
	return p
}
