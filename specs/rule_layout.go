package specs

import (
	"path"
	"slices"
	"strings"
)

// layout is where documents may stand in a part, besides shared schemas.
var layout = []string{"openapi.yaml", "channels.yaml", "requirements.yaml", "schemas/*.yaml",
	"examples/valid/*.yaml", "examples/invalid/*.yaml", "scenarios/*.yaml"}

// ruleLayout reports documents that nothing reads: a misplaced file would
// otherwise be a test that silently never runs.
func ruleLayout(l *loading) {
	for _, file := range l.files {
		part, inPart, _ := strings.Cut(file, "/")
		switch {
		case !documents[path.Ext(file)], file == registryFile, file == IssuedFile, part == "schemas":
		case !slices.Contains(l.parts, part):
			l.find(file, "", "the file belongs to no part", "list its folder under parts in "+registryFile+" or move it")
		case !l.fits(inPart):
			l.find(file, "", "nothing reads a file of this name here", "a part holds "+strings.Join(layout, ", "))
		}
	}
}

func (l *loading) fits(inPart string) bool {
	for _, pattern := range layout {
		if ok, _ := path.Match(pattern, inPart); ok {
			return true
		}
	}
	return false
}
