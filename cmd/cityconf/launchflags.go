package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// launchFlags name a system that is started for the run and ends with it.
type launchFlags struct {
	image, program string
	port           int
	env            []string
	patience       time.Duration
	args           []string // of the image or program: what follows --
}

func (l *launchFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&l.image, "image", "", "start a container of this image and test it; what follows -- are its arguments")
	flags.StringVar(&l.program, "exec", "", "start this program and test it; what follows -- are its arguments")
	flags.IntVar(&l.port, "port", 0, "with --image: port of the container that serves REST")
	flags.StringArrayVar(&l.env, "env", nil, "with --image or --exec: NAME=VALUE for its environment, NAME takes the value from here")
	flags.DurationVar(&l.patience, "ready", time.Minute, "with --image or --exec: how long the system may take to answer")
}

// wanted tells whether a system is to be started.
func (l *launchFlags) wanted() bool { return l.image != "" || l.program != "" }

// check looks for flags that do not go together.
func (l *launchFlags) check(getenv func(string) string) error {
	switch {
	case l.image != "" && l.program != "":
		return usage(errors.New("--image and --exec name two systems; a run tests one"), "")
	case !l.wanted() && (l.port != 0 || len(l.env) > 0 || len(l.args) > 0):
		return usage(errors.New("--port, --env and what follows -- are for a system that is started"), "add --image or --exec")
	case l.image == "" && l.port != 0:
		return usage(errors.New("--port is for --image"), "a program is told its port by {port} in its arguments")
	case l.port < 0 || l.port > 65535:
		return usage(fmt.Errorf("--port %d is no port", l.port), "")
	case l.patience <= 0:
		return usage(fmt.Errorf("--ready %v is no time to wait", l.patience), "")
	}
	for i, v := range l.env {
		if !strings.Contains(v, "=") {
			l.env[i] = v + "=" + getenv(v)
		}
	}
	return nil
}

// words are the flags as the report tells them. The values of variables may be
// secrets.
func (l *launchFlags) words() []string {
	var out []string
	if l.image != "" {
		out = append(out, "--image", l.image)
	}
	if l.program != "" {
		out = append(out, "--exec", l.program)
	}
	if l.port != 0 {
		out = append(out, fmt.Sprintf("--port %d", l.port))
	}
	for _, v := range l.env {
		name, _, _ := strings.Cut(v, "=")
		out = append(out, "--env", name)
	}
	return out
}

// tail is what follows --, as the report tells it.
func (l *launchFlags) tail() []string {
	if len(l.args) == 0 {
		return nil
	}
	return append([]string{"--"}, l.args...)
}
