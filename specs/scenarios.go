package specs

import (
	"path"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

// scenarios reads the hand-written tests of a part. Their steps are decoded by
// package suites; here only what links them to requirements is read.
func (l *loading) scenarios(part string) {
	for _, file := range l.below(part + "/scenarios") {
		doc := l.docs[file]
		body, ok := doc.Root.(map[string]any)
		if !ok {
			l.find(file, "", "a scenario is a mapping, found "+document.Describe(doc.Root), "begin with title")
			continue
		}
		var title Text
		if _, given := body["title"]; given {
			l.problems = append(l.problems, document.Decode(doc, "/title", &title)...)
		}
		class, _ := body["class"].(string)
		l.std.Scenarios = append(l.std.Scenarios, Scenario{
			ID: part + "/" + strings.TrimSuffix(path.Base(file), path.Ext(file)), Title: title, Class: class,
			Requirements: scenarioRequirements(body), Steps: body["steps"], Body: body,
			Document: doc, At: l.source(file, ""),
		})
	}
}

// scenarioRequirements are the requirements that the file and its
// expectations name, sorted.
func scenarioRequirements(body map[string]any) []string {
	var ids []string
	document.Walk(body, "", func(_ string, v any) bool {
		m, _ := v.(map[string]any)
		if id, ok := m["requirement"].(string); ok {
			ids = append(ids, id)
		}
		return true
	})
	slices.Sort(ids)
	return slices.Compact(ids)
}
