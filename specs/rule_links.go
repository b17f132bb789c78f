package specs

// ruleLinks wants every x-ucis-req and every invariant to name a requirement
// whose class exists.
func ruleLinks(l *loading) {
	ids := collect(l.std.Requirements, func(r Requirement) string { return r.ID })
	for _, k := range l.links {
		at := Source{File: k.file, Pointer: k.entry}
		l.known(at, "", "requirement", k.requirement, ids)
		if r := l.std.Requirement(k.requirement); r != nil && l.std.Class(r.Class) == nil {
			l.findAt(at, "", "the class "+r.Class+" of "+r.ID+" does not exist", "correct the class of the requirement")
		}
	}
	l.invariants(func(file, pointer string, entry map[string]any) {
		at := Source{File: file, Pointer: pointer}
		id, _ := entry["req"].(string)
		l.known(at, "/req", "requirement", id, ids)
		if that, _ := entry["that"].(string); that == "" {
			l.findAt(at, "", "the invariant says nothing", "add that: with an expression over self")
		}
	})
}
