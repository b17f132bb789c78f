// Package sample makes results for the tests of reports and renderings: a
// realistic small run, and one as large as is promised to work. Nothing in the
// product imports it.
package sample

import (
	"time"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

var started = time.Date(2026, 11, 20, 14, 2, 0, 0, time.FixedZone("", 8*3600))

// Run is a run of a street lighting platform that fails some requirements in
// every way a run can end.
func Run() (*suites.Result, *specs.Standard) {
	std := standard()
	claimed := []string{"core", "cond", "page", "evt", "mqtt-pub", "mqtt-life", "lgt-read", "lgt-write", "sec-1"}
	cases := failures()
	res := &suites.Result{
		Suite: &suites.Suite{Standard: std, Version: "0.1.0", Seed: 20261120, Role: "domain-platform", Classes: claimed,
			Cases: plan(cases), Digest: "sha256:5d1e0c9b7a6f4e3d2c1b0a9988776655443322110ffeeddccbbaa99887766554"},
		IUT:       iut(claimed),
		Started:   started,
		Finished:  started.Add(161 * time.Second),
		Cases:     cases,
		Verdicts:  verdicts(std, claimed, cases),
		Residue:   []string{"/ucis/v1/lgt/luminaires/urn:ucis:330100:lgt:luminaire:QZXK7A"},
		Exchanges: 1214,
		Waited:    120 * time.Second,
	}
	return res, std
}

func iut(claimed []string) *suites.IUT {
	return &suites.IUT{
		ICS: suites.ICS{Vendor: "甲公司", Product: "路灯管理平台 Lumen", Version: "4.2.1", Build: "9c1e77ab", Standard: "ucis/1.0",
			Role: "domain-platform", Classes: claimed, Answers: map[string]any{"lgt.bulk": false, "mqtt.version": "3.1.1"}},
		IXIT: suites.IXIT{BaseURL: "https://sut.example", City: "330100",
			Broker: suites.Broker{URL: "mqtts://broker.sut.example:8883"}},
	}
}

func plan(cases []suites.CaseResult) []*suites.TestCase {
	out := make([]*suites.TestCase, len(cases))
	for i := range cases {
		out[i] = cases[i].Case
	}
	return out
}

// verdicts gives what the notable table names, and pass or not applicable for
// the rest.
func verdicts(std *specs.Standard, claimed []string, cases []suites.CaseResult) []suites.RequirementVerdict {
	isClaimed := map[string]bool{}
	for _, c := range claimed {
		isClaimed[c] = true
	}
	out := make([]suites.RequirementVerdict, 0, len(std.Requirements))
	for _, q := range std.Requirements {
		v := suites.RequirementVerdict{Requirement: q.ID, Verdict: suites.Pass, Executed: 24, Passed: 24,
			Cases: []string{q.Class + "/standing/" + q.Slug}}
		if n, ok := notable[q.ID]; ok {
			v = n
			v.Requirement = q.ID
		}
		if !isClaimed[q.Class] {
			v = suites.RequirementVerdict{Requirement: q.ID, Verdict: suites.NotApplicable, Reason: specs.Text{
				EN: "Class " + q.Class + " is not claimed in the ICS.", ZH: "ICS 未声明符合性类 " + q.Class + "。"}}
		}
		gather(&v, cases)
		out = append(out, v)
	}
	return out
}

func gather(v *suites.RequirementVerdict, cases []suites.CaseResult) {
	for i := range cases {
		for _, j := range cases[i].Judgements {
			if j.Requirement == v.Requirement && j.Outcome == suites.Failed {
				v.Cases = append(v.Cases, cases[i].Case.ID)
				v.Failing = append(v.Failing, cases[i].Case.ID)
				v.Failed += j.Count
				v.Executed += j.Count
			}
		}
	}
}

var notable = map[string]suites.RequirementVerdict{
	"CORE-07": {Verdict: suites.Fail, Executed: 24, Passed: 24},
	"CORE-12": {Verdict: suites.Fail},
	"EVT-03":  {Verdict: suites.Fail},
	"LGT-001": {Verdict: suites.Fail, Executed: 31, Passed: 31},
	"LGT-007": {Verdict: suites.Fail, Executed: 6, Passed: 6},
	"MQ-02":   {Verdict: suites.Fail},
	"MQ-04": {Verdict: suites.Unclear, Reason: specs.Text{EN: "No will message was observed within 120 s.",
		ZH: "120 秒内未观察到遗嘱消息。"}},
	"EVT-04": {Verdict: suites.Blocked, BlockedBy: "EVT-03", Reason: specs.Text{
		EN: "EVT-03 did not pass, so this could not be judged.", ZH: "EVT-03 未通过，因此无法判定本项。"}},
	"LGT-009": {Verdict: suites.NotTested, Reason: specs.Text{EN: "Left out by the filter of this run.",
		ZH: "本次测试的筛选条件未包含该用例。"}},
	"SEC-05": {Verdict: suites.SuiteGap, Reason: specs.Text{EN: "Key custody is a matter of organisation; an auditor looks at it.",
		ZH: "密钥保管属于管理措施，由审核人员核查。"}},
	"CORE-11": {Verdict: suites.Suspended, Reason: specs.Text{EN: "Suspended by erratum 2026-03.", ZH: "由勘误 2026-03 暂停判定。"}},
}
