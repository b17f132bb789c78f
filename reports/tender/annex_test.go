package tender_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/tender"
)

// annexOf renders a profile text.
func annexOf(t *testing.T, name, text string) (*reports.Profile, string) {
	t.Helper()
	std := standard(t)
	p, problems, _ := tender.Read(name, []byte(text), std)
	require.Empty(t, problems)
	var out bytes.Buffer
	require.NoError(t, tender.Annex(&out, p, std))
	return p, out.String()
}

func TestAnnexSaysWhatTheProfileSays(t *testing.T) {
	t.Parallel()
	for _, path := range samples(t) {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		p, page := annexOf(t, path, string(data))
		assert.Equal(t, 2, strings.Count(page, p.Digest), "at the head and at the end")
		for _, g := range p.Gates {
			assert.Regexp(t, `[★#]`+regexp.QuoteMeta(g.Requirement)+`<`, page)
		}
		for _, s := range p.Scores {
			assert.Contains(t, page, `class="id">`+s.Requirement+"<")
		}
		for _, s := range p.Symbols {
			assert.Contains(t, page, s.Text.ZH)
			assert.Contains(t, page, s.Text.EN)
		}
		for _, want := range []string{p.Title.ZH, p.Title.EN, p.Buyer.ZH, p.Buyer.EN, p.Issued, p.Assurance} {
			assert.Contains(t, page, want)
		}
		assert.NotContains(t, page, "<no value>")
		assert.NotContains(t, page, "ZgotmplZ", "nothing was taken for unsafe")
	}
}

func TestAnnexSharesAreExact(t *testing.T) {
	t.Parallel()
	text := strings.Replace(minimal, "  - {requirement: CORE-014, weight: 1}", "  - {requirement: CORE-014, weight: 1}\n  - {requirement: CORE-046, weight: 2}", 1)
	_, page := annexOf(t, "p.yaml", text)
	assert.Contains(t, page, `<td class="n">40/3</td>`)
	assert.Contains(t, page, `<td class="n">80/3</td>`)
	assert.Contains(t, page, "＜ 200 ms → 1")
	assert.Contains(t, page, "≥ 200 ms → 0")
}

func TestAnnexEscapes(t *testing.T) {
	t.Parallel()
	_, page := annexOf(t, "p.yaml", strings.Replace(minimal, "zh: 买", `zh: "<script>买</script>"`, 1))
	assert.NotContains(t, page, "<script")
	assert.Contains(t, page, "&lt;script&gt;买")
}
