package compare

import (
	"strings"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// Ask is one thing that a vendor is to clarify in writing.
type Ask struct {
	Kind        string               // a standing, or: manual, contradiction, condition, missing, partial, simulator, signature
	Requirement *reports.Requirement // nil when it is about the run or the statement
	Gate        bool                 // the requirement decides alone
	Subject     specs.Text           // what it is about, where no requirement says so
	Reason      specs.Text           // as the report states it
	Wanted      specs.Text           // by the profile, for a condition
}

// asks lists what nobody can decide from the bundle: first what decides the
// gate, then the other requirements, then the run and the statement.
func asks(b *Bid) []Ask {
	l := lookInto(b.Report)
	var gate, others []Ask
	for i := range b.Report.Requirements {
		q := &b.Report.Requirements[i]
		if !l.in(q.ID) {
			continue
		}
		a := Ask{Kind: openKind(l, q), Requirement: q, Gate: l.gate(q.ID), Reason: q.Reason}
		switch {
		case a.Kind == "":
		case a.Gate:
			gate = append(gate, a)
		default:
			others = append(others, a)
		}
	}
	return append(append(gate, others...), aboutTheRun(b)...)
}

// openKind is what is open about a requirement, "" for nothing.
func openKind(l *look, q *reports.Requirement) string {
	cell := l.cell(q.ID)
	if it := l.items[q.ID]; it != nil && it.Manual {
		return "manual"
	}
	switch v := suites.Verdict(cell.Standing); v {
	case suites.Unclear, suites.Blocked, suites.NotTested:
		return string(v)
	case suites.Verdict(reports.NotOffered):
		if l.gate(q.ID) {
			return string(v)
		}
	}
	return ""
}

// aboutTheRun asks for what the run and the statement leave open.
func aboutTheRun(b *Bid) []Ask {
	r := b.Report
	var out []Ask
	for _, s := range contradicted(r) {
		out = append(out, Ask{Kind: "contradiction", Subject: same(s)})
	}
	if r.Limits.Partial != (specs.Text{}) {
		out = append(out, Ask{Kind: "partial", Reason: r.Limits.Partial})
	}
	if r.Limits.Simulator || r.Target.Simulator {
		out = append(out, Ask{Kind: "simulator"})
	}
	for _, c := range b.Unmet {
		if c.Kind != "whole" {
			out = append(out, Ask{Kind: "condition", Subject: same(c.Kind), Reason: c.Got, Wanted: c.Want})
		}
	}
	for _, f := range []struct {
		value string
		name  specs.Text
	}{
		{r.ICS.Vendor, specs.Text{EN: "name of the vendor", ZH: "供方名称"}},
		{r.ICS.Version, specs.Text{EN: "version of the product", ZH: "产品版本"}},
		{r.ICS.Build, specs.Text{EN: "build of the product", ZH: "产品构建标识"}},
		{r.Laboratory.Operator, specs.Text{EN: "who ran the test", ZH: "测试人员"}},
		{r.Laboratory.Place, specs.Text{EN: "place of the test", ZH: "测试地点"}},
	} {
		if strings.TrimSpace(f.value) == "" {
			out = append(out, Ask{Kind: "missing", Subject: f.name})
		}
	}
	return out
}

// contradicted names each class that the system serves and its vendor denies,
// once, with the operations that answered.
func contradicted(r *reports.Report) []string {
	var out []string
	at := map[string]int{}
	for _, x := range r.Contradictions {
		i, told := at[x.Class]
		if !told {
			at[x.Class] = len(out)
			out = append(out, x.Class+": "+x.Operation)
			continue
		}
		out[i] += ", " + x.Operation
	}
	return out
}

func same(s string) specs.Text { return specs.Text{EN: s, ZH: s} }
