package main

import (
	"time"

	"github.com/cityconf/cityconf/suites/derive"
)

// waits writes how long the cases wait by declaration, for each roll-out level
// that has any that do, and together.
func (s planSheet) waits() {
	s.heading("Declared waits, added up (a run takes many cases side by side)", "声明的等待时间合计（执行时多个用例并行）")
	all := derive.Waiting(s.plan.Cases)
	if all.Cases == 0 {
		s.line("  none", "  无")
		return
	}
	for _, w := range s.plan.Waits {
		if w.Cases > 0 {
			s.wait(w.Level, w.Level, w)
		}
	}
	s.wait("all", "合计", all)
}

func (s planSheet) wait(en, zh string, w derive.Wait) {
	s.line("  "+en+"  %d cases: %v in any case, up to %v if nothing comes",
		"  "+zh+"  %d 个用例：必然等待 %v，若始终无消息则最多等待 %v", w.Cases, w.Always.Round(time.Second/10), w.Most.Round(time.Second/10))
	if w.Stated > 0 {
		s.line("      further waits whose length the system or its vendor states: %d", "      另有 %d 处等待，时长以系统或厂商声明为准", w.Stated)
	}
}
