package suites

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/wire"
)

// garbage is a secret that nobody issued.
const garbage = "cityconf:nobody-issued-this"

// present shows the credential of the run, or one that nobody issued, in the
// way an operation wants that takes no bearer token: as an API key or as Basic
// credentials (OpenAPI 3.1.0, section 4.8.27; RFC 7617).
func (e *execution) present(req *wire.Request, op *openapi.Operation) {
	secret := map[string]string{"": e.sys.Token, "garbage": garbage}[req.As]
	if op == nil || secret == "" || !e.run.suite.Standard.Conventions.Samples || slices.ContainsFunc(op.Security, bears) {
		return
	}
	i := slices.IndexFunc(op.Security, func(s openapi.SecurityScheme) bool { return s.Type == "apiKey" || isBasic(s) })
	if i < 0 {
		return
	}
	switch s := op.Security[i]; {
	case isBasic(s):
		if !strings.Contains(secret, ":") {
			secret += ":"
		}
		req.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(secret)))
	case s.In == "header":
		req.Header.Set(s.Key, secret)
	case s.In == "cookie":
		addCookie(req, s.Key, secret)
	case s.In == "query":
		if req.Query != "" {
			req.Query += "&"
		}
		req.Query += url.QueryEscape(s.Key) + "=" + url.QueryEscape(secret)
	}
}

// bears tells schemes that a bearer token meets, which every request carries.
func bears(s openapi.SecurityScheme) bool {
	return s.Type == "oauth2" || s.Type == "openIdConnect" || s.Type == "http" && strings.EqualFold(s.Scheme, "bearer")
}

func isBasic(s openapi.SecurityScheme) bool {
	return s.Type == "http" && strings.EqualFold(s.Scheme, "basic")
}
