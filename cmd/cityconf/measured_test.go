package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// measured runs cityconf with os.Args[2:] and writes what it used into the
// file os.Args[1]. Linux counts into the peak of a process the memory of the
// process that started it, and a test may have grown large: this small one
// stands between them.
func measured() {
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitOwn)
	}
	cmd := &exec.Cmd{Path: self, Args: append([]string{"cityconf"}, os.Args[2:]...), Stdout: os.Stdout, Stderr: os.Stderr}
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitOwn)
	}
	p := cmd.ProcessState
	line := fmt.Sprintln((p.UserTime() + p.SystemTime()).Nanoseconds(), p.SysUsage().(*syscall.Rusage).Maxrss)
	if err := os.WriteFile(os.Args[1], []byte(line), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitOwn)
	}
	os.Exit(p.ExitCode())
}

// whatWasUsed reads what measured wrote: time of the processor, and the most memory
// that the process had, in octets.
func whatWasUsed(t *testing.T, file string) (spent time.Duration, peak int64) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	_, err = fmt.Sscan(string(text), &spent, &peak)
	require.NoError(t, err)
	return spent, peak << 10 // Linux counts in kilobytes
}
