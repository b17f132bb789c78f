package suites

import (
	"net/url"
	"slices"

	"github.com/cityconf/cityconf/specs/openapi"
	"github.com/cityconf/cityconf/suites/wire"
)

// present shows the credential of the run as an API key where the operation
// wants one and takes no bearer token (OpenAPI 3.1.0, section 4.8.27).
func (e *execution) present(req *wire.Request, op *openapi.Operation) {
	if op == nil || req.As != "" || e.sys.Token == "" || !e.run.suite.Standard.Conventions.Samples {
		return
	}
	i := slices.IndexFunc(op.Security, func(s openapi.SecurityScheme) bool { return s.Type == "apiKey" })
	if i < 0 || slices.ContainsFunc(op.Security, func(s openapi.SecurityScheme) bool { return s.Type != "apiKey" && s.Name != "" }) {
		return
	}
	switch key := op.Security[i]; key.In {
	case "header":
		req.Header.Set(key.Key, e.sys.Token)
	case "query":
		if req.Query != "" {
			req.Query += "&"
		}
		req.Query += url.QueryEscape(key.Key) + "=" + url.QueryEscape(e.sys.Token)
	}
}
