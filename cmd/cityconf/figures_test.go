package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/reports/trace"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
)

var figures = flag.Bool("figures", false, "measure and print the figures by which the suite is judged")

// seeds is how many cities and suites that differ by chance must not be blamed:
// five of each role.
const seeds = 20

// TestFigures prints what is promised, and fails where a promise is broken.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("takes minutes; make figures asks for it")
	}
	say := sayFigure
	standardFigures(t, say)
	throughputFigures(t, say)
	startFigures(t, say)
	b := newBench(t, city.Options{})
	started := time.Now()
	again := deriveFor(t, b.std, b.target, 1)
	say("cases derived", "%d", len(b.suite.Cases))
	say("time to derive", "%v", time.Since(started).Round(time.Millisecond))
	say("suite digest", "%s", b.suite.Digest)
	say("suite digest equal over two runs", "%v", again.Digest == b.suite.Digest)
	assert.Equal(t, b.suite.Digest, again.Digest)

	started = time.Now()
	newBench(t, city.Options{})
	say("start of a reference city", "%v", time.Since(started).Round(time.Millisecond))

	result := b.run(t.Context(), t, suites.Options{})
	wall := result.Finished.Sub(result.Started)
	say("wall time of a full run", "%v", wall.Round(100*time.Millisecond))
	say("declared waits, added up", "%v", result.Waited.Round(100*time.Millisecond))
	say("exchanges", "%d", result.Exchanges)
	say("exchanges per second", "%.0f", float64(result.Exchanges)/wall.Seconds())
	say("verdicts", "%v", verdicts(result))
	worked, all := exercised(b.std, result)
	say("operations that worked", "%d/%d", worked, all)
	assert.Equal(t, all, worked, "a case should use every operation with success")
	say("left behind", "%d", len(result.Residue))
	assert.Empty(t, result.Residue)

	p, err := prove(t.Context(), os.Stderr, proofOptions{seeds: seeds, pairs: 100, pairSeed: 1, workers: 16})
	require.NoError(t, err)
	require.NoError(t, p.Text(os.Stdout, false))
	assert.True(t, p.Holds(), "the proof has to hold")

	test, product := lines(t)
	say("test / product lines", "%d/%d = %.2f", test, product, float64(test)/float64(product))
}

// sayFigure prints one figure.
func sayFigure(name, format string, args ...any) {
	fmt.Printf("%-34s %s\n", name, fmt.Sprintf(format, args...))
}

// standardFigures measures the standard itself: how much it says, how much of
// that is tested, and how long reading it takes.
func standardFigures(t *testing.T, say func(name, format string, args ...any)) {
	t.Helper()
	started := time.Now()
	std, problems := specs.Lint(specs.Published(), "ucis/1.0")
	say("time to load and lint the standard", "%v", time.Since(started).Round(time.Millisecond))
	require.Empty(t, problems)
	in, err := traceInput(std, "")
	require.NoError(t, err)
	m := trace.New(in)
	for _, l := range append(m.Levels, m.Total) {
		say(strings.TrimSpace("requirements "+l.ID), "%d: MUST %d (tested %d, with a reason %d), SHOULD %d, MAY %d; %d cases, %d scenarios", l.Requirements,
			l.Must, l.MustTested, l.MustExcused, l.Should, l.May, l.Cases, l.Scenarios)
	}
	assert.Empty(t, m.Open(), "every MUST is tested or says why not")
	assert.LessOrEqual(t, m.Total.MustExcused*20, m.Total.Must, "fewer than 5 % of the MUSTs cannot be tested")
}

// exercised counts the operations that were answered with success.
func exercised(std *specs.Standard, r *suites.Result) (worked, all int) {
	ok := map[string]bool{}
	for _, c := range r.Cases {
		for _, x := range c.Exchanges {
			if len(x.Received) > 0 && x.Received[0].Status/100 == 2 {
				ok[x.Operation] = true
			}
		}
	}
	for i := range std.Operations {
		if ok[std.Operations[i].ID] {
			worked++
		}
	}
	return worked, len(std.Operations)
}

// lines counts the lines of tests and of everything else written in Go.
func lines(t *testing.T) (test, product int) {
	t.Helper()
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n := 0
		for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); {
			n++
		}
		if strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/sample/") {
			test += n
		} else {
			product += n
		}
		return nil
	})
	require.NoError(t, err)
	return test, product
}
