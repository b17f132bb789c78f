package main

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports/bundle"
)

// hostileVendor is what a vendor might call itself: markup, a formula, escape
// sequences, a change of direction.
const hostileVendor = "=cmd|'/C calc'!A0<script>alert(1)</script>\u202e\x1b[31mred\u2066"

// TestBadInputIsRefusedOrShownHarmless hands in, to each verb that reads
// bundles, what nobody should: one clear line and the exit code that says
// whether the file is none of ours (2) or not what it says (6).
func TestBadInputIsRefusedOrShownHarmless(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a city and several processes")
	}
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, data, 0o600))
		return path
	}
	key := func(name string, from time.Time, days int) string {
		k, err := bundle.NewKey(rand.Reader, name, "vendor", from, time.Duration(days)*24*time.Hour)
		require.NoError(t, err)
		text, err := k.Encode()
		require.NoError(t, err)
		return file(name+".key", text)
	}
	now := time.Now()
	old, ours, stranger := key("old", now.AddDate(-2, 0, 0), 30), key("ours", now.AddDate(0, 0, -1), 30), key("stranger", now.AddDate(0, 0, -1), 30)
	profile, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "profiles", "pilot-lighting.yaml"))
	require.NoError(t, err)
	published := file("published.yaml", profile)
	changed := file("changed.yaml", bytes.Replace(profile, []byte("validDays: 180"), []byte("validDays: 18"), 1))
	amended := file("amended.yaml", bytes.Replace(profile, []byte("id: PILOT-LGT-01"), []byte("id: PILOT-LGT-02"), 1))
	good := hostileRun(t, dir, published)
	signed := func(key string) string {
		path := strings.TrimSuffix(key, ".key") + ".zip"
		p := asProcess(t, "sign", good, "--key", key, "--out", path)
		require.Equal(t, exitOK, p.wait(t), p.said.String())
		return path
	}
	byOurs := signed(ours)
	packed := int64(64 << 20)
	if *figures {
		packed = 2 << 30
	}
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"another version":         {[]string{"verify", file("v9.zip", archived(t, "manifest.json", zip.Store, strings.NewReader(`{"format":"cityconf-bundle/9"}`)))}, exitUsage, "cityconf-bundle/9"},
		"a way out of the folder": {[]string{"report", file("slip.zip", archived(t, "../../etc/passwd", zip.Store, strings.NewReader("x")))}, exitUnverified, `"../../etc/passwd"`},
		"zeros, packed":           {[]string{"verify", file("zeros.zip", archived(t, "manifest.json", zip.Deflate, zeros(packed)))}, exitUnverified, "compressed by the archive"},
		"an unknown key":          {[]string{"verify", "--digests-only", "--key", stranger, byOurs}, exitUnverified, "none of the given files holds"},
		"no signature":            {[]string{"report", "--key", ours, good}, exitUnverified, "is not signed"},
		"an expired key":          {[]string{"sign", good, "--key", old, "--out", filepath.Join(dir, "late.zip")}, exitUsage, "is valid from"},
		"half a key":              {[]string{"verify", "--digests-only", "--key", file("half.pub", []byte("{}")), byOurs}, exitUsage, "half.pub"},
		"a profile changed since": {[]string{"report", "--profile", changed, good}, exitUsage, "was changed after publication"},
		"in a comparison as well": {[]string{"compare", "--profile", changed, good, byOurs}, exitUsage, "was changed after publication"},
		"an amended profile":      {[]string{"report", "--profile", amended, "--out", filepath.Join(dir, "amended"), good}, exitOK, "report.html"},
		"the published one":       {[]string{"report", "--profile", published, "--key", ours, "--out", filepath.Join(dir, "shown"), "--format", "html,csv,md", byOurs}, exitOK, "summary.md"},
		"ten megabytes of name":   {[]string{"plan", "--iut", file("long.yaml", fmt.Appendf(nil, "ics:\n  vendor: %s\n", strings.Repeat("x", 10<<20)))}, exitUsage, "/ics/vendor: has 10485760 characters"},
		"one run under two names": {[]string{"compare", good, byOurs}, exitUsage, "are bundles of one run"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := asProcess(t, c.args...)
			assert.Equal(t, c.code, p.wait(t), p.said.String())
			said := p.said.String()
			assert.Contains(t, said, c.want)
			assert.NotContains(t, said, "\x1b[31m")
			assert.NotContains(t, said, "\u202e")
			if c.code != exitOK {
				assert.Equal(t, 1, strings.Count(said, c.want), "one clear line: %s", said)
				assert.Less(t, len(said), 1000)
			}
		})
	}
	t.Run("shown harmless", func(t *testing.T) {
		out := filepath.Join(dir, "harmless")
		p := asProcess(t, "report", "--out", out, "--format", "html,csv,md,junit", good)
		require.Equal(t, exitOK, p.wait(t), p.said.String())
		for name, never := range map[string][]string{
			"report.html": {"<script>alert", "\x1b", "\u202e"},
			"report.csv":  {"\n=cmd", `"=cmd`, ",=cmd", "\x1b"},
			"summary.md":  {"<script>", "\x1b", "\u202e"},
			"junit.xml":   {"<script>", "\x1b"},
		} {
			text, err := os.ReadFile(filepath.Join(out, name))
			require.NoError(t, err)
			for _, s := range never {
				assert.NotContains(t, string(text), s, name)
			}
		}
	})
}

// hostileRun is the bundle of a short run for a vendor of that name.
func hostileRun(t *testing.T, dir, profile string) string {
	t.Helper()
	std, err := loaded()
	require.NoError(t, err)
	sim, err := city.Start(t.Context(), city.Options{Standard: std})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	path, err := writeAccess(dir, sim.Access())
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	text = claims.ReplaceAll(text, []byte("  classes: [core]\n$1")) // few cases: each process derives them
	require.NoError(t, os.WriteFile(path, []byte(ofVendor(string(text), hostileVendor)), 0o600))
	out := filepath.Join(dir, "run")
	p := asProcess(t, "run", "--iut", path, "--profile", profile, "--repeat", "1", "--rate", "5000", "--format", "json", "--out", out, "CORE-001")
	require.Contains(t, []int{exitIncomplete, exitFail}, p.wait(t), p.said.String())
	return filepath.Join(out, bundleFile)
}
