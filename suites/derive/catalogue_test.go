package derive

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/suites/check"
)

// catalogue says of every rule that a derivation from an interface document
// could have, from acceptance (A) to non-functional demands (H), what stands for
// it here: assertion keys, parts of case ids, or why the standard promises
// nothing of the kind.
var catalogue = []struct{ rule, keys, cases, why string }{
	{"A1 documented examples", "accept.example", "/example/", ""},
	{"A2 required members only", "accept.body", "/accept/minimal", ""},
	{"A3 all members", "accept.body", "/accept/maximal", ""},
	{"A4 each optional member alone", "accept.body", "/accept/with/", ""},
	{"A5 pairs of optional members", "accept.body", "/accept/pairwise", ""},
	{"A6 each value of a list", "accept.body accept.parameter", "/accept/enum/", ""},
	{"A7 boundaries", "accept.body accept.parameter", "/accept/near-max", ""},
	{"A8 each branch", "accept.body", "/accept/oneOf", ""},
	{"A9 corners of formats", "accept.body", "/accept/format/", ""},
	{"A10 null", "accept.body", "/accept/null/", ""},
	{"A11 spellings of numbers", "accept.number-spelling", "/accept/spelling/", ""},
	{"A12 members of vendors", "accept.vendor-member", "/vendor-member/", ""},
	{"A13 parameters", "accept.parameter", "/parameter/", ""},
	{"A14 spellings of JSON", "accept.body", "/json/escapes", ""},
	{"A15 charset", "accept.media-type-parameter", "/media-type/charset", ""},
	{"A16 optional body left out", "", "", "no operation of the standard has an optional body whose absence means anything"},
	{"B1–B24 one fault per keyword", "reject.body reject.unknown-member reject.read-only", "/reject/", ""},
	{"B25 malformed JSON", "reject.json", "/syntax/", ""},
	{"B26 parameters", "reject.parameter reject.unknown-parameter reject.path-id", "/parameter/", ""},
	{"B27 missing header", "reject.header", "/header/", ""},
	{"B28 media type", "reject.media-type", "/media-type/unsupported", ""},
	{"B29 Accept", "reject.accept", "/accept-header/", ""},
	{"B30 too large", "limit.size limit.depth", "/law/size", ""},
	{"B no side effect", "reject.no-effect", "/reject/", ""},
	{"C1 status", "response.status", "", ""},
	{"C2 media type", "response.media-type", "", ""},
	{"C3–C5 body", "response.schema", "", ""},
	{"C6 headers", "response.header", "", ""},
	{"C7 location", "create.location", "/law/create", ""},
	{"C8 HEAD", "head.equal", "/law/head", ""},
	{"C9 no body", "response.no-body", "", ""},
	{"C10 coherent JSON in UTF-8", "response.json", "", ""},
	{"C11 problem", "response.problem", "", ""},
	{"C12 instants and links", "response.clock landing.links", "", ""},
	{"D1 method", "reject.method", "/method/", ""},
	{"D2 OPTIONS", "options.allow", "/law/options", ""},
	{"D3 unknown path", "reject.unknown-path", "core/path/", ""},
	{"D4 slash and letter case", "reject.unknown-path", "core/path/slash", ""},
	{"D5 CORS", "", "", "the interface is between servers; browsers are no part of the standard"},
	{"D6 compression", "", "", "the standard leaves content coding to both sides"},
	{"D7 version", "response.header", "scenario/ver/", ""},
	{"D8 deprecation", "response.header", "scenario/ver/", ""},
	{"D9 rate", "limit.rate limit.recovery limit.declared", "", ""},
	{"E1 no credentials", "auth.missing auth.challenge", "/auth/none", ""},
	{"E2 invalid credentials", "auth.invalid", "/auth/unsigned", ""},
	{"E3 scope", "auth.scope auth.scope-kind", "/auth/limited", ""},
	{"E4 another tenant", "tenant.hidden tenant.unlisted tenant.no-effect tenant.reference", "/tenant/", ""},
	{"E5 each way to authenticate", "", "", "there is one: a bearer token, with which every case is sent"},
	{"E6 credentials elsewhere", "auth.query", "/auth/query", ""},
	{"E7 transport", "tls.version tls.plain tls.certificate", "", ""},
	{"E8 leakage", "response.leak response.personal", "", ""},
	{"F1 create and read", "create.readback", "/law/create", ""},
	{"F2 create and list", "create.listed", "/law/listed", ""},
	{"F3 full replacement", "replace.full", "/law/replace", ""},
	{"F4 merge patch", "patch.merge patch.null patch.only-sent", "/law/patch", ""},
	{"F5 delete", "delete.gone delete.unlisted", "/law/delete", ""},
	{"F6 delete again", "delete.repeat", "/law/delete", ""},
	{"F7 replace again", "replace.idempotent", "/law/replace-twice", ""},
	{"F8 failed write", "reject.no-effect", "/law/refused-not-stored", ""},
	{"F9 members of the system", "update.identity reject.read-only", "/reject/readOnly", ""},
	{"F10 unique members", "create.duplicate", "/law/duplicate", ""},
	{"F11 references and nesting", "tenant.reference", "/tenant-reference", ""},
	{"F12 entity tags", "etag.strong etag.changes", "/law/etag-changes", ""},
	{"F13 conditions", "etag.stale etag.required etag.not-modified", "/law/etag-stale-delete", ""},
	{"F14 idempotency keys", "idem.replay idem.conflict idem.required", "/law/idem-replay", ""},
	{"F15 concurrent changes", "etag.concurrent idem.concurrent", "/law/etag-concurrent", ""},
	{"G1 limit", "page.limit page.limit-range", "/law/pages", ""},
	{"G2 pages", "page.partition page.last", "/law/pages", ""},
	{"G3 totals", "", "", "lists state no total"},
	{"G4 and G5 filters", "query.filter-sound query.filter-complete", "", ""},
	{"G6 several filters", "", "scenario/core/", ""},
	{"G7 order", "query.sort", "", ""},
	{"G8 time", "query.datetime hist.half-open", "", ""},
	{"G9 area", "query.bbox", "", ""},
	{"G10 members", "query.fields", "", ""},
	{"G11 defaults", "page.default", "/law/page-default", ""},
	{"G12 items", "page.item", "/law/page-item", ""},
	{"H1 latency", "", "", "the standard promises no latency; the report measures it"},
	{"H2 under load", "response.no-5xx", "", ""},
	{"H3 restart", "", "", "a tester cannot restart a system; the standard promises nothing across a restart"},
}

// TestEveryRuleOfTheCatalogueHasItsCases holds the catalogue against the suite
// of the published standard: each key is judged, each part of an id occurs.
func TestEveryRuleOfTheCatalogueHasItsCases(t *testing.T) {
	t.Parallel()
	std, suite := whole()
	judged := map[string]bool{}
	var ids strings.Builder
	for _, key := range check.StandingKeys() {
		for i := range std.Requirements {
			for _, by := range std.Requirements[i].Test.By {
				judged[key] = judged[key] || by == key
			}
		}
	}
	for _, c := range suite.Cases {
		ids.WriteString("\n" + c.ID)
		for _, s := range c.Steps {
			for _, x := range s.Expect {
				judged[x.By] = true
			}
		}
	}
	for _, r := range catalogue {
		require.NotEmpty(t, r.keys+r.cases+r.why, r.rule)
		for _, key := range strings.Fields(r.keys) {
			_, known := Assertion(key)
			assert.True(t, known || judged[key], "%s: %s is no assertion", r.rule, key)
			assert.True(t, judged[key], "%s: nothing judges %s", r.rule, key)
		}
		assert.Contains(t, ids.String(), r.cases, r.rule)
		assert.Equal(t, r.why != "", r.keys+r.cases == "", "%s has a reason exactly when it has no cases", r.rule)
	}
}
