package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// command runs cityconf in a process of its own; it returns what it said and
// its exit code.
func command(t *testing.T, env string, args ...string) (string, int) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := &exec.Cmd{Path: self, Args: append([]string{"cityconf"}, args...), Env: append(os.Environ(), "LANG=C", env)}
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); !exited {
		require.NoError(t, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func TestRunAgainstADocument(t *testing.T) {
	t.Parallel()
	const document = "testdata/stranger/openapi-3.1.yaml"
	server := httptest.NewServer(newStations("an unknown id is a bad request"))
	t.Cleanup(server.Close)
	dir := filepath.Join(t.TempDir(), "run")
	key := "STATION_KEY=" + stationKey
	to := []string{"--openapi", document, "--target", server.URL, "--token-env", "STATION_KEY"}

	said, code := command(t, key, append([]string{"run", "--out", dir, "--rate", "5000"}, to...)...)
	assert.Equal(t, exitFail, code, said)
	assert.Contains(t, said, "GET /stations/{id} MUST answer 404 to an identifier that names nothing.")
	assert.NotContains(t, said, stationKey)

	said, code = command(t, key, "verify", "--standard", document, dir)
	assert.Equal(t, exitOK, code, said)
	assert.Contains(t, said, "0 differ")

	said, code = command(t, key, append([]string{"replay", filepath.Join(dir, "report.json") + "#E-01", "--send"}, to...)...)
	assert.Equal(t, exitFail, code, said)
	assert.Contains(t, said, "want 404 or 410, got 400")

	said, code = command(t, key, append([]string{"run", "--out", dir + "-2", "--read-only", "--rate", "5000", "--allow-incomplete", "health.accept"}, to...)...)
	assert.Equal(t, exitOK, code, said)

	said, code = command(t, "STATION_KEY=wrong", append([]string{"run", "--out", dir + "-3", "--rate", "5000"}, to...)...)
	assert.Equal(t, exitFail, code, "the identifier is still answered wrongly: "+said)
	assert.Contains(t, said, "answered 401")
}

func TestRunWithAnIUTFileAgainstADocument(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newStations())
	t.Cleanup(server.Close)
	dir := t.TempDir()
	iut := filepath.Join(dir, "iut.yaml")
	require.NoError(t, os.WriteFile(iut, []byte(`
ics: {vendor: v, product: p, version: "1", build: b, standard: bicycle-stations/1.4, role: service, classes: [health, listStations, createStation, getStation]}
ixit: {baseURL: "`+server.URL+`/api", credentials: {default: {tokenEnv: STATION_KEY}}, limits: {rate: 5000}}
`), 0o600))
	said, code := command(t, "STATION_KEY="+stationKey, "run", "--openapi", "testdata/stranger/swagger-2.0.yaml", "--iut", iut, "--out", filepath.Join(dir, "run"))
	assert.Equal(t, exitOK, code, said)
}
