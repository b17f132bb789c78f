package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports/bundle"
)

// TestForgedEvidenceShows makes bundles anew, with true digests, from a journal
// that was edited: a verdict must follow from what was exchanged, and requests
// must be those of the suite.
func TestForgedEvidenceShows(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("each forgery is judged again by a process that derives the whole suite")
	}
	b := newBench(t, city.Options{})
	dir := t.TempDir()
	iut, err := writeAccess(dir, b.city.Access())
	require.NoError(t, err)
	out := filepath.Join(dir, "run")
	p := asProcess(t, "run", "--iut", iut, "--rate", "5000", "--format", "json", "--repeat", "2", "--out", out, "CORE-001")
	require.Equal(t, exitIncomplete, p.wait(t), p.said.String())
	journal, err := os.ReadFile(filepath.Join(out, bundle.JournalFile))
	require.NoError(t, err)
	for name, c := range map[string]struct{ old, new, want string }{
		"nothing":         {"", "", " 0 differ"},
		"another answer":  {`"status":200`, `"status":500`, "verdicts do not follow from the evidence"},
		"another request": {`"method":"GET"`, `"method":"PUT"`, "is not the one of the suite: method"},
		"another verdict": {`"outcome":"pass","digest":"`, `"outcome":"pass","digest":"00`, "yields other judgements"},
		"another mark":    {`"salt":"`, `"salt":"x`, "has a number or mark that does not fit"},
		"another product": {`"product":"`, `"product":"better `, "ics.json is not the one of the evidence"},
		"another step":    {`{"step":0}`, `{"step":1}`, "is on record where the suite takes step 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := forged(t, filepath.Join(out, bundleFile), bytes.Replace(journal, []byte(c.old), []byte(c.new), 1))
			v := asProcess(t, "verify", "--lang", "en", path)
			code := v.wait(t)
			assert.Equal(t, name != "nothing", code == exitUnverified, v.said.String())
			assert.Contains(t, v.said.String(), c.want)
		})
	}
}

// forged is a bundle with the parts of another and a journal of its own.
func forged(t *testing.T, from string, journal []byte) string {
	t.Helper()
	b, err := bundle.Open(from)
	require.NoError(t, err)
	defer b.Close()
	parts := bundle.Contents{}
	for _, p := range b.Manifest.Parts {
		if p.Name != bundle.EvidenceFile {
			parts[p.Name], err = b.Part(p.Name)
			require.NoError(t, err)
		}
	}
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "j"), journal, 0o644))
	path := filepath.Join(dir, "b.zip")
	require.NoError(t, bundle.Write(path, b.Manifest.Run, filepath.Join(dir, "j"), parts, nil))
	return path
}
