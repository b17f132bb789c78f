package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/cityconf/cityconf/specs"
)

// conditions hold the run itself against the profile: what the gate and the
// score cannot see, but a comparison must.
func (e *evaluator) conditions() []Condition {
	out := []Condition{}
	if e.terms.Profile == nil {
		return out
	}
	r, p := e.report, e.profile
	out = append(out,
		Condition{"standard", p.StandardHash == "" || p.StandardHash == r.Standard.Digest, alike(digestOf(p.StandardHash)), alike(digestOf(r.Standard.Digest))},
		Condition{"assurance", r.Assurance >= p.Assurance, specs.Text{EN: p.Assurance + " or higher", ZH: p.Assurance + " 及以上"}, alike(r.Assurance)},
		Condition{"repetitions", r.Limits.Repetitions >= p.Repetitions, alike(fmt.Sprint(p.Repetitions)), alike(fmt.Sprint(r.Limits.Repetitions))},
		Condition{"whole", r.whole(), specs.Text{EN: "a whole run against the product", ZH: "针对产品本身的完整测试"}, r.wholeness()})
	if e.profile.ValidDays > 0 {
		until := e.validUntil()
		today := e.terms.At.Format(time.DateOnly)
		out = append(out, Condition{"validity", until != "" && today <= until, specs.Text{EN: "evaluated by " + until, ZH: "评审不晚于 " + until}, alike(today)})
	}
	for _, a := range p.Answers {
		have, ok := r.ICS.Answers[a.Question]
		got := specs.Text{EN: "not answered", ZH: "未作答"}
		if ok {
			got = alike(spelt(have))
		}
		out = append(out, Condition{"answers", e.answers(a), alike(a.Question + " = " + spelt(a.Answer)), got})
	}
	return out
}

// whole tells whether nothing was left out and the target was a product.
func (r *Report) whole() bool {
	return r.Limits.Partial == specs.Text{} && len(r.Limits.Filters) == 0 && !r.Limits.ReadOnly && !r.simulated()
}

func (r *Report) simulated() bool { return r.Limits.Simulator || r.Target.Simulator }

// wholeness names the first thing that makes a run less than whole.
func (r *Report) wholeness() specs.Text {
	l := r.Limits
	switch {
	case r.simulated():
		return specs.Text{EN: "a run against a simulator", ZH: "针对模拟器的测试"}
	case l.Partial != specs.Text{}:
		return l.Partial
	case len(l.Filters) > 0:
		return specs.Text{EN: "a filtered run: " + strings.Join(l.Filters, " "), ZH: "使用了筛选条件：" + strings.Join(l.Filters, " ")}
	case l.ReadOnly:
		return specs.Text{EN: "a read-only run", ZH: "只读测试"}
	}
	return specs.Text{EN: "a whole run", ZH: "完整测试"}
}

// validUntil is the last day on which the report counts, "" when the profile
// sets none.
func (e *evaluator) validUntil() string {
	done, err := time.Parse(time.RFC3339, e.report.Stamp.Finished)
	if e.profile.ValidDays == 0 || err != nil {
		return ""
	}
	return done.AddDate(0, 0, e.profile.ValidDays).Format(time.DateOnly)
}

func alike(s string) specs.Text { return specs.Text{EN: s, ZH: s} }

// digestOf shortens a digest to what people compare.
func digestOf(d string) string {
	if d == "" {
		return "–"
	}
	return d[:min(len(d), len("sha256:")+12)] + "…"
}
