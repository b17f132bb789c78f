package derive

import (
	"strings"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/check"
)

// writer is the credential that holds every scope to write and no other.
const writer = "write-only"

// noWriter is why a refusal shows nothing: the token is not valid at all.
var noWriter = specs.Text{
	EN: "The token of the credential write-only is not valid (401); it must hold every scope to write and no other (ixit.credentials.write-only).",
	ZH: "凭证 write-only 的令牌无效（401）；该令牌应具备全部写入权限且无其他权限（ixit.credentials.write-only）。"}

// scopeCases shows for each scope that is not one to write that leave to write
// does not open it. One operation a scope is enough.
func (d *deriver) scopeCases() error {
	shown := map[string]bool{}
	for _, op := range d.operations() {
		scope := otherScope(op)
		t, ok := d.target(op)
		if scope == "" || shown[scope] || !ok {
			continue
		}
		shown[scope] = true
		c := t.newCase("auth", writer, specs.Text{
			EN: op.ID + " refuses a token that only has leave to write.", ZH: op.ID + " 应拒绝仅具写入权限的令牌。"})
		s := d.authSend(t)
		s.As = writer
		c.Steps = []suites.Step{{Send: s, Given: &suites.Given{That: "status != 401", Else: noWriter}, Expect: []check.Expect{{By: "auth.scope-kind", Status: []int{403}}}}}
		d.add(c, place(op))
	}
	return nil
}

// otherScope is the scope an operation asks for, "" when it asks for none, for
// one of several, or for leave to write.
func otherScope(op *openapi.Operation) string {
	if len(op.Security) != 1 || len(op.Security[0].Scopes) == 0 {
		return ""
	}
	if scope := op.Security[0].Scopes[0]; !strings.HasSuffix(scope, ".write") {
		return scope
	}
	return ""
}
