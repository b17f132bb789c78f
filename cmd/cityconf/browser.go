package main

import (
	"context"
	"os/exec"
	"runtime"
)

// openers are the programs that open an address in the reader's own browser.
var openers = map[string][]string{
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
	"darwin":  {"open"},
	"linux":   {"xdg-open"},
}

// openPage opens an address in the reader's browser. Where that is not possible
// the address has been printed, and nothing is lost.
func openPage(ctx context.Context, address string) {
	if o := openers[runtime.GOOS]; len(o) > 0 {
		cmd := exec.CommandContext(ctx, o[0], append(o[1:len(o):len(o)], address)...)
		if cmd.Start() == nil {
			go func() { _ = cmd.Wait() }()
		}
	}
}
