package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/derive"
)

// planSheet writes the counts of a plan and what it does not exercise.
type planSheet struct {
	w    io.Writer
	plan *derive.Plan
	lang render.Lang
}

func (s planSheet) write() error {
	changing := 0
	for _, r := range s.plan.Rules {
		changing += r.Changing
	}
	s.line("%d cases (%d change state) for classes %s", "共 %d 个用例（其中 %d 个会改变系统状态），符合性类：%s", len(s.plan.Cases), changing, strings.Join(s.plan.Classes, " "))
	s.line("suite %s", "测试套件 %s", s.plan.Digest)
	s.heading("Cases by rule", "按规则统计")
	if err := s.counts(s.plan.Rules); err != nil {
		return err
	}
	s.heading("Cases by operation and channel", "按操作与信道统计")
	if err := s.counts(s.plan.Operations); err != nil {
		return err
	}
	s.waits()
	s.coverage()
	return nil
}

func (s planSheet) line(en, zh string, args ...any) {
	fmt.Fprintf(s.w, inLanguage(specs.Text{EN: en, ZH: zh}, s.lang)+"\n", s.doubled(args)...)
}

// doubled repeats the arguments for a line in both languages.
func (s planSheet) doubled(args []any) []any {
	if s.lang == render.Both {
		return append(args[:len(args):len(args)], args...)
	}
	return args
}

func (s planSheet) heading(en, zh string) {
	fmt.Fprintf(s.w, "\n%s\n", inLanguage(specs.Text{EN: en, ZH: zh}, s.lang))
}

func (s planSheet) counts(all []derive.Count) error {
	t := tabwriter.NewWriter(s.w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, n := range all {
		fmt.Fprintf(t, "%d\t%s\t  %s\n", n.Cases, changes(n.Changing), cmp.Or(n.Name, "–"))
	}
	return t.Flush()
}

func changes(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("w %d", n)
}

// coverage writes how much of the documents the cases exercise.
func (s planSheet) coverage() {
	c := s.plan.Coverage
	valid, invalid, expected, used := 0, 0, 0, 0
	for _, x := range c.Constraints {
		valid, invalid = valid+one(x.Valid), invalid+one(x.Invalid)
	}
	for _, x := range c.Answers {
		expected += one(x.Expected)
	}
	for _, x := range c.Channels {
		used += one(x.Exercised)
	}
	s.heading("Coverage", "覆盖率")
	s.line("constraints of request bodies: %s with an allowed value, %s broken", "请求体约束：%s 以合法值覆盖，%s 以违例值覆盖", share(valid, len(c.Constraints)), share(invalid, len(c.Constraints)))
	s.line("documented answers (operation, status, media type): %s", "已规定的应答（操作、状态码、媒体类型）：%s", share(expected, len(c.Answers)))
	s.line("channels in their direction: %s", "信道（含方向）：%s", share(used, len(c.Channels)))
	s.heading("Not exercised", "未覆盖项")
	s.missing()
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d (%.1f %%)", n, of, 100*float64(n)/float64(of))
}

// missing lists what no case exercises: whole parts, then the same constraint of
// several operations once, then answers and channels.
func (s planSheet) missing() {
	for _, x := range s.plan.Coverage.Parts {
		fmt.Fprintf(s.w, "  %s: %s\n", x.Name, inLanguage(x.Why, s.lang))
	}
	seen := map[string]bool{}
	for _, x := range s.plan.Coverage.Constraints {
		if x.Why == nil {
			continue
		}
		row := fmt.Sprintf("  %s %s: %s", x.Pointer, x.Keyword, inLanguage(*x.Why, s.lang))
		if !seen[row] {
			fmt.Fprintln(s.w, row)
		}
		seen[row] = true
	}
	for _, x := range s.plan.Coverage.Answers {
		if x.Why != nil {
			fmt.Fprintf(s.w, "  %s → %s: %s\n", x.Operation, strings.TrimSpace(x.Status+" "+x.MediaType), inLanguage(*x.Why, s.lang))
		}
	}
	for _, x := range s.plan.Coverage.Channels {
		if x.Why != nil {
			fmt.Fprintf(s.w, "  %s (%s): %s\n", x.Channel, x.Direction, inLanguage(*x.Why, s.lang))
		}
	}
}
