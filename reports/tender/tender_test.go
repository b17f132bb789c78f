package tender_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/tender"
	"github.com/cityconf/cityconf/specs"
)

// published is the standard of the tree; reading it takes a moment.
var published = sync.OnceValues(func() (*specs.Standard, error) { return specs.Load(specs.Published(), "ucis/1.0") })

func standard(t *testing.T) *specs.Standard {
	t.Helper()
	std, err := published()
	require.NoError(t, err)
	return std
}

func samples(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("../../fixtures/profiles/*.yaml")
	require.NoError(t, err)
	require.Len(t, paths, 3)
	return paths
}

func TestSamplesAreClean(t *testing.T) {
	t.Parallel()
	std := standard(t)
	for _, path := range samples(t) {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		p, problems, warnings := tender.Read(path, data, std)
		require.Empty(t, problems)
		assert.Empty(t, warnings)
		assert.NotEmpty(t, p.Gates)
		assert.NotEmpty(t, p.Scores)
		assert.Equal(t, p.Digest, p.Seal().Digest)
		for _, g := range p.Gates {
			q := std.Requirement(g.Requirement)
			assert.Equal(t, g.Manual, q.Untested != specs.Text{}, q.ID)
		}
	}
}

// minimal is a sound profile that each case of the linter's test spoils.
const minimal = `format: cityconf-profile/1
id: T-1
title: {en: T, zh: 测}
buyer: {en: B, zh: 买}
issued: "2026-11-02"
standard: ucis/1.0
assurance: A0
repetitions: 1
symbols:
  - {mark: ★, means: gate, text: {en: out, zh: 否决}}
  - {mark: ▲, means: scored, text: {en: points, zh: 计分}}
classes:
  - {class: core, mandated: true, weight: 40}
  - {class: page, weight: 60}
gates:
  - {every: MUST, of: [core]}
scores:
  - {requirement: CORE-014, weight: 1}
  - requirement: PAGE-001
    measure: read-latency-p95
    bands:
      - {to: 200, value: 1}
      - {from: 200, value: 0}
`

func TestLintNamesLineAndRemedy(t *testing.T) {
	t.Parallel()
	std := standard(t)
	_, problems, warnings := tender.Read("p.yaml", []byte(minimal), std)
	require.Empty(t, problems)
	require.Empty(t, warnings)
	for _, c := range []struct{ name, old, new, says string }{
		{"weights that miss 100", "weight: 60", "weight: 50", "p.yaml:12: /classes: the weights add up to 90, not to 100"},
		{"a weight below zero", "weight: 40", "weight: -40", "p.yaml:13: /classes/0/weight: is negative"},
		{"a weight with an exponent", "weight: 40", "weight: 4e1", "p.yaml:13: /classes/0/weight: 4e1 is not a plain decimal"},
		{"a yes/no MUST with points", "requirement: CORE-014", "requirement: CORE-001", "p.yaml:18: /scores/0: CORE-001 is a MUST of a mandated class"},
		{"points for an untested one", "requirement: CORE-014", "requirement: HIST-008", "p.yaml:18: /scores/0: HIST-008 is of class hist, which is not in the profile"},
		{"points for a class without items", "  - {requirement: CORE-014, weight: 1}\n", "", "class core has points, but nothing in it is scored"},
		{"items in a class without points", "mandated: true, weight: 40", "mandated: true", "something in class core is scored, but the class has no points"},
		{"an unknown requirement", "CORE-014", "CORE-O14", `p.yaml:18: /scores/0/requirement: no requirement "CORE-O14" (did you mean "CORE-014"?)`},
		{"an unknown class", "class: page", "class: pge", `p.yaml:14: /classes/1/class: no conformance class "pge" (did you mean "page"?)`},
		{"a class without what it requires", "class: page", "class: lgt-read", "class lgt-read requires sec-1, which the profile does not name"},
		{"a gate outside of what is mandated", "of: [core]", "of: [core, page]", "p.yaml:16: /gates/0: PAGE-001 decides alone, but class page is not mandated"},
		{"a gate nobody can test", "{class: page, weight: 60}", "{class: page, weight: 60}\n  - {class: idem, mandated: true}", ""},
		{"a gap between bands", "from: 200", "from: 300", "p.yaml:23: /scores/1/bands/1/from: gap: no band from 200 to 300"},
		{"an overlap of bands", "from: 200", "from: 100", "p.yaml:23: /scores/1/bands/1/from: overlap: two bands from 100 to 200"},
		{"no band below", "{to: 200, value: 1}", "{from: 1, to: 200, value: 1}", "gap: no band for values below 1"},
		{"no band above", "{from: 200, value: 0}", "{from: 200, to: 900, value: 0}", "gap: no band for 900 and more"},
		{"two bands without end", "{to: 200, value: 1}", "{value: 1}", "overlap: the band before has no end"},
		{"an empty band", "{from: 200, value: 0}", "{from: 200, to: 200, value: 0}\n      - {from: 200, value: 0}", "from 200 to 200 holds no value"},
		{"a band above the whole", "value: 1}", "value: 1.5}", "1.5 is not from 0 to 1"},
		{"an unknown quantity", "read-latency-p95", "read-latency", `no measured quantity "read-latency" (did you mean "read-latency-p95"?)`},
		{"bands of nothing", "    measure: read-latency-p95\n", "", "has bands, but measures nothing"},
		{"a quantity without bands", "    bands:\n      - {to: 200, value: 1}\n      - {from: 200, value: 0}\n", "", "no band says what a value earns"},
		{"gates without a symbol", "means: gate", "means: evidence", "p.yaml:15: /gates: no symbol means gate"},
		{"an undefined symbol", "{every: MUST, of: [core]}", "{every: MUST, of: [core], symbol: ☆}", `p.yaml:16: /gates/0/symbol: the symbol "☆" is not defined`},
		{"a symbol explained twice", "mark: ▲", "mark: ★", "explained twice"},
		{"an unknown meaning", "means: scored", "means: score", `no meaning "score" (did you mean "scored"?)`},
		{"a price item", "class: page", "class: price", "p.yaml:14: /classes/1/class: is about a price"},
		{"a price in Chinese", "class: page", "class: 投标报价", "is about a price"},
		{"a price at the top", "assurance: A0", "priceWeight: 30\nassurance: A0", "p.yaml:7: /priceWeight: is about a price"},
		{"scored twice", "  - {requirement: CORE-014, weight: 1}", "  - {requirement: CORE-014, weight: 1}\n  - {every: SHOULD, of: [core]}", "CORE-014 is scored twice"},
		{"a share of nothing", "weight: 1}", "weight: 0}", "is not above 0"},
		{"an unknown key", "assurance: A0", "asurance: A0", `did you mean "assurance"`},
		{"an unknown level", "assurance: A0", "assurance: A4", `no assurance level "A4"`},
		{"no repetition", "repetitions: 1", "repetitions: 0", "at least 1"},
		{"another standard", "ucis/1.0", "ucis/2.0", "this standard is"},
		{"another edition", "assurance: A0", "standardDigest: sha256:00\nassurance: A0", "has the digest sha256:"},
		{"a title in one language", "{en: T, zh: 测}", "{en: T}", "needed in both languages"},
		{"no date", `"2026-11-02"`, "soon", `"soon" is not a date`},
		{"neither one nor every", "{every: MUST, of: [core]}", "{of: [core]}", "needs one of requirement and every"},
		{"a level that cannot decide", "every: MUST", "every: MAY", "MUST or SHOULD"},
		{"text that is no YAML", "classes:", "classes: {", "p.yaml:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bad := strings.Replace(minimal, c.old, c.new, 1)
			require.NotEqual(t, minimal, bad)
			p, problems, _ := tender.Read("p.yaml", []byte(bad), std)
			if c.says == "" {
				require.Empty(t, problems)
				return
			}
			require.NotEmpty(t, problems)
			assert.Nil(t, p)
			assert.Contains(t, problems.Error(), c.says)
			assert.Regexp(t, `^p\.yaml:\d+`, problems[0].Error(), "every message names its line")
		})
	}
}

func TestGatesWithoutATest(t *testing.T) {
	t.Parallel()
	std := standard(t)
	withIdem := strings.Replace(minimal, "  - {class: page", "  - {class: idem, mandated: true}\n  - {class: page", 1)
	evidence := "  - {mark: \"#\", means: evidence, text: {en: by people, zh: 人工}}\nclasses:"
	for _, c := range []struct{ name, gates, says string }{
		{"refused", "{every: MUST, of: [core, idem]}", "IDEM-004 decides alone, but no suite tests it"},
		{"refused by name", "{requirement: IDEM-004}", "mark it evidence: manual"},
		{"by people, all of the rule", "{every: MUST, of: [core, idem], untested: manual}", ""},
		{"by people, by name", "{requirement: IDEM-004, evidence: manual}\n  - {every: MUST, of: [core, idem]}", ""},
		{"by people, though a test exists", "{requirement: CORE-001, evidence: manual}", "CORE-001 has a test"},
		{"a permission", "{requirement: CORE-014}\n  - {requirement: CORE-014}", "named twice"},
	} {
		text := strings.Replace(strings.Replace(withIdem, "{every: MUST, of: [core]}", c.gates, 1), "classes:", evidence, 1)
		p, problems, _ := tender.Read("p.yaml", []byte(text), std)
		if c.says != "" {
			require.NotEmpty(t, problems, c.name)
			assert.Contains(t, problems.Error(), c.says, c.name)
			continue
		}
		require.Empty(t, problems, c.name)
		assert.Contains(t, p.Gates, reports.ProfileGate{Requirement: "IDEM-004", Manual: true}, c.name)
	}
}

func TestStarWithPointsIsWarnedOf(t *testing.T) {
	t.Parallel()
	text := strings.Replace(minimal, "  - {every: MUST, of: [core]}", "  - {every: MUST, of: [core]}\n  - {requirement: CORE-014}", 1)
	p, problems, warnings := tender.Read("p.yaml", []byte(text), standard(t))
	require.Empty(t, problems)
	assert.NotNil(t, p)
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0].Error(), "CORE-014 decides alone and earns points: it is counted twice")
}

func TestDigestIsOfTheMeaning(t *testing.T) {
	t.Parallel()
	std := standard(t)
	digest := func(text string) string {
		p, problems, _ := tender.Read("p.yaml", []byte(text), std)
		require.Empty(t, problems)
		return p.Digest
	}
	same := "# a remark\n" + strings.Replace(minimal, "{every: MUST, of: [core]}", "{of: [core], every: MUST}", 1)
	assert.Equal(t, digest(minimal), digest(same))
	assert.Equal(t, digest(minimal), digest(strings.Replace(minimal, "weight: 60}", "weight: 60.0}", 1)))
	for old, changed := range map[string]string{"value: 0}": "value: 0.1}", "weight: 60}": "weight: 60, mandated: true}"} {
		assert.NotEqual(t, digest(minimal), digest(strings.Replace(minimal, old, changed, 1)))
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add([]byte("format: cityconf-profile/1\nclasses: [{class: core}]"))
	std, err := published()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, problems, _ := tender.Read("p.yaml", data, std)
		assert.Equal(t, p == nil, len(problems) > 0, "a profile, or what is wrong with it")
	})
}
