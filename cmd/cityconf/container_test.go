package main

import (
	"archive/zip"
	"context"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/launch"
	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/suites"
)

// engine is the Docker engine of this machine; a test is skipped without one,
// but not in CI.
func engine(t *testing.T) *launch.Engine {
	t.Helper()
	e, err := docked(t)
	if e == nil {
		t.Skipf("no Docker engine on this machine, CI has one: %v", err)
	}
	return e
}

// docked is the Docker engine of this machine, nil and the reason without one.
func docked(t *testing.T) (*launch.Engine, error) {
	t.Helper()
	e, err := launch.Open(t.Context(), "test-"+runID())
	if err != nil && os.Getenv("CI") != "true" {
		return nil, err
	}
	require.NoError(t, err, "CI needs Docker")
	t.Cleanup(func() { assert.NoError(t, e.Close()) })
	return e, nil
}

// image builds the image that the Dockerfile makes of the static program.
func image(t *testing.T, e *launch.Engine) string {
	t.Helper()
	tag := "cityconf-test:" + runID()
	dockerfile, err := os.ReadFile("Dockerfile")
	require.NoError(t, err)
	require.NoError(t, e.Build(t.Context(), tag, dockerfile, "cityconf", static(t)))
	t.Cleanup(func() { assert.NoError(t, e.Discard(context.Background(), tag)) })
	return tag
}

// static builds the program as "make build" does.
func static(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cityconf")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	return path
}

// vendor is a city in an image as somebody delivers it: its secrets are known
// beforehand, its address is not. It returns the IUT file and what follows --.
func vendor(t *testing.T, classes string) (iut string, args []string) {
	t.Helper()
	std, err := loaded()
	require.NoError(t, err)
	phrase := rand.Text()
	sim, err := city.Start(t.Context(), city.Options{Standard: std, Secret: phrase})
	require.NoError(t, err)
	access := sim.Access()
	require.NoError(t, sim.Close())
	access.BaseURL, access.UpperTester = "https://{host}:{port}", "http://{host}:{port:9000}/"
	access.Classes, access.Receiver = strings.Split(classes, ","), city.Place{}
	iut, err = writeAccess(t.TempDir(), access)
	require.NoError(t, err)
	text, err := os.ReadFile(iut)
	require.NoError(t, err)
	text = regexp.MustCompile(`(?m)^  # broker: .*$`).ReplaceAll(text, []byte(`  broker: {url: "mqtts://{host}:{port:8883}"}`))
	require.NoError(t, os.WriteFile(iut, text, 0o600))
	return iut, []string{"--", "sim", "up", "--secret", phrase, "--listen", "0.0.0.0:8443", "--public", "{host}:{port}",
		"--mqtt", "0.0.0.0:8883", "--mqtt-public", "{host}:{port:8883}", "--upper-tester", "0.0.0.0:9000"}
}

// TestImage tests a city that a vendor brings as an image, and what may happen
// to it.
func TestImage(t *testing.T) {
	t.Parallel()
	e := engine(t)
	tag := image(t, e)
	iut, args := vendor(t, "lgt-read,mqtt-pub")
	run := func(out string, more ...string) []string {
		return append([]string{"run", "--iut", iut, "--image", tag, "--port", "8443", "--out", out, "--format", "json"}, more...)
	}
	t.Run("tested", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "run")
		p := asProcess(t, run(out, args...)...)
		require.Equal(t, exitIncomplete, p.wait(t), p.said.String()+": the few classes cannot show everything")
		assert.Contains(t, string(part(t, out, bundle.SystemFile)), "ready: https://")
		report := readReport(t, filepath.Join(out, "report.json"))
		assert.Contains(t, report.Laboratory.Command, "--image "+tag+" --port 8443")
		verify := asProcess(t, "verify", "--lang", "en", out)
		assert.Equal(t, exitOK, verify.wait(t), verify.said.String())
	})
	t.Run("killed in the midst", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "run")
		p := asProcess(t, run(out, append([]string{"--rate", "20"}, args...)...)...)
		require.Eventually(t, func() bool { return journalSize(out) > 100_000 }, 2*time.Minute, 20*time.Millisecond, "the run goes on")
		docker(t, "kill", docker(t, "ps", "-q", "--filter", "ancestor="+tag))
		require.Equal(t, exitUntestable, p.wait(t), p.said.String())
		assert.Contains(t, p.said.String(), "has ended: exit status 137; the report in "+out+" is partial")
		for id, v := range verdictsIn(t, out) {
			assert.NotEqual(t, suites.Fail, v, id)
		}
		assert.Contains(t, string(part(t, out, bundle.SystemFile)), "ready: https://")
	})
	t.Run("never ready", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "run")
		p := asProcess(t, run(out, "--ready", "2s", "--", "sim", "up", "--listen", "0.0.0.0:1234")...)
		require.Equal(t, exitUntestable, p.wait(t), p.said.String())
		assert.Contains(t, p.said.String(), "within 2s")
		said, err := os.ReadFile(filepath.Join(out, systemLog))
		require.NoError(t, err)
		assert.Contains(t, string(said), "ready: https://127.0.0.1:1234")
		untested(t, out, "ready: https://127.0.0.1:1234")
	})
	t.Run("no port", func(t *testing.T) {
		p := asProcess(t, "run", "--iut", iut, "--image", tag)
		assert.Equal(t, exitUsage, p.wait(t), p.said.String())
		assert.Contains(t, p.said.String(), "--image needs --port")
	})
	t.Run("no such image", func(t *testing.T) {
		p := asProcess(t, "run", "--iut", iut, "--image", "127.0.0.1:1/nobody/has:this", "--port", "80")
		assert.Equal(t, exitUntestable, p.wait(t), p.said.String())
		assert.Contains(t, p.said.String(), "run the image 127.0.0.1:1/nobody/has:this")
	})
	t.Run("no Docker", func(t *testing.T) { // in a container there is none
		said, err := exec.Command("docker", "run", "--rm", "--network", "none", tag, "run", "--image", "vendor/app", "--port", "80").CombinedOutput()
		var ended *exec.ExitError
		require.ErrorAs(t, err, &ended)
		assert.Equal(t, exitUntestable, ended.ExitCode(), string(said))
		assert.Contains(t, string(said), "no Docker engine answers")
		assert.Contains(t, string(said), "cityconf run --exec PROGRAM")
	})
	assert.Empty(t, docker(t, "ps", "-aq", "--filter", "ancestor="+tag), "nothing is left running")
}

// docker runs the command that people use.
func docker(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("docker", args...).Output()
	require.NoError(t, err, args)
	return strings.TrimSpace(string(out))
}

// part reads a part of the bundle of a run.
func part(t *testing.T, out, name string) []byte {
	t.Helper()
	z, err := zip.OpenReader(filepath.Join(out, bundleFile))
	require.NoError(t, err)
	defer z.Close()
	f, err := z.Open(name)
	require.NoError(t, err)
	defer f.Close()
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return text
}
