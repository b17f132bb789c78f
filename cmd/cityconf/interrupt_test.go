package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites/wire"
)

// TestInterrupt ends a run after some cases: the report is partial, the exit
// code is that of an interrupt, and nothing stays behind in the system.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	b := newBench(t, city.Options{})
	for name, after := range map[string]int64{"at once": 1, "early": 40, "midway": 400} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			iut, err := writeAccess(dir, b.city.Access())
			require.NoError(t, err)
			before := b.objects(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var said bytes.Buffer
			code := run(ctx, []string{"run", "--iut", iut, "--out", filepath.Join(dir, "report"), "--json", "--class", "lgt-write,lgt-read,core"},
				console{in: strings.NewReader(""), out: &countdown{left: after, done: cancel}, err: &said, getenv: func(string) string { return "" }})

			assert.Equal(t, exitInterrupted, code, said.String())
			assert.Contains(t, said.String(), "cityconf: interrupted; the report in ")
			assert.NotContains(t, said.String(), "goroutine")
			report := readReport(t, filepath.Join(dir, "report", "report.json"))
			assert.NotEmpty(t, report.Limits.Partial.EN)
			assert.NotEqual(t, reports.GatePass, report.Gate.Decision)
			assert.Empty(t, report.Residue)
			assert.Equal(t, before, b.objects(t), "what the run made is gone")
		})
	}
}

// countdown cancels after some lines.
type countdown struct {
	left int64
	done context.CancelFunc
}

func (c *countdown) Write(p []byte) (int, error) {
	if atomic.AddInt64(&c.left, -1) == 0 {
		c.done()
	}
	return len(p), nil
}

var _ io.Writer = (*countdown)(nil)

func readReport(t *testing.T, path string) *reports.Report {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	r, err := reports.ReadReport(f)
	require.NoError(t, err)
	return r
}

// objects lists the identifiers of what the city holds, sorted.
func (b *bench) objects(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, r := range b.std.Resources {
		if r.Create == "" || r.Delete == "" || strings.Contains(r.Collection, "{") {
			continue
		}
		x := b.target.http.Do(t.Context(), wire.Request{Path: r.Collection, Query: "limit=1000"})
		require.Nil(t, x.Fault)
		require.Equal(t, 200, statusOf(x))
		var page struct{ Items []struct{ ID string } }
		require.NoError(t, json.Unmarshal(x.Received[0].Body, &page))
		for _, item := range page.Items {
			out = append(out, item.ID)
		}
	}
	require.NotEmpty(t, out)
	slices.Sort(out)
	return out
}
