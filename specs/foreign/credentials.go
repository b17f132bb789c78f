package foreign

import (
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/openapi"
)

// credential names the credentials of an operation when the tester can present
// none of them: it is called without.
func (b *builder) credential(op *openapi.Operation) {
	if len(op.Security) == 0 || slices.ContainsFunc(op.Security, presentable) {
		return
	}
	var names []string
	for _, s := range op.Security {
		names = append(names, s.Name)
	}
	list := strings.Join(names, ", ")
	b.untested(op, "credential", document.Problem{Path: op.Document, Pointer: op.Pointer,
		Message: "the tester presents no credential of the kind of " + list + "; it presents bearer tokens, Basic credentials and API keys",
		Chinese: "测试工具无法出示 " + list + " 类凭据；可出示的有 Bearer 令牌、Basic 凭据与 API 密钥"})
}

// presentable tells alternatives of security that a tester with one secret can
// meet.
func presentable(s openapi.SecurityScheme) bool {
	switch s.Type {
	case "", "oauth2", "openIdConnect", "apiKey":
		return true
	case "http":
		return slices.Contains([]string{"bearer", "basic"}, strings.ToLower(s.Scheme))
	}
	return false
}
