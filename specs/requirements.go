package specs

import (
	"strconv"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
)

func itoa(i int) string { return strconv.Itoa(i) }

// requirements reads the classes and requirements of a part.
func (l *loading) requirements(part string) {
	file := part + "/requirements.yaml"
	doc := l.docs[file]
	if doc == nil {
		if !l.unreadable {
			l.find(file, "", "the file is missing", "a part has classes and requirements")
		}
		return
	}
	var form requirementsForm
	l.problems = append(l.problems, document.Decode(doc, "", &form)...)
	domain := ""
	if l.std.isDomain(part) {
		domain = part
	}
	for i, c := range form.Classes {
		l.std.Classes = append(l.std.Classes, Class{
			ID: c.ID, Domain: domain, Title: c.Title, Requires: c.Requires, Roles: c.Roles, Level: c.Level,
			At: l.source(file, "/classes/"+itoa(i)),
		})
	}
	for i, r := range form.Requirements {
		l.std.Requirements = append(l.std.Requirements, r.requirement(l.std, l.source(file, "/requirements/"+itoa(i))))
	}
}

// requirement fills in what the author need not type.
func (f requirementForm) requirement(s *Standard, at Source) Requirement {
	r := Requirement{
		ID: f.ID, Slug: f.Slug, Class: f.Class, Level: f.Level, Statement: f.Statement, Rationale: f.Rationale,
		Severity: f.Severity, Since: f.Since, Sources: f.Sources, Test: f.Test, Untested: f.Untested, At: at,
	}
	if r.Severity == "" {
		r.Severity = defaultSeverity(r.Level)
	}
	if r.Since == "" {
		r.Since = s.Version
	}
	r.Digest = r.digest()
	return r
}

func defaultSeverity(level Level) string {
	if level == Must {
		return "major"
	}
	return "minor"
}

// digest covers what the requirement demands, so that a change of wording
// shows and a change of line breaks does not.
func (r Requirement) digest() string {
	fold := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	return sha256Of([]byte(string(r.Level) + "\n" + fold(r.Statement.EN) + "\n" + fold(r.Statement.ZH)))
}
