package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/derive"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cityconf": main, "measured": measured})
}

// TestScripts runs the command as people do; each script is one story.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "en_US.UTF-8")
			return os.CopyFS(filepath.Join(e.WorkDir, "small"), os.DirFS("../../specs/testdata/small"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"await":  await,
			"job":    job,
			"proven": proven,
		},
	})
}

// exits runs cityconf and wants an exact exit code: exits 2 run --bogus.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARGUMENT…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec("cityconf", args[1:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// proven writes the digests of a standard and of the suite of its gateways in
// the places of $DIGEST and $SUITE in a file.
func proven(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: proven STANDARD FILE")
	}
	std, err := specs.Load(os.DirFS(ts.MkAbs(".")), args[0])
	ts.Check(err)
	suite, err := derive.Derive(std, derive.Options{Role: "gateway", Classes: claimable(std, "gateway"), Seed: provenSeed})
	ts.Check(err)
	path, digests := ts.MkAbs(args[1]), strings.NewReplacer("$DIGEST", std.Digest, "$SUITE", suite.Digest)
	ts.Check(os.WriteFile(path, []byte(digests.Replace(ts.ReadFile(path))), 0o644))
}

// await waits until a file exists.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); <-time.After(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s did not appear", args[0])
}
