package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// The exit codes are a promise to scripts: each cause has its own.
const (
	exitOK          = 0   // the gate passed, or the command did what it was asked
	exitFail        = 1   // the gate failed: a mandatory requirement is not met
	exitUsage       = 2   // wrong flags, files or standard; nothing was sent
	exitIncomplete  = 3   // nothing failed, but something is unjudged
	exitUntestable  = 4   // the system could not be tested
	exitOwn         = 5   // the tester itself failed
	exitUnverified  = 6   // a bundle is not what it says
	exitInterrupted = 130 // a signal ended the run; the report is partial
)

// failure ends a command: its exit code, one line for people and what they can
// do about it. A failure without an error says nothing: the command has spoken.
type failure struct {
	code int
	err  error
	hint string
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

func usage(err error, hint string) error      { return &failure{exitUsage, err, hint} }
func untestable(err error, hint string) error { return &failure{exitUntestable, err, hint} }

// exit is a command's outcome that it has already explained.
func exit(code int) error {
	if code == exitOK {
		return nil
	}
	return &failure{code: code}
}

// explain writes the one line (and the hint) of a failure and returns its exit
// code. An error that no verb has classed comes from the command line itself.
func explain(w io.Writer, err error) int {
	if err == nil {
		return exitOK
	}
	f := &failure{code: exitUsage, err: err, hint: "cityconf --help lists the commands"}
	errors.As(err, &f)
	if f.err != nil {
		for _, line := range strings.Split(strings.TrimSpace(f.err.Error()), "\n") {
			fmt.Fprintln(w, "cityconf: "+line)
		}
	}
	if f.hint != "" {
		fmt.Fprintln(w, "hint: "+f.hint)
	}
	return f.code
}
