package site_test

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/reports/site"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/derive"
)

// input is the published standard with all that tests it, made once.
var input = sync.OnceValue(func() site.Input {
	std, problems := specs.Lint(specs.Published(), "ucis/1.0")
	if len(problems) > 0 {
		panic(problems)
	}
	var classes []string
	for _, c := range std.Classes {
		classes = append(classes, c.ID)
	}
	suite, err := derive.Derive(std, derive.Options{Classes: classes, Seed: 1})
	if err != nil {
		panic(err)
	}
	in := trace.Input{Standard: std, Suite: suite, Proof: true}
	for _, f := range faults.All() {
		in.Faults = append(in.Faults, trace.Fault{ID: f.ID, Text: f.Text, Requirements: f.Requirements})
		in.Kills = append(in.Kills, trace.Kill{Fault: f.ID, Named: f.Requirements})
	}
	return site.Input{Standard: std, Matrix: trace.New(in), Suite: suite.Digest, Assertion: derive.Assertion}
})

// pages is the site of the published standard, made once.
var pages = sync.OnceValue(func() map[string]string {
	files, err := site.Write(input())
	if err != nil {
		panic(err)
	}
	all := map[string]string{}
	for _, f := range files {
		all[f.Name] = string(f.Content)
	}
	return all
})

func TestSize(t *testing.T) {
	t.Parallel()
	size := 0
	for _, content := range pages() {
		size += len(content)
	}
	assert.Less(t, size, 8_000_000)
	assert.Greater(t, len(pages()), 2*len(input().Standard.Classes))
}

func TestSameBytesForTheSameInput(t *testing.T) {
	t.Parallel()
	again, err := site.Write(input())
	require.NoError(t, err)
	for _, f := range again {
		assert.True(t, bytes.Equal(f.Content, []byte(pages()[f.Name])), f.Name)
	}
}

func TestEveryRequirementHasItsAnchor(t *testing.T) {
	t.Parallel()
	std := input().Standard
	for _, lang := range []string{"zh", "en"} {
		index := pages()[lang+"/requirements.html"]
		for i := range std.Requirements {
			r := &std.Requirements[i]
			page := pages()[lang+"/class-"+r.Class+".html"]
			assert.Contains(t, page, `<article class="req" id="`+r.ID+`"`)
			assert.Contains(t, page, r.URI(std))
			assert.Contains(t, index, `<tr id="`+r.ID+`"`)
		}
	}
}

var (
	link       = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	identifier = regexp.MustCompile(` id="([^"]*)"`)
)

func TestNoLinkIsBroken(t *testing.T) {
	t.Parallel()
	broken := brokenLinks(pages())
	assert.Empty(t, broken)
}

// TestBrokenLinksAreNoticed proves that the search above can find something.
func TestBrokenLinksAreNoticed(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"no such page":   `<a href="b.html">x</a>`,
		"no such anchor": `<a href="#here">x</a><p id="there">`,
		"outside":        `<a href="https://outside.example/">x</a>`,
		"above":          `<link href="../../style.css">`,
	} {
		assert.Len(t, brokenLinks(map[string]string{"zh/a.html": content}), 1, name)
	}
	assert.Empty(t, brokenLinks(map[string]string{"zh/a.html": `<a href="#here">x</a><p id="here">`}))
}

func brokenLinks(all map[string]string) []string {
	anchors := map[string]map[string]bool{}
	for name, content := range all {
		anchors[name] = map[string]bool{"": true}
		for _, m := range identifier.FindAllStringSubmatch(content, -1) {
			anchors[name][m[1]] = true
		}
	}
	seen := map[string]bool{}
	var broken []string
	for name, content := range all {
		for _, m := range link.FindAllStringSubmatch(content, -1) {
			file, fragment, _ := strings.Cut(m[1], "#")
			to := name
			if file != "" {
				to = path.Join(path.Dir(name), file)
			}
			if key := name + " → " + m[1]; !anchors[to][fragment] && !seen[key] {
				seen[key] = true
				broken = append(broken, key)
			}
		}
	}
	return broken
}

func TestIdentifiersAreUniqueInAPage(t *testing.T) {
	t.Parallel()
	for name, content := range pages() {
		seen := map[string]bool{}
		for _, m := range identifier.FindAllStringSubmatch(content, -1) {
			assert.False(t, seen[m[1]], "%s: id %s twice", name, m[1])
			seen[m[1]] = true
		}
	}
}

func TestEveryWordIsThere(t *testing.T) {
	t.Parallel()
	for name, content := range pages() {
		assert.NotContains(t, content, "⟦", name)
		assert.NotContains(t, content, "%!", name)
		assert.NotContains(t, content, "ZgotmplZ", name)
	}
}

func TestAPageIsInItsLanguage(t *testing.T) {
	t.Parallel()
	for name, content := range pages() {
		switch {
		case strings.HasPrefix(name, "zh/"):
			assert.Contains(t, content, `<html lang="zh-CN">`, name)
		case strings.HasPrefix(name, "en/"):
			assert.Contains(t, content, `<html lang="en">`, name)
		}
	}
	zh, en := pages()["zh/class-lgt-read.html"], pages()["en/class-lgt-read.html"]
	assert.Contains(t, zh, `<p class="statement">亮度应以 0~100 的整数百分数表示。</p>`)
	assert.Contains(t, zh, `<span class="second" lang="en">A level MUST be`)
	assert.Contains(t, en, `<p class="statement">A level MUST be a whole number of per cent from 0 to 100.</p>`)
}

func TestWhatAPageShows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ page, want string }{
		"operation":     {"en/part-lgt.html", `id="op-setLuminaireLevel"`},
		"parameter":     {"en/part-lgt.html", "Only luminaires with this cabinet"},
		"shared one":    {"en/part-core.html", "Most items a page may hold"},
		"channel":       {"en/part-lgt.html", `id="ch-lgtTelemetry"`},
		"period":        {"zh/part-lgt.html", "≥ PT0.5S ≤ PT15M"},
		"unit":          {"en/part-lgt.html", `">kW.h</a>`},
		"state machine": {"en/part-prk.html", "State machine of Session"},
		"final state":   {"zh/part-prk.html", "终态"},
		"shared schema": {"en/part-schemas.html", `id="time-Past"`},
		"invariant":     {"en/class-core.html", "self.quality == &#39;missing&#39;"},
		"scenario step": {"en/class-lgt-ctrl.html", "POST /ucis/v1/lgt/luminaires/${lampId}/commands/set-level"},
		"fault":         {"en/coverage.html", "Overrides do not end."},
		"no machine":    {"en/class-idem.html", "A test would have to last a day."},
		"exit":          {"zh/levels.html", "所声明符合性类的全部“应”条款通过。"},
		"event channel": {"en/events.html", `part-lgt.html#ch-lgtEventLampFailure`},
	} {
		assert.Contains(t, pages()[c.page], c.want, name)
	}
}
