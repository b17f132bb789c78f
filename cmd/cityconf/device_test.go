package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/city/identity"
	"github.com/cityconf/cityconf/reports"
)

// free is an address of the loopback interface that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// started starts simulated devices as a process of their own and returns their
// IUT file.
func started(t *testing.T, flags ...string) string {
	t.Helper()
	dir := t.TempDir()
	ready := filepath.Join(dir, "ready")
	cmd := exec.Command("cityconf", append([]string{"sim", "device", "--dir", dir, "--ready-file", ready}, flags...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		assert.NoError(t, cmd.Process.Signal(os.Interrupt))
		cmd.Wait() // its exit code is that of an interrupt
	})
	require.Eventually(t, func() bool { _, err := os.Stat(ready); return err == nil }, 30*time.Second, 10*time.Millisecond, "the devices are started")
	return filepath.Join(dir, "iut.yaml")
}

// tested runs the suite against devices and returns exit code and report.
func tested(t *testing.T, iut string, flags ...string) (int, *reports.Report) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "report")
	var said bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	code := run(ctx, append([]string{"run", "--iut", iut, "--out", out}, flags...),
		console{in: strings.NewReader(""), out: &said, err: &said, getenv: func(string) string { return "" }})
	require.FileExists(t, filepath.Join(out, "report.json"), said.String())
	verify := asProcess(t, "verify", "--lang", "en", out)
	assert.Equal(t, exitOK, verify.wait(t), verify.said.String())
	return code, readReport(t, filepath.Join(out, "report.json"))
}

// TestAFaultyDeviceIsNamedByItsPackets starts a device with many defects as a
// process of its own: the report names each by a requirement and shows the
// packet that proves it.
func TestAFaultyDeviceIsNamedByItsPackets(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a device to come back again and again")
	}
	t.Parallel()
	at := free(t)
	iut := started(t, "--connect", "mqtt://"+at, "--fault", "Q25,Q29,Q33,Y54,Y56,Q28,Q12,Q17,Q41")
	code, report := tested(t, iut)
	assert.Equal(t, exitFail, code)
	for fault, proof := range map[string]struct {
		requirement string
		packet      []string // headers of one packet of the transcript
		topic       string
	}{
		"no will":                {"MQTT-003", []string{"Packet: CONNECT", "Will: false"}, ""},
		"keep-alive of an hour":  {"LINK-001", []string{"Packet: CONNECT", "Keep-Alive: 3600"}, ""},
		"clean session":          {"LINK-002", []string{"Packet: CONNECT", "Clean: true"}, ""},
		"subscribes everything":  {"LINK-004", []string{"Packet: SUBSCRIBE"}, "#"},
		"no back-off":            {"LIFE-004", []string{"Packet: CONNECT", "From: device"}, ""},
		"leaves without a word":  {"LIFE-002", []string{"Packet: DISCONNECT", "From: device"}, ""},
		"another source":         {"MQTT-010", []string{"Packet: PUBLISH"}, "telemetry"},
		"no duplicate flag":      {"LINK-006", []string{"Packet: PUBLISH", "Dup: false"}, "telemetry"},
		"correlation not echoed": {"CMD-001", nil, ""},
		"commands are lost":      {"LINK-008", nil, ""},
	} {
		d := deviation(report, proof.requirement)
		if assert.NotNil(t, d, "%s: %s is not among the deviations", fault, proof.requirement) && proof.packet != nil {
			assert.True(t, shows(d, proof.topic, proof.packet), "%s: no packet of %s has %v", fault, d.ID, proof.packet)
		}
	}
}

func deviation(r *reports.Report, requirement string) *reports.Deviation {
	k := slices.IndexFunc(r.Deviations, func(d reports.Deviation) bool { return slices.Contains(d.Requirements, requirement) })
	if k < 0 {
		return nil
	}
	return &r.Deviations[k]
}

// shows tells whether a packet of the transcript has all these headers.
func shows(d *reports.Deviation, topic string, headers []string) bool {
	for _, x := range d.Example.Transcript {
		for _, m := range x.Received {
			lacks := func(h string) bool { return !slices.Contains(m.Headers, h) }
			if strings.HasSuffix(m.Topic, topic) && !slices.ContainsFunc(headers, lacks) {
				return true
			}
		}
	}
	return false
}

// TestAConformingDeviceIsNotBlamed tests devices that take every liberty.
func TestAConformingDeviceIsNotBlamed(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a device to come back again and again")
	}
	t.Parallel()
	at := free(t)
	iut := started(t, "--connect", "mqtt://"+at, "--variation", "V11,V13,V14,V18")
	code, report := tested(t, iut, "--shuffle", "7")
	assert.Equal(t, exitOK, code)
	assert.Empty(t, report.Deviations)
	assert.Equal(t, reports.GatePass, report.Gate.Decision)
}

func TestNoDeviceNoVerdict(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	iut, err := writeDeviceIUT(dir, deviceAccess(), free(t))
	require.NoError(t, err)
	text, err := os.ReadFile(iut)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(iut, bytes.Replace(text, []byte("patienceMs: 30000"), []byte("patienceMs: 50"), 1), 0o644))
	for _, verb := range []string{"run", "doctor"} {
		var said bytes.Buffer
		code := run(t.Context(), []string{verb, "--iut", iut}, console{out: &said, err: &said, getenv: func(string) string { return "" }})
		assert.Equal(t, exitUntestable, code, verb)
		assert.Contains(t, said.String(), "no device connected to 127.0.0.1:", verb)
	}
}

// deviceAccess is what devices that nobody started would tell.
func deviceAccess() city.Access {
	return city.Access{Standard: "ucis/1.0", Role: "device", Classes: []string{"mqtt-link", "lgt-stream"}, City: "330100",
		Seeds: map[string][]string{"Luminaire": {"urn:ucis:330100:lgt:Luminaire:L0001"}}}
}

// TestDevicesOverTLS: the same over TLS, and over mutual TLS.
func TestDevicesOverTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	authority, err := identity.NewAuthority(identity.Secrets{}, time.Now())
	require.NoError(t, err)
	certificate, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	pair, err := authority.Certificate("127.0.0.1")
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	require.NoError(t, err)
	ca := filepath.Join(dir, "ca.pem")
	for path, text := range map[string][]byte{ca: []byte(authority.PEM()), certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}),
		key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})} {
		require.NoError(t, os.WriteFile(path, text, 0o600))
	}
	for name, c := range map[string]struct {
		host  string   // further keys of ixit.host
		flags []string // of the devices
		code  int
	}{
		"server":                     {"", []string{"--ca", ca}, exitIncomplete},
		"mutual":                     {"    clientCA: " + ca + "\n", []string{"--ca", ca, "--cert", certificate, "--key", key}, exitIncomplete},
		"mutual without certificate": {"    clientCA: " + ca + "\n    patienceMs: 2000\n", []string{"--ca", ca}, exitUntestable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := free(t)
			iut := started(t, append(c.flags, "--connect", "mqtts://"+at)...)
			text, err := os.ReadFile(iut)
			require.NoError(t, err)
			listen := "    listen: \"" + at + "\"\n"
			require.Contains(t, string(text), listen)
			changed := strings.Replace(string(text), listen, listen+"    certFile: "+certificate+"\n    keyFile: "+key+"\n"+c.host, 1)
			if strings.Contains(c.host, "patienceMs") {
				changed = strings.Replace(changed, "    patienceMs: 30000", "    #", 1)
			}
			require.NoError(t, os.WriteFile(iut, []byte(changed), 0o644))
			var said bytes.Buffer
			code := run(t.Context(), []string{"run", "--iut", iut, "--out", filepath.Join(t.TempDir(), "report"), "LINK-001", "MQTT-003"},
				console{out: &said, err: &said, getenv: func(string) string { return "" }})
			assert.Equal(t, c.code, code, said.String())
		})
	}
}
