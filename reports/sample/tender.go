package sample

import (
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
)

// evaluated is the instant at which [Terms] judge.
var evaluated = started.Add(72 * time.Hour)

// Terms are the rules of a buyer who mandates more than the vendor of [Run]
// offers, scores what nobody must have, and accepts one failure.
func Terms() reports.Terms {
	p := reports.Profile{Format: reports.ProfileFormat, ID: "XC-2026-07", Title: specs.Text{EN: "Street lighting", ZH: "智慧照明项目"},
		Buyer: specs.Text{EN: "The city", ZH: "市照明管理部门"}, Issued: "2026-11-02", Standard: "ucis/1.0", Assurance: "A1", Repetitions: 3, ValidDays: 180,
		Classes: []reports.ProfileClass{{Class: "core", Mandated: true, Weight: "40"}, {Class: "evt", Mandated: true, Weight: "0"},
			{Class: "sec-1", Mandated: true, Weight: "0"}, {Class: "lgt-ctrl", Mandated: true, Weight: "0"}, {Class: "page", Weight: "20.5"},
			{Class: "lgt-write", Weight: "29.5"}, {Class: "prk-read", Weight: "10"}},
		Scores: []reports.ProfileScore{{Requirement: "CORE-12", Weight: "1"}, {Requirement: "PAGE-01", Weight: "2"}, {Requirement: "PAGE-02", Weight: "1"},
			{Requirement: "LGT-001", Weight: "2"}, {Requirement: "LGT-009", Weight: "1"}, {Requirement: "PRK-001", Weight: "1"}},
		Symbols: []reports.ProfileSymbol{{Mark: "★", Means: "gate", Text: specs.Text{EN: "Not met means rejected.", ZH: "不满足即否决投标。"}},
			{Mark: "▲", Means: "scored", Text: specs.Text{EN: "Earns points.", ZH: "计入评分。"}},
			{Mark: "#", Means: "evidence", Text: specs.Text{EN: "Checked by people.", ZH: "人工核查。"}}}}
	for _, q := range requirements {
		for _, c := range p.Classes {
			if c.Mandated && c.Class == q.class && q.level == specs.Must {
				p.Gates = append(p.Gates, reports.ProfileGate{Requirement: q.id})
			}
		}
	}
	p = p.Seal()
	return reports.Terms{Profile: &p, At: evaluated, Waivers: []reports.Waiver{{ID: "W-1", Requirement: "EVT-03", Issuer: "buyer", Name: "The city",
		Reason: "not used", Scope: iut(nil).ICS.Product, Issued: "2026-11-01", Expires: "2027-01-31"}}}
}
