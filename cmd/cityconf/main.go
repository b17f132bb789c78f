// Cityconf tests a city system against the unified city interface standard.
//
// The command is thin: one file per verb turns flags into one call of the
// packages below and its outcome into an exit code. Everything that touches
// the outside (files, environment, signals, sockets, the clock) is handed to
// those packages from here.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], console{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv}))
}
