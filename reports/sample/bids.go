package sample

import (
	"fmt"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Bids are the reports of n vendors in one tender, each of a run of the given
// size, evaluated under one profile: comparable, and no two alike.
func Bids(n, requirements, cases int) ([]*reports.Report, *reports.Profile, error) {
	p := tenderOf(requirements)
	var out []*reports.Report
	for i := range n {
		r, err := Bid(i, requirements, cases, nil)
		if err != nil {
			return nil, nil, err
		}
		if r, err = reports.Evaluate(r, reports.Terms{Profile: p, At: evaluated}); err != nil {
			return nil, nil, err
		}
		out = append(out, r)
	}
	return out, p, nil
}

// Bid is the report of the i-th vendor, not yet evaluated. Of what is left of
// one requirement in ten that fails in a large run, each vendor fails another
// part, and leaves another one open.
func Bid(i, requirements, cases int, change func(*suites.Result)) (*reports.Report, error) {
	res, std := Large(requirements, cases)
	res.Suite.Classes = []string{"core", "lgt-read", "lgt-write"}
	for j := range res.Verdicts {
		v := &res.Verdicts[j]
		switch {
		case v.Verdict == suites.Fail && (i == 0 || (j/10+i)%4 != 1):
			*v = suites.RequirementVerdict{Requirement: v.Requirement, Verdict: suites.Pass, Cases: v.Cases, Executed: v.Executed, Passed: v.Executed}
			pass(res, v.Requirement)
		case j%30 == 7 && (j/30+i)%3 == 2:
			v.Verdict, v.Reason = suites.Unclear, specs.Text{EN: "No message was observed within 120 s.", ZH: "120 秒内未观察到消息。"}
		}
	}
	ics := &res.IUT.ICS
	ics.Vendor = names[i%len(names)]
	if i >= len(names) {
		ics.Vendor = fmt.Sprintf("%s %d", ics.Vendor, i/len(names)+1)
	}
	ics.Product, ics.Version = "城市照明平台", fmt.Sprintf("4.%d", i)
	res.Started = res.Started.Add(time.Duration(i) * time.Hour)
	res.Finished = res.Finished.Add(time.Duration(i) * time.Hour)
	if change != nil {
		change(res)
	}
	r, err := reports.New(res, std, reports.Options{Laboratory: reports.Laboratory{Operator: "测试员", Place: "测试室"}})
	if err == nil {
		r.Assurance = "A1"
	}
	return r, err
}

var names = []string{"供方甲", "供方乙", "供方丙", "供方丁", "供方戊"}

// pass makes every case of a requirement hold.
func pass(res *suites.Result, requirement string) {
	for i := range res.Cases {
		for k := range res.Cases[i].Judgements {
			if j := &res.Cases[i].Judgements[k]; j.Requirement == requirement {
				j.Outcome, j.Findings = suites.Passed, nil
			}
		}
	}
}

// tenderOf mandates every MUST of two classes and scores what is recommended.
func tenderOf(requirements int) *reports.Profile {
	p := reports.Profile{Format: reports.ProfileFormat, ID: "XC-2026-07", Title: specs.Text{EN: "Street lighting", ZH: "智慧照明项目"},
		Buyer: specs.Text{EN: "The city", ZH: "市照明管理部门"}, Issued: "2026-11-02", Standard: "ucis/1.0", Assurance: "A1", Repetitions: 1, ValidDays: 180,
		Classes: []reports.ProfileClass{{Class: "core", Mandated: true, Weight: "40"}, {Class: "lgt-read", Mandated: true, Weight: "40"}, {Class: "lgt-write", Weight: "20"}},
		Symbols: []reports.ProfileSymbol{{Mark: "★", Means: "gate", Text: specs.Text{EN: "Not met means rejected.", ZH: "不满足即否决投标。"}},
			{Mark: "▲", Means: "scored", Text: specs.Text{EN: "Earns points.", ZH: "计入评分。"}}}}
	for i, q := range many(requirements) {
		if q.Level == specs.Must && q.Class != "lgt-write" && (i%5 == 0 || i%60 == 3) {
			p.Gates = append(p.Gates, reports.ProfileGate{Requirement: q.ID})
			continue
		}
		p.Scores = append(p.Scores, reports.ProfileScore{Requirement: q.ID, Weight: "1"})
	}
	p = p.Seal()
	return &p
}
