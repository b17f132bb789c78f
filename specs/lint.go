package specs

import (
	"io/fs"

	"github.com/cityconf/cityconf/specs/document"
)

// Lint reads as much of a standard as can be read and reports every defect at
// once, in the order of the text: what [Load] refuses, and what breaks a rule of
// good form. Each problem says where it stands and what to do. While a file
// cannot be read at all, only what does not depend on it is judged.
func Lint(fsys fs.FS, dir string) (*Standard, []document.Problem) {
	l := load(fsys, dir)
	if !l.unreadable {
		for _, r := range rules() {
			r.find(l)
		}
	}
	return l.std, l.report()
}

// rule finds the defects of one kind.
type rule struct {
	name string
	find func(*loading)
}

// rules is the table of all lint rules; one file each.
func rules() []rule {
	return []rule{
		{"layout", ruleLayout},
		{"references", ruleReferences},
		{"unique", ruleUnique},
		{"registry", ruleRegistry},
		{"frozen", ruleFrozen},
		{"classes", ruleClasses},
		{"requirements", ruleRequirements},
		{"statements", ruleStatements},
		{"tested", ruleTested},
		{"global", ruleGlobal},
		{"links", ruleLinks},
		{"extensions", ruleExtensions},
		{"personal data", rulePersonal},
		{"classification", ruleClassification},
		{"deprecated operations", ruleDeprecated},
		{"OpenAPI", ruleOpenAPI},
		{"operations", ruleOperations},
		{"channels", ruleChannels},
		{"states", ruleStates},
		{"units", ruleUnits},
		{"event types", ruleEventTypes},
		{"patterns", rulePatterns},
		{"schemas", ruleSchemas},
		{"examples", ruleExamples},
		{"scenarios", ruleScenarios},
	}
}

// findAt is find for a place that a loaded value remembers.
func (l *loading) findAt(at Source, below, message, hint string) {
	l.find(at.File, at.Pointer+below, message, hint)
}

// walk visits every value of the documents that make up the standard, without
// examples and scenarios.
func (l *loading) walk(visit func(file, pointer string, v any) bool) {
	for _, file := range l.files {
		if doc := l.docs[file]; doc != nil && carriesLinks(file) {
			document.Walk(doc.Root, "", func(pointer string, v any) bool { return visit(file, pointer, v) })
		}
	}
}
