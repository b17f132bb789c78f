package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

	result := b.run(t, suites.Options{})
	wall := result.Finished.Sub(result.Started)
	say("wall time of a full run", "%v", wall.Round(100*time.Millisecond))
	say("declared waits, added up", "%v", result.Waited.Round(100*time.Millisecond))
	say("exchanges", "%d", result.Exchanges)
	say("exchanges per second", "%.0f", float64(result.Exchanges)/wall.Seconds())
	say("verdicts", "%v", verdicts(result))
	say("left behind", "%d", len(result.Residue))
	assert.Empty(t, result.Residue)

	blamed := falseFailures(t)
	say(fmt.Sprintf("false failures over %d seeds", seeds), "%d", len(blamed))
	assert.Empty(t, blamed)

	missed := missedFaults(t)
	all := len(faults.All())
	say("faults killed / planted", "%d/%d %s", all-len(missed), all, strings.Join(missed, " "))
	assert.Empty(t, missed)

	test, product := lines(t)
	say("test / product lines", "%d/%d = %.2f", test, product, float64(test)/float64(product))
}

// falseFailures runs suites of several seeds in several orders against cities
// that conform, and returns what they were blamed for.
func falseFailures(t *testing.T) []string {
	t.Helper()
	all := make([][]string, seeds)
	t.Run("seed", func(t *testing.T) {
		for i := range seeds {
			t.Run(fmt.Sprint(i+1), func(t *testing.T) {
				t.Parallel()
				seed := uint64(i + 1)
				b := newBench(t, city.Options{Seed: seed})
				b.suite = deriveFor(t, b.std, b.target, seed)
				all[i] = failures(b.run(t, suites.Options{Shuffle: seed}))
			})
		}
	})
	return slices.Concat(all...)
}

// missedFaults plants every fault alone and returns those that no requirement
// named by them noticed.
func missedFaults(t *testing.T) []string {
	t.Helper()
	all := faults.All()
	require.NotEmpty(t, all)
	missed := make([]string, len(all))
	t.Run("fault", func(t *testing.T) {
		for i, f := range all {
			t.Run(f.ID, func(t *testing.T) {
				t.Parallel()
				if len(hunt(t, f)) == 0 {
					missed[i] = f.ID
				}
			})
		}
	})
	return slices.DeleteFunc(missed, func(id string) bool { return id == "" })
}

// hunt tests a city with one fault and returns the requirements named by the
// fault that failed. It first runs the cases of these requirements, then, since
// some are judged on every exchange, all.
func hunt(t *testing.T, f faults.Fault) []string {
	t.Helper()
	b := newBench(t, city.Options{Faults: []string{f.ID}})
	var some func(*suites.TestCase) bool
	if only, err := (selection{requirements: f.Requirements}).cases(b.suite); err == nil {
		some = only
	}
	noticed := named(f, b.run(t, suites.Options{Only: some}))
	if len(noticed) == 0 && some != nil {
		noticed = named(f, b.run(t, suites.Options{}))
	}
	return noticed
}

func named(f faults.Fault, r *suites.Result) []string {
	var out []string
	for _, v := range r.Verdicts {
		if v.Verdict == suites.Fail && slices.Contains(f.Requirements, v.Requirement) {
			out = append(out, v.Requirement)
		}
	}
	return out
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
