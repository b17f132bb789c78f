package synth_test

import (
	"fmt"
	"testing"

	"github.com/cityconf/cityconf/suites/synth"
)

func TestDump(t *testing.T) {
	for _, s := range samples(t) {
		fmt.Println("##", s.name)
		good, g1, err := synth.Valid(s.set(), ref, s.options())
		fmt.Println("err", err)
		cut := func(v any) string {
			b := []rune(written(t, v))
			if len(b) > 90 {
				b = b[:90]
			}
			return string(b)
		}
		for _, in := range good {
			fmt.Println("  +", in.Name, cut(in.Value))
		}
		for _, g := range g1 {
			fmt.Println("  GAP+", g.Pointer, g.Keyword, g.ReasonEN)
		}
		bad, g2, _ := synth.Invalid(s.set(), ref, s.options())
		for _, in := range bad {
			fmt.Println("  -", in.Name, cut(in.Value))
		}
		for _, g := range g2 {
			fmt.Println("  GAP-", g.Pointer, g.Keyword, g.ReasonEN)
		}
	}
}
