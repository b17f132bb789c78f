package site_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBrowser opens pages in Chromium: no console message, no request leaves
// the page, the script runs. With CI=true a missing program is a failure.
// CITYCONF_CHROMIUM names another browser.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b := newBrowser(t)
	dir := t.TempDir()
	for name, content := range pages() {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	bad := filepath.Join(dir, "bad.html")
	require.NoError(t, os.WriteFile(bad, []byte(`<!DOCTYPE html><img src="http://outside.example/x.png"><script>console.error("trouble")</script>`), 0o644))

	_, console := b.open(t, bad)
	assert.Contains(t, console, "trouble", "a bad page is noticed")
	assert.Equal(t, []string{"GET http://outside.example/x.png"}, b.leaving())

	for page, want := range map[string]string{
		"index.html":                     `href="zh/index.html"`,
		"zh/index.html":                  "统一城市接口标准",
		"zh/requirements.html":           `<form id="filter" class="filter">`,
		"en/class-lgt-ctrl.html#LGT-002": `/zh/class-lgt-ctrl.html#LGT-002"`,
		"en/part-lgt.html#op-getGroup":   `id="op-getGroup"`,
		"zh/class-lgt-ctrl.html#sc-scenario-lgt-override-expires": `<details id="sc-scenario-lgt-override-expires" open="">`,
	} {
		dom, console := b.open(t, filepath.Join(dir, filepath.FromSlash(page)))
		assert.Empty(t, console, page)
		assert.Contains(t, dom, want, page)
		assert.Empty(t, b.leaving(), page)
	}
}

// browser is a Chromium whose every request ends at a proxy that counts.
type browser struct {
	chromium, proxy string

	mu   sync.Mutex
	seen []string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	b := &browser{chromium: program(t, os.Getenv("CITYCONF_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.seen = append(b.seen, r.Method+" "+r.URL.String())
		http.Error(w, "no way out", http.StatusForbidden)
	}))
	t.Cleanup(s.Close)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	require.NoError(t, err)
	b.proxy = "127.0.0.1:" + port
	return b
}

func program(t *testing.T, names ...string) string {
	t.Helper()
	for _, n := range names {
		if path, err := exec.LookPath(n); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("none of %q is installed", names)
	}
	t.Skipf("none of %q is installed", names)
	return ""
}

// errands are hosts that Chromium calls for itself, whatever page is open.
var errands = []string{"google.com", "googleapis.com", "gstatic.com", "gvt1.com"}

// leaving gives the requests since the last call, less the browser's errands.
func (b *browser) leaving() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, r := range b.seen {
		errand := false
		for _, host := range errands {
			errand = errand || strings.Contains(r, host)
		}
		if !errand {
			out = append(out, r)
		}
	}
	b.seen = nil
	return out
}

// open loads a page and gives its tree and what it wrote to the console.
func (b *browser) open(t *testing.T, page string) (dom, console string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, b.chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--enable-logging=stderr", "--user-data-dir="+t.TempDir(), "--proxy-server=http://"+b.proxy,
		"--proxy-bypass-list=<-loopback>", "--dump-dom", "file://"+page)
	var out, log bytes.Buffer
	c.Stdout, c.Stderr = &out, &log
	require.NoError(t, c.Run(), log.String())
	var messages []string
	for _, l := range strings.Split(log.String(), "\n") {
		if strings.Contains(l, "CONSOLE") {
			messages = append(messages, l)
		}
	}
	return out.String(), strings.Join(messages, "\n")
}
