package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/suites"
)

// untested finds out that a run in this folder has a report in which nothing
// was tested and which quotes the log of the system.
func untested(t *testing.T, out, said string) {
	t.Helper()
	report := readReport(t, filepath.Join(out, "report.json"))
	assert.Contains(t, report.Limits.Partial.EN, "never became ready")
	assert.Contains(t, report.Limits.Partial.EN, said)
	assert.Contains(t, report.Limits.Partial.ZH, "始终未就绪")
	assert.Contains(t, report.Limits.Partial.ZH, said)
	assert.Contains(t, string(part(t, out, bundle.SystemFile)), said)
	for _, r := range report.Requirements {
		if r.Verdict == suites.NotTested {
			assert.Contains(t, r.Reason.EN, "Could not be tested", r.ID)
			continue
		}
		assert.Contains(t, []suites.Verdict{suites.NotApplicable, suites.SuiteGap}, r.Verdict, r.ID)
	}
}

// TestAProgramThatNeverAnswersIsReported: the report says why nothing could be
// tested, in the words of the program.
func TestAProgramThatNeverAnswersIsReported(t *testing.T) {
	t.Parallel()
	iut, _ := vendor(t, "lgt-read,mqtt-pub")
	out := filepath.Join(t.TempDir(), "run")
	p := asProcess(t, "run", "--iut", iut, "--out", out, "--ready", "300ms", "--exec", "sh", "--", "-c", "echo no database at 10.0.0.7; exec sleep 100")
	require.Equal(t, exitUntestable, p.wait(t), p.said.String())
	assert.Contains(t, p.said.String(), "did not answer at")
	untested(t, out, "no database at 10.0.0.7")
	verify := asProcess(t, "verify", "--lang", "en", out)
	assert.Equal(t, exitOK, verify.wait(t), verify.said.String())
}

// TestAProgramKilledInTheMidst leaves a partial report, and nothing that runs.
func TestAProgramKilledInTheMidst(t *testing.T) {
	t.Parallel()
	iut, args := vendor(t, "lgt-read,mqtt-pub")
	dir := t.TempDir()
	out, pid := filepath.Join(dir, "run"), filepath.Join(dir, "pid")
	line := "echo $$ >" + pid + `; exec "$0" "$@"`
	p := asProcess(t, append([]string{"run", "--iut", iut, "--out", out, "--rate", "20", "--format", "json", "--exec", "sh", "--", "-c", line, linked(t)},
		local(args[1:])...)...)
	require.Eventually(t, func() bool { return journalSize(out) > 50_000 }, 2*time.Minute, 20*time.Millisecond, "the run goes on")
	system := processIn(t, pid)
	require.NoError(t, system.Kill())
	require.Equal(t, exitUntestable, p.wait(t), p.said.String())
	assert.Contains(t, p.said.String(), "has ended: signal: killed; the report in "+out+" is partial")
	assert.NotEmpty(t, readReport(t, filepath.Join(out, "report.json")).Limits.Partial.EN)
	for id, v := range verdictsIn(t, out) {
		assert.NotEqual(t, suites.Fail, v, id)
	}
	assert.ErrorIs(t, system.Signal(syscall.Signal(0)), os.ErrProcessDone, "nothing is left running")
}

// processIn is the process whose number a file holds.
func processIn(t *testing.T, path string) *os.Process {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	number, err := strconv.Atoi(strings.TrimSpace(string(text)))
	require.NoError(t, err)
	p, err := os.FindProcess(number)
	require.NoError(t, err)
	return p
}

// linked is this program under a name by which it is cityconf.
func linked(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "cityconf")
	require.NoError(t, os.Symlink(self, path))
	return path
}

// local are the arguments of a city in a container for one on this machine.
func local(args []string) []string {
	places := strings.NewReplacer("0.0.0.0:8443", "127.0.0.1:{port}", "0.0.0.0:8883", "127.0.0.1:{port:8883}", "0.0.0.0:9000", "127.0.0.1:{port:9000}")
	out := make([]string, len(args))
	for i := range args {
		out[i] = places.Replace(args[i])
	}
	return out
}
