package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
)

// TestBundleFigures prints what is promised for bundles of real runs, measured
// as a user meets it, in a process of its own, and fails where a promise is
// broken.
func TestBundleFigures(t *testing.T) {
	if !*figures {
		t.Skip("measures; -figures asks for it")
	}
	b := newBench(t, city.Options{})
	dir := t.TempDir()
	iut, err := writeAccess(dir, b.city.Access())
	require.NoError(t, err)
	text, err := os.ReadFile(iut)
	require.NoError(t, err)
	t.Run("verify", func(t *testing.T) { verifyFigures(t, dir, string(text)) })
	t.Run("compare", func(t *testing.T) { tenVendorsFigures(t, dir, string(text)) })
}

// run tests the city under an IUT file and gives the folder of the run.
func (r figureRun) run(t *testing.T) string {
	t.Helper()
	iut, out := filepath.Join(r.dir, r.name+".yaml"), filepath.Join(r.dir, "run-"+r.name)
	require.NoError(t, os.WriteFile(iut, []byte(r.iut), 0o600))
	p := asProcess(t, "run", "--iut", iut, "--rate", "5000", "--format", "json", "--out", out)
	require.Contains(t, []int{exitOK, exitFail, exitIncomplete}, p.wait(t), p.said.String())
	return out
}

type figureRun struct{ dir, name, iut string }

// verifyFigures judges a bundle of at least 12,000 cases again.
func verifyFigures(t *testing.T, dir, iut string) {
	out := figureRun{dir, "whole", iut}.run(t)
	r := readReport(t, filepath.Join(out, "report.json"))
	require.GreaterOrEqual(t, r.Suite.Cases, 12_000)
	info, err := os.Stat(filepath.Join(out, bundleFile))
	require.NoError(t, err)
	started := time.Now()
	p := asProcess(t, "verify", "--lang", "en", out)
	require.Equal(t, exitOK, p.wait(t), p.said.String())
	took := time.Since(started)
	require.Contains(t, p.said.String(), " 0 differ")
	busy := p.ProcessState.UserTime() + p.ProcessState.SystemTime()
	share := 12_000 / float64(r.Suite.Cases)
	sayFigure("verify of a bundle", "%v (%v of processor) for %d cases, %d exchanges, %.1f MB: %.1f s for 12,000 (< 10)", took.Round(time.Millisecond),
		busy.Round(time.Millisecond), r.Suite.Cases, r.Exchanges, mega(int(info.Size())), took.Seconds()*share)
	assert.Less(t, min(took, busy).Seconds()*share, 10.0, "a busy machine is no reason to fail")
}

// claims is the list of claimed classes in an IUT file, up to what follows it.
var claims = regexp.MustCompile(`(?ms)^  classes:.*?^(  \w|ixit)`)

// tenVendorsFigures compares the bundles of ten vendors.
func tenVendorsFigures(t *testing.T, dir, iut string) {
	require.Regexp(t, claims, iut)
	iut = claims.ReplaceAllString(iut, "  classes: [core, sec-1, disc, evt, mqtt-pub, lgt-read, lgt-stream, page, lgt-ctrl]\n$1")
	args := []string{"compare", "--format", "html,xlsx", "--out", filepath.Join(dir, "comparison")}
	for i := range 10 {
		name := fmt.Sprint("vendor", i)
		args = append(args, figureRun{dir, name, ofVendor(iut, name)}.run(t))
	}
	started := time.Now()
	p := asProcess(t, args...)
	require.Equal(t, exitOK, p.wait(t), p.said.String())
	took := time.Since(started)
	r := readReport(t, filepath.Join(args[len(args)-1], "report.json"))
	sayFigure("10 bundles compared", "%v for %d requirements and %d cases each (< 3 s)", took.Round(time.Millisecond), len(r.Requirements), r.Suite.Cases)
	assert.Less(t, took, 3*time.Second)
}
