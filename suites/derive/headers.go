package derive

import (
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// headerCases derives B27: a request without a header or cookie that its
// operation requires.
func (d *deriver) headerCases() error {
	for _, op := range d.operations() {
		t, ok := d.target(op)
		if !ok {
			continue
		}
		for _, p := range op.Parameters {
			if p.In != "header" && p.In != "cookie" || !p.Required {
				continue
			}
			key := "reject.header"
			if p.In == "header" && strings.EqualFold(p.Name, "Idempotency-Key") {
				key = "idem.required"
			}
			c := t.newCase(p.In, p.Name, specs.Text{
				EN: op.ID + " refuses a request without " + p.Name + ".", ZH: op.ID + " 应拒绝缺少 " + p.Name + " 的请求。"})
			s := d.authSend(t)
			delete(s.Parameters, p.Name)
			if p.In == "header" {
				s.Headers = map[string]*string{p.Name: nil}
			}
			c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: key, Status: []int{400}}, {By: "reject.header", Status: []int{400}}}}}
			d.add(c, p.Document+"#"+p.Pointer, place(op))
		}
	}
	return nil
}
