package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/fixtures/city"
	"github.com/cityconf/cityconf/fixtures/faults"
	"github.com/cityconf/cityconf/suites"
)

var figures = flag.Bool("figures", false, "measure and print the figures by which the suite is judged")

// seeds is how many cities and suites that differ by chance must not be blamed.
const seeds = 10

// TestFigures prints what is promised, and fails where a promise is broken.
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("takes minutes; make figures asks for it")
	}
	say := func(name, format string, args ...any) { fmt.Printf("%-34s %s\n", name, fmt.Sprintf(format, args...)) }

	b := newBench(t, city.Options{})
	started := time.Now()
	again := deriveFor(t, b.std, b.target, 1)
	say("cases derived", "%d", len(b.suite.Cases))
	say("time to derive", "%v", time.Since(started).Round(time.Millisecond))
	say("suite digest", "%s", b.suite.Digest)
	say("suite digest equal over two runs", "%v", again.Digest == b.suite.Digest)
	assert.Equal(t, b.suite.Digest, again.Digest)

	result := b.run(t.Context(), t, suites.Options{})
	wall := result.Finished.Sub(result.Started)
	say("wall time of a full run", "%v", wall.Round(100*time.Millisecond))
	say("declared waits, added up", "%v", result.Waited.Round(100*time.Millisecond))
	say("exchanges", "%d", result.Exchanges)
	say("exchanges per second", "%.0f", float64(result.Exchanges)/wall.Seconds())
	say("verdicts", "%v", verdicts(result))
	say("left behind", "%d", len(result.Residue))
	assert.Empty(t, result.Residue)

	blamed, ran := falseFailures(t)
	say(fmt.Sprintf("false failures over %d seeds", ran), "%d", len(blamed))
	assert.Empty(t, blamed)
	assert.Equal(t, seeds, ran)

	killed, all := killedFaults(t), faults.All()
	say("faults killed / planted", "%d/%d", len(killed), len(all))
	for _, f := range all {
		assert.Contains(t, killed, f.ID, f.Text.EN)
	}

	test, product := lines(t)
	say("test / product lines", "%d/%d = %.2f", test, product, float64(test)/float64(product))
}

// falseFailures runs suites of several seeds in several orders against cities
// that conform, and returns what they were blamed for and how many ran.
func falseFailures(t *testing.T) (blamed []string, ran int) {
	t.Helper()
	var mu sync.Mutex
	t.Run("seed", func(t *testing.T) {
		for i := range seeds {
			t.Run(fmt.Sprint(i+1), func(t *testing.T) {
				t.Parallel()
				seed := uint64(i + 1)
				b := newBench(t, city.Options{Seed: seed})
				b.suite = deriveFor(t, b.std, b.target, seed)
				found := failures(b.run(t.Context(), t, suites.Options{Shuffle: seed}))
				mu.Lock()
				defer mu.Unlock()
				blamed, ran = append(blamed, found...), ran+1
			})
		}
	})
	return blamed, ran
}

// killedFaults plants every fault alone and returns those that a requirement
// named by them noticed, with that requirement.
func killedFaults(t *testing.T) map[string]string {
	t.Helper()
	var mu sync.Mutex
	killed := map[string]string{}
	t.Run("fault", func(t *testing.T) {
		for _, f := range faults.All() {
			t.Run(f.ID, func(t *testing.T) {
				t.Parallel()
				if noticed := hunt(t, f); len(noticed) > 0 {
					mu.Lock()
					defer mu.Unlock()
					killed[f.ID] = noticed[0]
				}
			})
		}
	})
	return killed
}

// hunt tests a city with one fault and returns the requirements named by the
// fault that failed first. It begins with the cases of these requirements; some
// requirements are judged on every exchange, so all cases come next.
func hunt(t *testing.T, f faults.Fault) []string {
	t.Helper()
	b := newBench(t, city.Options{Faults: []string{f.ID}})
	some, err := (selection{requirements: f.Requirements}).cases(b.suite)
	if err == nil {
		if noticed := b.seek(t, f, some); len(noticed) > 0 {
			return noticed
		}
	}
	return b.seek(t, f, nil)
}

// seek runs cases until one fails a requirement that the fault names.
func (b *bench) seek(t *testing.T, f faults.Fault, only func(*suites.TestCase) bool) []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var noticed []string
	b.run(ctx, t, suites.Options{Only: only, Progress: func(p suites.Progress) {
		for _, j := range p.Result.Judgements {
			if j.Outcome == suites.Failed && slices.Contains(f.Requirements, j.Requirement) {
				noticed = append(noticed, j.Requirement)
				cancel()
			}
		}
	}})
	return noticed
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
