package reports

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

// openOf lists what has no answer yet, strongest obligation first, with what
// would make one possible.
func openOf(std *specs.Standard, all []Requirement) []Open {
	needs := map[string][]string{}
	for i := range std.Requirements {
		needs[std.Requirements[i].ID] = std.Requirements[i].Test.Needs
	}
	out := []Open{}
	for i := range all {
		r := &all[i]
		if !applicable(r) || r.Verdict == suites.Pass || r.Verdict == suites.Fail {
			continue
		}
		out = append(out, Open{Requirement: r.ID, Class: r.Class, Level: r.Level, Verdict: r.Verdict, Reason: r.Reason,
			BlockedBy: r.BlockedBy, Needed: needed(r, needs[r.ID])})
	}
	slices.SortStableFunc(out, func(a, b Open) int { return rank(levels, a.Level) - rank(levels, b.Level) })
	return out
}

// instruments say what a tester needs beyond HTTP, by the names of test.needs.
var instruments = map[string]specs.Text{
	"broker":            {EN: "an MQTT broker that the tester can reach", ZH: "测试方可访问的 MQTT 代理"},
	"receiver":          {EN: "an address at which the system reaches the tester (ixit.receiver)", ZH: "被测系统可访问的测试方地址（ixit.receiver）"},
	"second-credential": {EN: "a second credential with fewer rights (ixit.credentials)", ZH: "权限较小的第二个凭据（ixit.credentials）"},
	"upper-tester":      {EN: "an upper tester that causes physical events (ixit.upperTester)", ZH: "可触发物理事件的上位测试器（ixit.upperTester）"},
	"seed":              {EN: "connected objects named by the vendor (ixit.seeds)", ZH: "供方指定的已接入对象（ixit.seeds）"},
	"second-client":     {EN: "a second client", ZH: "第二个客户端"},
	"clock":             {EN: "control of the clock of the system", ZH: "对被测系统时钟的控制"},
	"operator":          {EN: "an action by the operator", ZH: "运维人员的操作"},
}

func needed(r *Requirement, needs []string) specs.Text {
	switch {
	case r.Verdict == suites.Blocked:
		return specs.Text{EN: "Make " + r.BlockedBy + " pass, then run again.", ZH: "先使 " + r.BlockedBy + " 通过，再重新测试。"}
	case r.Verdict == suites.NotTested && len(needs) == 0:
		return specs.Text{EN: "Run again whole: without filters, with write access and without interruption.",
			ZH: "重新进行完整测试：不加筛选，允许写入，且不中断。"}
	case len(needs) == 0:
		return specs.Text{EN: "Remove the named reason and run again; the log of the case shows the exchanges.",
			ZH: "排除所述原因后重新测试；用例记录中有全部交互。"}
	}
	en, zh := make([]string, len(needs)), make([]string, len(needs))
	for i, n := range needs {
		t, ok := instruments[n]
		if !ok {
			t = specs.Text{EN: n, ZH: n}
		}
		en[i], zh[i] = t.EN, t.ZH
	}
	return specs.Text{EN: "Needed: " + strings.Join(en, "; ") + ".", ZH: "需要：" + strings.Join(zh, "；") + "。"}
}
