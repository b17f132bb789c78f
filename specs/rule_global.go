package specs

// ruleGlobal allows at most one requirement that is linked from no place for
// each assertion key: otherwise nobody could say which one a failure breaks.
func ruleGlobal(l *loading) {
	linked := l.boundByInvariants()
	for _, k := range l.links {
		linked[k.requirement] = true
	}
	holder := map[string]*Requirement{}
	for i := range l.std.Requirements {
		r := &l.std.Requirements[i]
		if linked[r.ID] {
			continue
		}
		for j, key := range r.Test.By {
			if other := holder[key]; other != nil && other.ID != r.ID {
				l.findAt(r.At, "/test/by/"+itoa(j), "the assertion "+key+" already establishes "+other.ID+" everywhere",
					"link one of the two with x-ucis-req to the places it speaks of")
				continue
			}
			holder[key] = r
		}
	}
}
