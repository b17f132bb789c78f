package specs

import "strings"

// bilingual reports a text that lacks one of the languages.
func (l *loading) bilingual(at Source, below string, t Text) {
	if strings.TrimSpace(t.EN) == "" {
		l.findAt(at, below, "the English text is missing", "add en")
	}
	if strings.TrimSpace(t.ZH) == "" {
		l.findAt(at, below, "the Chinese text is missing", "add zh")
	}
}

// ruleRegistry wants each entry of standard.yaml named in both languages and
// each domain to have its part.
func ruleRegistry(l *loading) {
	s, top := l.std, l.source(registryFile, "")
	l.bilingual(top, "/title", s.Title)
	if !strings.HasPrefix(s.BasePath, "/") {
		l.findAt(top, "/basePath", "the base path does not begin with a slash", "such as /ucis/v1")
	}
	if s.Status != "draft" && s.Status != "published" {
		l.findAt(top, "/status", "the status is neither draft nor published", "")
	}
	for i, r := range s.Roles {
		l.bilingual(top, "/roles/"+itoa(i)+"/title", r.Title)
		l.bilingual(top, "/roles/"+itoa(i)+"/description", r.Description)
	}
	for i, level := range s.Levels {
		l.bilingual(top, "/levels/"+itoa(i)+"/title", level.Title)
		for j, indicator := range level.Indicators {
			l.bilingual(top, "/levels/"+itoa(i)+"/indicators/"+itoa(j), indicator)
		}
	}
	for i, d := range s.Domains {
		l.bilingual(top, "/domains/"+itoa(i)+"/title", d.Title)
		if !l.hasFolder(d.ID) {
			l.findAt(top, "/domains/"+itoa(i), "the domain "+d.ID+" has no folder", "add the folder and list it under parts")
		}
	}
	for i, u := range s.Units {
		l.bilingual(top, "/units/"+itoa(i)+"/name", u.Name)
	}
	for i, e := range s.EventTypes {
		l.bilingual(top, "/eventTypes/"+itoa(i)+"/name", e.Name)
	}
}
