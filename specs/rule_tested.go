package specs

// ruleTested wants every MUST to be tested or to say why a machine cannot
// judge it, and no requirement to claim both.
func ruleTested(l *loading) {
	named := l.namedByTests()
	for i := range l.std.Requirements {
		r := &l.std.Requirements[i]
		tested := len(r.Test.By) > 0 || named[r.ID]
		switch {
		case tested && r.Untested != (Text{}):
			l.findAt(r.At, "/untested", "the requirement is tested and says that it cannot be", "remove untested")
		case !tested && r.Untested == (Text{}) && r.Level == Must:
			l.findAt(r.At, "", "nothing tests "+r.ID, "add test.by, an invariant, a scenario, or untested with the reason")
		}
	}
}

// namedByTests are the requirements that scenarios and invariants name.
func (l *loading) namedByTests() map[string]bool {
	named := l.boundByInvariants()
	for _, s := range l.std.Scenarios {
		for _, id := range s.Requirements {
			named[id] = true
		}
	}
	return named
}
