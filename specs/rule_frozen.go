package specs

import (
	"slices"

	"github.com/cityconf/cityconf/specs/document"
)

// frozen names the rule that is only silent once a version is issued.
const frozen = "frozen"

// ruleFrozen keeps what was published as it was: reports in the hands of buyers
// name its sentences. A later version may reword a sentence, the difference
// between versions tells of it; it never uses a withdrawn id again.
func ruleFrozen(l *loading) {
	s, past := l.std, l.past
	switch {
	case s.Status == "published" && (past == nil || past.Version != s.Version):
		l.find(registryFile, "/status", "the version says published and was not issued", "run cityconf spec publish on this folder")
		return
	case past == nil:
		return
	case past.Version == s.Version:
		l.frozenStatus()
		l.frozenSentences()
		l.frozenDocuments()
	}
	l.reusedIDs()
}

func (l *loading) frozenStatus() {
	if l.std.Status != "published" {
		l.find(registryFile, "/status", "version "+l.std.Version+" is issued and says "+l.std.Status, "write published, or give the draft the next version")
	}
}

const publishedHint = "undo the change; what is to change belongs into the next version"

func (l *loading) frozenSentences() {
	there := map[string]bool{}
	for i := range l.std.Requirements {
		r := &l.std.Requirements[i]
		there[r.ID] = true
		switch l.past.Requirements[r.ID] {
		case r.Digest:
		case "":
			l.findAt(r.At, "", r.ID+" was not there when version "+l.past.Version+" was published", publishedHint)
		default:
			l.findAt(r.At, "/statement", r.ID+" no longer says what it said when version "+l.past.Version+" was published", publishedHint)
		}
	}
	for id := range l.past.Requirements {
		if !there[id] {
			l.find(IssuedFile, "/requirements/"+id, id+" was published in version "+l.past.Version+" and is gone", publishedHint)
		}
	}
}

func (l *loading) frozenDocuments() {
	now := l.normative()
	for file, sum := range l.past.Documents {
		if now[file] == "" {
			l.find(IssuedFile, document.Join("/documents", file), "the document "+file+" was published in version "+l.past.Version+" and is gone", publishedHint)
		} else if now[file] != sum {
			l.find(file, "", "the document is not the one that was published in version "+l.past.Version, publishedHint)
		}
	}
	for file := range now {
		if l.past.Documents[file] == "" {
			l.find(file, "", "the document was not there when version "+l.past.Version+" was published", publishedHint)
		}
	}
}

func (l *loading) reusedIDs() {
	for i := range l.std.Requirements {
		if r := &l.std.Requirements[i]; slices.Contains(l.past.Retired, r.ID) {
			l.findAt(r.At, "/id", "the id "+r.ID+" was withdrawn in an earlier version", "give the sentence the next free number; ids are never used again")
		}
	}
}
