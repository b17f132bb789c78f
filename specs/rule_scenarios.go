package specs

import (
	"github.com/cityconf/cityconf/specs/document"
)

// scenarioKeys are the members of a scenario file.
var scenarioKeys = []string{"alone", "class", "needs", "operation", "requirement", "steps", "title"}

// ruleScenarios wants a scenario to be titled, to test a requirement that
// exists, and to do something. What its steps mean is for package suites.
func ruleScenarios(l *loading) {
	ids := collect(l.std.Requirements, func(r Requirement) string { return r.ID })
	for i := range l.std.Scenarios {
		s := &l.std.Scenarios[i]
		l.bilingual(s.At, "/title", s.Title)
		for _, key := range document.Keys(s.Body) {
			l.known(s.At, document.Join("", key), "key of a scenario", key, scenarioKeys)
		}
		if s.Class != "" {
			l.known(s.At, "/class", "class", s.Class, l.classIDs())
		}
		if len(s.Requirements) == 0 {
			l.findAt(s.At, "", "the scenario tests no requirement", "add requirement: with an id")
		}
		l.scenarioIDs(s, ids)
		if steps, ok := s.Steps.([]any); !ok || len(steps) == 0 {
			l.findAt(s.At, "/steps", "the scenario has no steps", "add a list of steps")
		}
	}
}

func (l *loading) scenarioIDs(s *Scenario, ids []string) {
	document.Walk(s.Body, "", func(pointer string, v any) bool {
		m, _ := v.(map[string]any)
		if id, ok := m["requirement"].(string); ok {
			l.known(s.At, document.Join(pointer, "requirement"), "requirement", id, ids)
		}
		return true
	})
}
