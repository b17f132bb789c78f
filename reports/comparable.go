package reports

import (
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// Grade says how far two reports can be compared.
type Grade string

// The grades.
const (
	Comparable    Grade = "C0" // 可比: one table, rank allowed
	Conditionally Grade = "C1" // 有条件: one table and rank under a banner that lists what differs
	ReferenceOnly Grade = "C2" // 仅供参考: separate blocks, no rank, no scores side by side
)

// Comparability is the grade of two reports and why it is not better.
type Comparability struct {
	Grade       Grade        `json:"grade"`
	Differences []Difference `json:"differences"` // what keeps it from C0, in a fixed order
	Unchanged   []string     `json:"unchanged"`   // requirements whose text and tests are equal in both
}

// Difference is one thing that two reports do not share, or that one of them
// lacks.
type Difference struct {
	Kind string     `json:"kind"` // standard, suite, seed, profile, errata, repetitions, simulator, whole, assurance, validity, tests
	Name specs.Text `json:"name"`
	A    string     `json:"a"`
	B    string     `json:"b"`

	Words [2]specs.Text `json:"-"` // A and B for people, where they are words; else empty
}

// Compare grades two reports. It looks at what they were made with and never at
// what they found, and gives the same grade in either order.
func Compare(a, b *Report) Comparability {
	c := Comparability{Grade: Comparable, Differences: []Difference{}, Unchanged: unchanged(a, b)}
	for _, d := range commons {
		if x, y := d.of(a), d.of(b); x != y || d.refuses != nil && (d.refuses(x) || d.refuses(y)) {
			found := Difference{Kind: d.kind, Name: d.name, A: x, B: y}
			if d.words != nil {
				found.Words = [2]specs.Text{d.words(a), d.words(b)}
			}
			c.Differences = append(c.Differences, found)
			c.Grade = max(c.Grade, d.grade)
		}
	}
	if c.Grade == Conditionally {
		c.conditions(a, b)
	}
	return c
}

// common is one thing that two comparable reports share.
type common struct {
	kind    string
	name    specs.Text
	of      func(*Report) string
	refuses func(string) bool // a value that is not comparable even when both have it
	grade   Grade             // of reports that differ in it
	words   func(*Report) specs.Text
}

func kept(s string) bool { return s != "" }

// commons are what a comparison looks at, in the order in which a banner tells of them.
var commons = []common{
	{"standard", specs.Text{EN: "standard", ZH: "标准"}, func(r *Report) string {
		return r.Standard.ID + "/" + r.Standard.Version + " " + digestOf(r.Standard.Digest)
	}, nil, ReferenceOnly, nil},
	{"profile", specs.Text{EN: "tender profile", ZH: "招标评价方案"}, (*Report).profileDigest, nil, ReferenceOnly, nil},
	{"errata", specs.Text{EN: "errata list", ZH: "勘误清单"}, (*Report).errataDigest, nil, ReferenceOnly, nil},
	{"repetitions", specs.Text{EN: "repetitions", ZH: "重复次数"}, func(r *Report) string { return fmt.Sprint(r.Limits.Repetitions) }, nil, ReferenceOnly, nil},
	{"simulator", specs.Text{EN: "target", ZH: "被测对象"}, func(r *Report) string {
		if r.simulated() {
			return "simulator"
		}
		return ""
	}, kept, ReferenceOnly, (*Report).kindOfTarget},
	{"whole", specs.Text{EN: "part of the tests left out", ZH: "未执行全部测试"}, (*Report).leftOut, kept, ReferenceOnly, (*Report).leftOutWords},
	{"assurance", specs.Text{EN: "assurance level below the profile", ZH: "证据等级低于方案要求"}, unmet("assurance"), kept, ReferenceOnly, unmetWords("assurance")},
	{"repetitions-profile", specs.Text{EN: "fewer repetitions than the profile wants", ZH: "重复次数少于方案要求"}, unmet("repetitions"), kept, ReferenceOnly, unmetWords("repetitions")},
	{"validity", specs.Text{EN: "outside of the validity", ZH: "超出有效期"}, unmet("validity"), kept, ReferenceOnly, unmetWords("validity")},
	{"suite", specs.Text{EN: "test suite", ZH: "测试套件"}, func(r *Report) string { return r.Suite.Version }, nil, Conditionally, nil},
	{"seed", specs.Text{EN: "seed", ZH: "种子"}, func(r *Report) string { return fmt.Sprint(r.Suite.Seed) }, nil, Conditionally, nil},
}

func (r *Report) profileDigest() string {
	if r.Evaluation == nil || r.Evaluation.Profile == nil {
		return "–"
	}
	return r.Evaluation.Profile.ID + " " + digestOf(r.Evaluation.Profile.Digest)
}

func (r *Report) errataDigest() string {
	if r.Errata == nil {
		return "–"
	}
	return r.Errata.ID + " " + digestOf(r.Errata.Digest)
}

func (r *Report) leftOut() string {
	bare := *r
	bare.Limits.Simulator, bare.Target.Simulator = false, false
	if bare.whole() {
		return ""
	}
	return bare.wholeness().EN
}

// leftOutWords says for people what was left out.
func (r *Report) leftOutWords() specs.Text {
	bare := *r
	bare.Limits.Simulator, bare.Target.Simulator = false, false
	return bare.wholeness()
}

// kindOfTarget says for people what was tested.
func (r *Report) kindOfTarget() specs.Text {
	if r.simulated() {
		return specs.Text{EN: "a simulator", ZH: "模拟器"}
	}
	return specs.Text{EN: "a product", ZH: "产品"}
}

// unmetWords is [unmet] for people.
func unmetWords(kind string) func(*Report) specs.Text {
	return func(r *Report) specs.Text {
		if r.Evaluation == nil {
			return specs.Text{}
		}
		for _, c := range r.Evaluation.Conditions {
			if c.Kind == kind {
				return c.Got
			}
		}
		return specs.Text{}
	}
}

// unmet gives what the run has where it does not meet a condition of the
// profile.
func unmet(kind string) func(*Report) string {
	return func(r *Report) string {
		if r.Evaluation == nil {
			return ""
		}
		for _, c := range r.Evaluation.Conditions {
			if c.Kind == kind && !c.Met {
				return c.Got.EN
			}
		}
		return ""
	}
}

// conditions lowers the grade unless every requirement in scope reads and is
// tested the same in both.
func (c *Comparability) conditions(a, b *Report) {
	for _, id := range scopeOf(a, b) {
		if !slices.Contains(c.Unchanged, id) {
			c.Grade = ReferenceOnly
			c.Differences = append(c.Differences, Difference{Kind: "tests", Name: specs.Text{EN: "text or tests of a requirement in scope", ZH: "范围内某项要求的条文或用例"}, A: id, B: id})
			return
		}
	}
}

// scopeOf lists the requirements that both reports judge: those of the classes
// that both claim.
func scopeOf(a, b *Report) []string {
	in := func(r *Report, class string) bool { return slices.Contains(r.OwnClaim.Classes, class) }
	var out []string
	for i := range a.Requirements {
		if q := &a.Requirements[i]; in(a, q.Class) && in(b, q.Class) {
			out = append(out, q.ID)
		}
	}
	return out
}

// unchanged lists the requirements with equal text and equal tests.
func unchanged(a, b *Report) []string {
	type mark struct{ text, tests string }
	at := map[string]mark{}
	for i := range b.Requirements {
		at[b.Requirements[i].ID] = mark{b.Requirements[i].Digest, b.Requirements[i].Tests}
	}
	out := []string{}
	for i := range a.Requirements {
		q := &a.Requirements[i]
		if m, ok := at[q.ID]; ok && m == (mark{q.Digest, q.Tests}) {
			out = append(out, q.ID)
		}
	}
	return out
}
