package derive

import (
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// negotiationCases derives B29: an Accept header that nothing can satisfy.
func (d *deriver) negotiationCases() error {
	impossible := "application/x-cityconf-none"
	for _, op := range d.operations() {
		t, ok := d.target(op)
		if !ok || op.Method != "GET" {
			continue
		}
		c := t.newCase("accept-header", "unsatisfiable", specs.Text{
			EN: op.ID + " refuses an Accept header it cannot satisfy.", ZH: op.ID + " 应拒绝无法满足的 Accept 请求头。"})
		c.Twin = d.twin(t)
		s := t.send(nil)
		s.Headers = map[string]*string{"Accept": &impossible}
		c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "reject.accept", Status: []int{406}}}}}
		d.add(c, place(op))
	}
	return nil
}

// twin is the id of the plain case of a GET, "" when the standard does not ask
// for it.
func (d *deriver) twin(t target) string {
	id := part(t.op.Document) + "/" + t.op.ID + "/accept/plain"
	if !d.ids[id] {
		return ""
	}
	return id
}
