package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/cityconf/cityconf/fixtures/launch"
	"github.com/cityconf/cityconf/suites"
)

// launched is a system that was started for a run.
type launched struct {
	flags  *launchFlags
	at     *addresses
	engine *launch.Engine // nil for a program
	system running        // nil until it is started
	never  bool           // it was started and did not become ready
}

// running is a container or a child process.
type running interface {
	Ended() <-chan struct{}
	State() string
	Log() []byte
	Close() error
}

// plan finds out where a system will be reached; nothing is started yet. It is
// nil when none is to be started.
func (l *launchFlags) plan(ctx context.Context, getenv func(string) string) (*launched, error) {
	if err := l.check(getenv); err != nil || !l.wanted() {
		return nil, err
	}
	if l.image == "" {
		return &launched{flags: l, at: newAddresses("127.0.0.1", 0)}, nil
	}
	engine, err := launch.Open(ctx, runID())
	if err != nil {
		return nil, untestable(fmt.Errorf("--image %s: %w", l.image, err),
			"start Docker, or test a program of this machine instead: cityconf run --exec PROGRAM -- ARGUMENT…")
	}
	return &launched{flags: l, at: newAddresses(engine.Host(), l.port), engine: engine}, nil
}

// start starts the system and waits until the target answers.
func (l *launched) start(ctx context.Context, t *target) error {
	if l.engine != nil && l.flags.port == 0 && !t.connects() {
		return usage(errors.New("--image needs --port: the port of the container that serves REST"), "")
	}
	if err := l.here(t); err != nil {
		return err
	}
	if err := l.vacant(t); err != nil {
		return err
	}
	args, env, err := l.told()
	if err != nil {
		return err
	}
	if l.system, err = l.run(ctx, args, env); err != nil {
		return l.notStarted(err)
	}
	if t.connects() {
		return nil // devices come when they can; the run waits for them
	}
	return l.ready(ctx, t)
}

// here makes sure that it is the started system that is tested.
func (l *launched) here(t *target) error {
	if t.connects() {
		return nil
	}
	u, err := url.Parse(t.iut.IXIT.BaseURL)
	if err != nil {
		return err
	}
	if host := u.Hostname(); host != l.at.host && !loopback(host) {
		return usage(fmt.Errorf("%s would be started, and %s tested: that is another machine", l.name(), t.iut.IXIT.BaseURL), `write baseURL: "https://{host}:{port}"`)
	}
	return nil
}

// vacant makes sure that nobody else would be tested in the place of a program.
func (l *launched) vacant(t *target) error {
	if l.engine != nil || t.connects() {
		return nil
	}
	at := net.JoinHostPort(l.at.host, strconv.Itoa(l.at.ports[l.at.rest]))
	listener, err := net.Listen("tcp", at)
	if err != nil {
		return untestable(fmt.Errorf("%s: %w", at, launch.ErrPortTaken), freePort)
	}
	return listener.Close()
}

const freePort = `end what listens there, or let a free port be picked: baseURL: "https://{host}:{port}"`

// told fills the addresses into what the system is told.
func (l *launched) told() (args, env []string, err error) {
	fill := func(texts []string) []string {
		out := make([]string, len(texts))
		for i, text := range texts {
			var failed error
			out[i], failed = l.at.fill(text)
			err = errors.Join(err, failed)
		}
		return out
	}
	return fill(l.flags.args), fill(l.flags.env), err
}

func (l *launched) run(ctx context.Context, args, env []string) (running, error) {
	if l.engine == nil {
		return launch.StartChild(launch.Command{Path: l.flags.program, Args: args, Env: env})
	}
	if l.flags.port != 0 {
		if _, err := l.at.port(l.flags.port); err != nil {
			return nil, err
		}
	}
	return l.engine.Start(ctx, launch.Image{Name: l.flags.image, Args: args, Env: env, Ports: l.at.ports})
}

func (l *launched) notStarted(err error) error {
	hint := "docker run " + l.flags.image + " shows whether it starts at all"
	if l.engine == nil {
		hint = "name a program that can be run"
	}
	if errors.Is(err, launch.ErrPortTaken) {
		hint = freePort
	}
	l.system = nil
	return untestable(err, hint)
}

// ready waits until the landing page is answered with anything but a failure
// of the server. One that goes on failing is ready to be judged for it.
func (l *launched) ready(ctx context.Context, t *target) error {
	deadline := time.NewTimer(l.flags.patience)
	defer deadline.Stop()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for {
		x := t.landing(ctx)
		if status := statusOf(x); status != 0 && status < 500 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-l.system.Ended():
			return l.unready(fmt.Errorf("%s ended before it answered: %s", l.name(), l.system.State()), "its log tells why")
		case <-deadline.C:
			if x.Fault == nil {
				return nil
			}
			return l.unready(fmt.Errorf("%s did not answer at %s within %v: %s", l.name(), t.iut.IXIT.BaseURL, l.flags.patience, x.Fault.Error()),
				"compare ixit.baseURL and --port with what it serves, or give it longer with --ready")
		case <-look.C:
		}
	}
}

func (l *launched) name() string {
	if l.flags.image != "" {
		return "the image " + l.flags.image
	}
	return "the program " + l.flags.program
}

// shownLines is how many lines of a log people see at once.
const shownLines = 20

// unready quotes the end of the log of a system that was not to be tested.
func (l *launched) unready(err error, hint string) error {
	l.never = true
	if text := lastLines(l.system.Log(), "  | "); text != "" {
		err = fmt.Errorf("%w\n%s", err, text)
	} else {
		err = fmt.Errorf("%w; it wrote nothing", err)
	}
	return untestable(err, hint)
}

// lastLines is the end of a log, each line after a mark; "" when there is none.
func lastLines(log []byte, mark string) string {
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")
	lines = lines[max(0, len(lines)-shownLines):]
	if len(lines) == 1 && lines[0] == "" {
		return ""
	}
	return mark + strings.Join(lines, "\n"+mark)
}

// silence says why no case can run against a system that never became ready,
// with the end of its log; "" for one that did.
func (l *launched) silence(t *target) string {
	if l == nil || !l.never {
		return ""
	}
	return strings.TrimSpace(suites.NeverReady + "\n" + lastLines(l.log(t), ""))
}

// ended says how the system ended before the run did, "" when it has not.
func (l *launched) ended() string {
	if l == nil || l.system == nil {
		return ""
	}
	if state := l.system.State(); state != "" {
		return l.name() + " has ended: " + state
	}
	return ""
}

// mostLog is how much of a log is kept: the end of it.
const mostLog = 4 << 20

// log is what the system wrote, without the secrets of the target.
func (l *launched) log(t *target) []byte {
	if l == nil || l.system == nil {
		return nil
	}
	all := l.system.Log()
	if n := len(all) - mostLog; n > 0 {
		all = append([]byte("… the beginning is left out …\n"), all[n:]...)
	}
	return []byte(t.redact.Text(string(bytes.ToValidUTF8(all, []byte("\uFFFD")))))
}

// keep writes the log of a system into the folder of the run, where there is
// one.
func (l *launched) keep(dir string, t *target) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make the report folder: %w", err)
	}
	path := filepath.Join(dir, systemLog)
	return path, writeWhole(path, 0o600, func(w io.Writer) error { _, err := w.Write(l.log(t)); return err })
}

// systemLog is the log of a system that was started for the run.
const systemLog = "system.log"

// end ends the system and removes what is left of it.
func (l *launched) end(w io.Writer) {
	if l == nil {
		return
	}
	var all []error
	if l.system != nil {
		all = append(all, l.system.Close())
	}
	if l.engine != nil {
		all = append(all, l.engine.Close())
	}
	if err := errors.Join(all...); err != nil {
		fmt.Fprintf(w, "warning: %s may still be there: %v\n", l.name(), err)
	}
}

// where is the addresses of the system, nil for one that runs anyway.
func (l *launched) where() *addresses {
	if l == nil {
		return nil
	}
	return l.at
}

// awake starts the system, if one is to be started, and makes sure that it can
// be tested. A system that never became ready is reported on nevertheless: the
// error is then why, and the run sends nothing. The duration is the clock of the
// system less that of the tester, nil when unknown.
func (f *runFlags) awake(ctx context.Context, c console, t *trial) (offset *time.Duration, never, err error) {
	if f.launched != nil {
		fmt.Fprintf(c.err, "starting %s\n", f.launched.name())
		err = f.launched.start(ctx, t.target)
		t.options.Unready = f.launched.silence(t.target)
	}
	switch {
	case t.options.Unready != "":
		return nil, err, nil
	case err != nil:
		return nil, nil, err
	case t.target.connects():
		fmt.Fprintf(c.err, "waiting for the devices at %s\n", t.target.iut.IXIT.Host.Listen)
	}
	offset, err = t.target.reach(ctx)
	if err == nil {
		f.contradictions = suites.Contradictions(ctx, t.suite, t.target.system())
	}
	return offset, nil, err
}
