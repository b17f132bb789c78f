package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/suites"
)

// kills is how often TestKill kills a run; CI takes few, the figures fifty.
var kills = flag.Int("kills", 2, "how often to kill a run at a random moment")

// TestKill ends runs with SIGKILL at random moments. What is left must open and
// say that it is partial; going on must come to the verdicts of a run that
// nobody interrupted, without losing a case that was on record; and the bundle
// of it must verify.
func TestKill(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("each kill takes four processes that derive the whole suite")
	}
	times := *kills
	b := newBench(t, city.Options{Faults: []string{"S15"}})
	dir := t.TempDir()
	iut, err := writeAccess(dir, b.city.Access())
	require.NoError(t, err)
	args := func(out string) []string {
		return []string{"run", "--iut", iut, "--class", "lgt-read", "--rate", "5000", "--format", "json", "--out", out}
	}
	whole := filepath.Join(dir, "whole")
	undisturbed := asProcess(t, args(whole)...)
	code := undisturbed.wait(t)
	require.Contains(t, []int{exitFail, exitIncomplete}, code, undisturbed.said.String())
	want := verdictsIn(t, whole)
	size := journalSize(whole)
	random := rand.New(rand.NewPCG(7, uint64(times)))
	for i := range times {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			out := filepath.Join(dir, fmt.Sprint("killed", i))
			p := asProcess(t, args(out)...)
			p.killAt(t, out, random.Int64N(size))
			before := wholeLines(t, out)

			verify := asProcess(t, "verify", "--lang", "en", out)
			require.Equal(t, exitOK, verify.wait(t), verify.said.String())
			assert.Contains(t, verify.said.String(), "is partial")

			resume := asProcess(t, "run", "--resume", out, "--format", "json")
			require.Equal(t, code, resume.wait(t), resume.said.String())
			after, err := os.ReadFile(filepath.Join(out, bundle.JournalFile))
			require.NoError(t, err)
			assert.True(t, bytes.HasPrefix(after, before), "nothing that was on record is lost")
			assert.Equal(t, want, verdictsIn(t, out))

			verify = asProcess(t, "verify", "--lang", "en", out)
			require.Equal(t, exitOK, verify.wait(t), verify.said.String())
			assert.Contains(t, verify.said.String(), " 0 differ")
		})
	}
}

// process is the command in a process of its own.
type process struct {
	*exec.Cmd
	said bytes.Buffer
}

func asProcess(t *testing.T, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{Cmd: &exec.Cmd{Path: self, Args: append([]string{"cityconf"}, args...)}}
	p.Stdout, p.Stderr = &p.said, &p.said
	require.NoError(t, p.Start())
	return p
}

func (p *process) wait(t *testing.T) int {
	t.Helper()
	_ = p.Wait() // the exit code tells
	return p.ProcessState.ExitCode()
}

// killAt kills the process when its journal has so many octets.
func (p *process) killAt(t *testing.T, out string, octets int64) {
	t.Helper()
	require.Eventually(t, func() bool { return journalSize(out) > octets }, 2*time.Minute, time.Millisecond, "the run goes on")
	require.NoError(t, p.Process.Kill())
	_ = p.Wait()
}

func journalSize(out string) int64 {
	info, err := os.Stat(filepath.Join(out, bundle.JournalFile))
	if err != nil {
		return 0
	}
	return info.Size()
}

// wholeLines is the journal up to its last line end.
func wholeLines(t *testing.T, out string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(out, bundle.JournalFile))
	require.NoError(t, err)
	return b[:bytes.LastIndexByte(b, '\n')+1]
}

func verdictsIn(t *testing.T, out string) map[string]suites.Verdict {
	t.Helper()
	all := map[string]suites.Verdict{}
	for _, q := range readReport(t, filepath.Join(out, "report.json")).Requirements {
		all[q.ID] = q.Verdict
	}
	require.NotEmpty(t, all)
	return all
}

// TestBundlesAreRefused reads what a reader may be handed instead of a bundle,
// and a forged one: each is refused with its exit code and one line.
func TestBundlesAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, city.Options{})
	dir := t.TempDir()
	iut, err := writeAccess(dir, b.city.Access())
	require.NoError(t, err)
	out := filepath.Join(dir, "run")
	p := asProcess(t, "run", "--iut", iut, "--rate", "5000", "--format", "json", "--out", out, "--nonce", "XC-7", "CORE-001")
	require.Equal(t, exitIncomplete, p.wait(t), p.said.String())
	good := filepath.Join(out, bundleFile)
	whole, err := os.ReadFile(good)
	require.NoError(t, err)
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, data, 0o644))
		return path
	}
	edited := bytes.Clone(whole)
	edited[len(edited)/2] ^= 1
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"whole":             {[]string{"verify", good}, exitOK, " 0 differ"},
		"folder":            {[]string{"verify", "--digests-only", "--iut", iut, out}, exitOK, "A0: "},
		"edited":            {[]string{"verify", file("edited.zip", edited)}, exitUnverified, "was changed"},
		"truncated":         {[]string{"verify", file("cut.zip", whole[:len(whole)-9])}, exitUsage, "is no whole zip archive"},
		"no bundle":         {[]string{"report", file("text.zip", []byte("hello"))}, exitUsage, "is no whole zip archive"},
		"no file":           {[]string{"verify", filepath.Join(dir, "none.zip")}, exitUsage, "no such file"},
		"one run twice":     {[]string{"verify", "--digests-only", good, file("again.zip", whole)}, exitUsage, "are bundles of one run"},
		"another nonce":     {[]string{"verify", "--nonce", "XC-8", good}, exitUnverified, `not for "XC-8"`},
		"window":            {[]string{"verify", "--window", "soon", good}, exitUsage, "names no days"},
		"unknown tier":      {[]string{"report", "--tier", "secret", good}, exitUsage, `no tier "secret"`},
		"whole run resumed": {[]string{"run", "--resume", out}, exitUsage, "that run is whole"},
		"nothing to resume": {[]string{"run", "--resume", dir}, exitUsage, "name the folder that a run has written"},
		"record exists":     {[]string{"run", "--iut", iut, "--out", out, "CORE-001"}, exitUsage, "holds the record of a run already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := asProcess(t, c.args...)
			assert.Equal(t, c.code, p.wait(t), p.said.String())
			assert.Contains(t, p.said.String(), c.want)
			assert.LessOrEqual(t, strings.Count(p.said.String(), "cityconf: "), 1, "one clear line")
		})
	}
}
