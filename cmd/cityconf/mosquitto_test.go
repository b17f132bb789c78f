package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/city/identity"
	"github.com/cityconf/cityconf/suites"
)

// findingsOf is the version of Mosquitto (that of Debian 12) whose findings are
// written down: requirement → what it truly does not do. Later ones may have
// mended it; none may be blamed for anything else.
const findingsOf = "2.0.11"

var mosquittoFindings = map[string]string{
	"MQTT5-010": "it cuts a connection that is taken over without DISCONNECT",
}

// mosquittoVersion is the version of the installed program.
func mosquittoVersion(t *testing.T) string {
	t.Helper()
	program, err := lookUp("mosquitto")
	require.NoError(t, err)
	said, _ := exec.Command(program, "-h").CombinedOutput() // its exit code is that of a usage error
	words := strings.Fields(string(said))
	require.Greater(t, len(words), 2)
	return words[2]
}

// TestMosquitto runs the suite against a city whose devices are connected to a
// broker we did not write: Mosquitto with TLS, a password file and an ACL.
func TestMosquitto(t *testing.T) {
	t.Parallel()
	need(t, "mosquitto", "mosquitto_passwd")
	std, err := loaded()
	require.NoError(t, err)
	accounts, err := city.Accounts(std)
	require.NoError(t, err)
	foreign := mosquitto(t, accounts)
	b := newBench(t, city.Options{Broker: foreign})
	require.Equal(t, foreign.URL, b.city.Access().Broker)

	result := b.run(t.Context(), t, suites.Options{})
	found := map[string]bool{}
	for _, v := range result.Verdicts {
		found[v.Requirement] = v.Verdict == suites.Fail
		assert.True(t, v.Verdict != suites.Fail || mosquittoFindings[v.Requirement] != "", "%s is blamed: %v", v.Requirement, failures(result))
	}
	if mosquittoVersion(t) == findingsOf {
		for requirement, why := range mosquittoFindings {
			assert.True(t, found[requirement], "%s is not noticed: %s", requirement, why)
		}
	}
	for _, v := range result.Verdicts {
		if class := std.Requirement(v.Requirement).Class; class == "mqtt-pub" || class == "mqtt-life" || class == "mqtt-cmd" {
			assert.Contains(t, []suites.Verdict{suites.Pass, suites.SuiteGap}, v.Verdict, "%s %s", v.Requirement, v.Reason.EN)
		}
	}
	t.Logf("Mosquitto: %v", verdicts(result))
}

// need skips when a foreign program is missing, but not in CI.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := lookUp(p); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("CI needs %s", p)
			}
			t.Skipf("%s is not installed", p)
		}
	}
}

// lookUp looks for a program also where Debian puts servers.
func lookUp(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	return exec.LookPath(filepath.Join("/usr/sbin", program))
}

// mosquitto starts the broker with these accounts and rights.
func mosquitto(t *testing.T, accounts []identity.Account) *city.ExternalBroker {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, writeAccounts(dir, accounts))
	authority, err := identity.NewAuthority(identity.Secrets{}, time.Now())
	require.NoError(t, err)
	writeServerCertificate(t, dir, authority)
	hashPasswords(t, dir)
	address := freeAddress(t)
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	config := filepath.Join(dir, "mosquitto.conf")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, `
per_listener_settings false
allow_anonymous false
password_file %[1]s/passwords
acl_file %[1]s/acl
listener %[2]s 127.0.0.1
certfile %[1]s/server.pem
keyfile %[1]s/server.key
tls_version tlsv1.2
persistence false
user root
`, dir, port), 0o600))
	start(t, config, address)
	out := &city.ExternalBroker{URL: "mqtts://" + address, CA: authority.PEM(), Accounts: map[string]string{}}
	for _, a := range accounts {
		out.Accounts[a.Name] = a.Password
	}
	return out
}

func writeServerCertificate(t *testing.T, dir string, authority *identity.Authority) {
	t.Helper()
	cert, err := authority.Certificate("127.0.0.1", "localhost")
	require.NoError(t, err)
	var chain []byte
	for _, der := range cert.Certificate {
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "server.pem"), chain, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "server.key"), privateKey(t, cert), 0o600))
}

func hashPasswords(t *testing.T, dir string) {
	t.Helper()
	plain, err := os.ReadFile(filepath.Join(dir, "accounts"))
	require.NoError(t, err)
	path := filepath.Join(dir, "passwords")
	require.NoError(t, os.WriteFile(path, plain, 0o600))
	program, err := lookUp("mosquitto_passwd")
	require.NoError(t, err)
	out, err := exec.Command(program, "-U", path).CombinedOutput()
	require.NoError(t, err, string(out))
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// start runs the broker and waits until it takes TLS connections.
func start(t *testing.T, config, address string) {
	t.Helper()
	program, err := lookUp("mosquitto")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "-c", config)
	log, err := os.Create(filepath.Join(filepath.Dir(config), "log"))
	require.NoError(t, err)
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
		log.Close()
	})
	require.Eventually(t, func() bool {
		c, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
		if err == nil {
			c.Close()
		}
		return err == nil
	}, 10*time.Second, 20*time.Millisecond)
}

func privateKey(t *testing.T, cert tls.Certificate) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}
