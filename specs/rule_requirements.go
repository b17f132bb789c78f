package specs

import "regexp"

var (
	requirementID   = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Z0-9]+)?-[0-9]{3}$`)
	requirementSlug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// The words a requirement may use.
var (
	obligations = []string{string(Must), string(Should), string(May)}
	severities  = []string{"critical", "major", "minor"}
	testKinds   = []string{"positive", "negative", "invariant", "sequence", "timing", "crosscheck", "inspection"}
	instruments = []string{"broker", "second-credential", "upper-tester", "seed", "receiver"}
)

// ruleRequirements keeps the members of a requirement to known words.
func ruleRequirements(l *loading) {
	ids := collect(l.std.Requirements, func(r Requirement) string { return r.ID })
	keys := AssertionKeys()
	for i := range l.std.Requirements {
		r := &l.std.Requirements[i]
		if !requirementID.MatchString(r.ID) {
			l.findAt(r.At, "/id", "the id "+r.ID+" is not of the form LGT-001", "capitals, a dash, three digits")
		}
		if !requirementSlug.MatchString(r.Slug) {
			l.findAt(r.At, "/slug", "the slug "+r.Slug+" is not of the form level-in-range", "lower-case words joined by dashes")
		}
		l.known(r.At, "/class", "class", r.Class, l.classIDs())
		l.known(r.At, "/level", "obligation", string(r.Level), obligations)
		l.known(r.At, "/severity", "severity", r.Severity, severities)
		if r.Test.Kind != "" || len(r.Test.By) > 0 {
			l.known(r.At, "/test/kind", "kind of test", r.Test.Kind, testKinds)
		}
		l.each(r.At, "/test/by", "assertion key", r.Test.By, keys)
		l.each(r.At, "/test/needs", "instrument", r.Test.Needs, instruments)
		l.each(r.At, "/test/requires", "requirement", r.Test.Requires, ids)
	}
}

func (l *loading) each(at Source, below, kind string, names, all []string) {
	for i, name := range names {
		l.known(at, below+"/"+itoa(i), kind, name, all)
	}
}
