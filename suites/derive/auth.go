package derive

import (
	"slices"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
	"github.com/cityconf/cityconf/suites/synth"
)

// credentials that a secured operation must refuse; the names are those of
// ixit.credentials, but for none and garbage, which every tester has.
var credentials = []struct {
	as, key string
	status  int
	applies func(*openapi.Operation) bool
	en, zh  string
}{
	{"none", "auth.missing", 401, secured, "a request without credentials", "未携带凭据的请求"},
	{"garbage", "auth.invalid", 401, secured, "a token that nobody issued", "并非签发的令牌"},
	{"expired", "auth.invalid", 401, secured, "an expired token", "已过期的令牌"},
	{"wrong-audience", "auth.invalid", 401, secured, "a token for another audience", "面向其他受众的令牌"},
	{"limited", "auth.scope", 403, writes, "a token without the scope the operation needs", "缺少所需权限范围的令牌"},
}

func secured(op *openapi.Operation) bool {
	return len(op.Security) > 0 && !slices.ContainsFunc(op.Security, func(s openapi.SecurityScheme) bool { return s.Name == "" })
}

func writes(op *openapi.Operation) bool {
	return secured(op) && mutates(op) && slices.ContainsFunc(op.Security, func(s openapi.SecurityScheme) bool { return len(s.Scopes) > 0 })
}

// authCases derives E1, E2, E3 and E6 for every secured operation.
func (d *deriver) authCases() error {
	for _, op := range d.operations() {
		t, ok := d.target(op)
		if !ok || !secured(op) {
			continue
		}
		for _, cred := range credentials {
			if !cred.applies(op) {
				continue
			}
			c := t.newCase("auth", cred.as, specs.Text{EN: op.ID + " refuses " + cred.en + ".", ZH: op.ID + " 应拒绝" + cred.zh + "。"})
			s := d.authSend(t)
			s.As = cred.as
			expect := []check.Expect{{By: cred.key, Status: []int{cred.status}}}
			if cred.status == 401 {
				expect = append(expect, check.Expect{By: "auth.challenge", Header: map[string]string{"WWW-Authenticate": "present"}})
			}
			c.Steps = []suites.Step{{Send: s, Expect: expect}}
			d.add(c, place(op))
		}
		d.unsignedToken(t)
		if op.Method == "GET" {
			d.tokenInQuery(t)
		}
	}
	return nil
}

// authSend is the request of an operation with a good body, so that nothing
// but the credential can be wrong.
func (d *deriver) authSend(t target) *suites.Send {
	s := t.send(nil)
	if t.op.Body == nil || len(t.op.Body.Content) == 0 {
		return s
	}
	ref := t.op.Body.Content[0].Schema
	for i := range d.std.Resources {
		if r := &d.std.Resources[i]; r.NewSchema == ref && d.bodies[r.Name] != nil {
			s.Body = d.bodies[r.Name].full
			return s
		}
	}
	if v, err := d.plainBody(t.op, ref, synth.Options{Seed: d.opts.Seed, View: schema.Request}); err == nil && formable(t.op, v) {
		s.Body = d.finisher(t.op, ref).finish(v, "")
	}
	return s
}

// unsignedToken sends the claims of a good token with "alg": "none" and no
// signature (RFC 8725, section 3.1).
func (d *deriver) unsignedToken(t target) {
	bearer := "Bearer ${unsigned}"
	c := t.newCase("auth", "unsigned", specs.Text{
		EN: t.op.ID + " refuses a token without signature.", ZH: t.op.ID + " 应拒绝未签名的令牌。"})
	s := d.authSend(t)
	s.As, s.Headers = "none", map[string]*string{"Authorization": &bearer}
	c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "auth.invalid", Status: []int{401}}}}}
	d.add(c, place(t.op))
}

func (d *deriver) tokenInQuery(t target) {
	c := t.newCase("auth", "query", specs.Text{
		EN: t.op.ID + " does not accept a token in the query.", ZH: t.op.ID + " 不应接受查询参数中的令牌。"})
	s := t.send(nil)
	s.As, s.Query = "none", "access_token=${token}"
	c.Steps = []suites.Step{{Send: s, Expect: []check.Expect{{By: "auth.query", Status: []int{400, 401}}}}}
	d.add(c, place(t.op))
}
