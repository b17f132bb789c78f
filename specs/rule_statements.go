package specs

import (
	"regexp"
	"strings"
)

// normative are the words of RFC 2119 in the only form that counts (RFC 8174).
var normative = regexp.MustCompile(`\b(MUST|SHOULD|MAY|SHALL|REQUIRED|RECOMMENDED|OPTIONAL)\b`)

// chineseVerbs are the verbs of GB/T 1.1 for the three obligations.
var chineseVerbs = map[Level]string{Must: "应", Should: "宜", May: "可"}

// harmless are Chinese words that contain a verb's character without its
// meaning; they are taken out before the verbs are looked for.
var harmless = strings.NewReplacer(words(
	"响应", "应答", "应用", "对应", "相应", "适应", "供应", "反应", "效应", "感应", "应急", "应力",
	"适宜", "便宜",
	"可用", "可选", "可读", "可写", "许可", "认可", "可见", "可靠", "可信", "可能", "可变", "可由", "可识别", "可重复",
)...)

func words(all ...string) []string {
	var pairs []string
	for _, w := range all {
		pairs = append(pairs, w, " ")
	}
	return pairs
}

// ruleStatements wants one normative verb in each statement, in both languages
// and of the level of the requirement.
func ruleStatements(l *loading) {
	for i := range l.std.Requirements {
		r := &l.std.Requirements[i]
		l.bilingual(r.At, "/statement", r.Statement)
		if r.Rationale != (Text{}) {
			l.bilingual(r.At, "/rationale", r.Rationale)
		}
		if r.Untested != (Text{}) {
			l.bilingual(r.At, "/untested", r.Untested)
		}
		if r.Statement.EN != "" {
			l.englishVerb(r)
		}
		if r.Statement.ZH != "" && chineseVerbs[r.Level] != "" {
			l.chineseVerb(r)
		}
	}
}

func (l *loading) englishVerb(r *Requirement) {
	found := normative.FindAllString(r.Statement.EN, -1)
	switch {
	case len(found) == 0:
		l.findAt(r.At, "/statement/en", "the statement has no normative verb", "say who "+string(r.Level)+" do what")
	case len(found) > 1:
		l.findAt(r.At, "/statement/en", "the statement has several normative verbs: "+strings.Join(found, ", "), "make it several requirements")
	case found[0] != string(r.Level):
		l.findAt(r.At, "/statement/en", "the statement says "+found[0]+" but the level is "+string(r.Level), "change one of them")
	}
}

func (l *loading) chineseVerb(r *Requirement) {
	text := harmless.Replace(r.Statement.ZH)
	want := chineseVerbs[r.Level]
	if strings.Contains(text, "必须") {
		l.findAt(r.At, "/statement/zh", "必须 is not a verb of GB/T 1.1", "write 应")
		return
	}
	if !strings.Contains(text, want) {
		l.findAt(r.At, "/statement/zh", "the level is "+string(r.Level)+" but the statement does not say "+want, "use "+want+" as the verb")
	}
	for _, other := range []Level{Must, Should} {
		if verb := chineseVerbs[other]; other != r.Level && strings.Contains(text, verb) {
			l.findAt(r.At, "/statement/zh", "the level is "+string(r.Level)+" but the statement says "+verb, "use "+want+" alone")
		}
	}
}
