package specs

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/cityconf/cityconf/specs/document"
)

// IssuedFile stands beside standard.yaml once a version has been published, and
// is copied with the folder into the next version. [Issue] writes it.
const IssuedFile = "issued.yaml"

// issued is what was published last: sentences by their content hash, so that
// no id ever comes to mean something else, and normative documents by the hash
// of their text, so that anybody can check them with sha256sum.
type issued struct {
	Version      string            `json:"version" yaml:"version"`
	Requirements map[string]string `json:"requirements" yaml:"requirements"`                // id → [Requirement.Digest]
	Retired      []string          `json:"retired,omitempty" yaml:"retired,omitempty,flow"` // ids that were withdrawn: never used again
	Documents    map[string]string `json:"documents" yaml:"documents"`                      // file → "sha256:…"
}

func (l *loading) readIssued() {
	doc := l.docs[IssuedFile]
	if doc == nil {
		return
	}
	l.past = &issued{}
	l.problems = append(l.problems, document.Decode(doc, "", l.past)...)
}

// Issue returns the text of issued.yaml for the version in a folder, which the
// committee publishes with it: from then on [Lint] refuses every change of a
// sentence or of a normative document of that version. Sentences of earlier
// versions that are no longer there become retired. The error joins the defects
// of a standard that does not lint, or is [ErrDraft] or [ErrIssued].
func Issue(fsys fs.FS, dir string) ([]byte, error) {
	l := load(fsys, dir)
	if !l.unreadable {
		for _, r := range rules() {
			if r.name != frozen {
				r.find(l)
			}
		}
	}
	if problems := l.report(); len(problems) > 0 {
		return nil, document.Problems(problems)
	}
	switch {
	case l.std.Status != "published":
		return nil, ErrDraft
	case l.past != nil && l.past.Version == l.std.Version:
		return nil, ErrIssued
	}
	text, err := yaml.Marshal(l.issue())
	if err != nil {
		return nil, err
	}
	return append([]byte(issuedHead), text...), nil
}

// Why a standard that lints cannot be issued.
var (
	ErrDraft  = errors.New("the version is a draft")
	ErrIssued = errors.New("the version was published before")
)

const issuedHead = "# What this version said when it was published. Written by cityconf spec publish\n" +
	"# and checked by cityconf spec lint; not to be edited.\n"

func (l *loading) issue() *issued {
	now := &issued{Version: l.std.Version, Requirements: map[string]string{}, Documents: l.normative()}
	for i := range l.std.Requirements {
		now.Requirements[l.std.Requirements[i].ID] = l.std.Requirements[i].Digest
	}
	if l.past == nil {
		return now
	}
	now.Retired = slices.Clone(l.past.Retired)
	for id := range l.past.Requirements {
		if now.Requirements[id] == "" {
			now.Retired = append(now.Retired, id)
		}
	}
	slices.Sort(now.Retired)
	return now
}

// normative are the documents that tell how systems must behave. Examples,
// scenarios and the tests of requirements may be mended after publication: they
// only judge.
func (l *loading) normative() map[string]string {
	out := map[string]string{}
	for file, sum := range l.sums {
		name := path.Base(file)
		if name == "openapi.yaml" || name == "channels.yaml" || strings.Contains("/"+file, "/schemas/") {
			out[file] = sum
		}
	}
	return out
}
