package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/reports/render"
	"github.com/cityconf/cityconf/suites"
)

// bundleFile is the evidence bundle in the folder of a run.
const bundleFile = "bundle.zip"

// evidence are the wishes of a run that concern its record.
type evidence struct {
	resume, sign, nonce string
}

func (e *evidence) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&e.resume, "resume", "", "go on with the run that was recorded in this folder")
	flags.StringVar(&e.sign, "sign", "", "file of the private key to sign the bundle with, see keys new")
	flags.StringVar(&e.nonce, "nonce", "", "word given by the buyer; the marks of all test data follow from it")
}

// wishes are the flags that decide what a run sends. A resumed run has those of
// its beginning.
type wishes struct {
	IUT          string   `json:"iut"`
	Standard     string   `json:"standard,omitempty"`
	Requirements []string `json:"requirements,omitempty"`
	Classes      []string `json:"classes,omitempty"`
	Level        string   `json:"level,omitempty"`
	Seed         uint64   `json:"seed"`
	Shuffle      uint64   `json:"shuffle,omitempty"`
	Rate         float64  `json:"rate,omitempty"`
	ReadOnly     bool     `json:"readOnly,omitempty"`
	Repeat       int      `json:"repeat,omitempty"`
	Errata       string   `json:"errata,omitempty"`
	laboratory
	openAPI
}

func (f *runFlags) wishes() wishes {
	return wishes{IUT: f.iut, Standard: f.standard, Requirements: f.selection.requirements, Classes: f.selection.classes,
		Level: f.selection.level, Seed: f.seed, Shuffle: f.shuffle, Rate: f.rate, ReadOnly: f.readOnly, Repeat: f.repeat, Errata: f.terms.errata, laboratory: f.lab, openAPI: f.openapi}
}

func (f *runFlags) take(w wishes) {
	f.iut, f.standard, f.seed, f.shuffle, f.rate, f.readOnly = w.IUT, w.Standard, w.Seed, w.Shuffle, w.Rate, w.ReadOnly
	f.repeat, f.terms.errata, f.lab, f.openapi = w.Repeat, w.Errata, w.laboratory, w.openAPI
	f.selection = selection{requirements: w.Requirements, classes: w.Classes, level: w.Level}
}

// begin reads the signing key and, of a run to be resumed, how it began.
func (f *runFlags) begin() (*bundle.Key, error) {
	var key *bundle.Key
	if f.sign != "" {
		var err error
		if key, err = signingKey(f.sign); err != nil {
			return nil, err
		}
	}
	if f.resume == "" {
		return key, nil
	}
	if f.launch.wanted() {
		return nil, usage(errors.New("--resume goes on with a system that is still there; one that is started anew has forgotten what the run made"), "run it again without --resume")
	}
	r, done, err := bundle.ReadJournal(filepath.Join(f.resume, bundle.JournalFile))
	if err != nil {
		return nil, usage(fmt.Errorf("--resume %s: %w", f.resume, err), "name the folder that a run has written")
	}
	defer done()
	if r.Whole() {
		return nil, usage(fmt.Errorf("--resume %s: that run is whole", f.resume), "cityconf report "+filepath.Join(f.resume, bundleFile)+" renders it again")
	}
	var w wishes
	if err := json.Unmarshal(r.Session().Command, &w); err != nil {
		return nil, usage(fmt.Errorf("--resume %s: %w", f.resume, err), "")
	}
	f.take(w)
	f.out = f.resume
	return key, nil
}

// record begins to write down a run, or goes on.
func (f *runFlags) record(ctx context.Context, t *trial, offset *time.Duration) (*bundle.Recording, error) {
	f.repeat = f.times(t.terms)
	command, err := json.Marshal(f.wishes())
	if err != nil {
		return nil, err
	}
	o := f.reportOptions(offset)
	o.Errata = t.terms.errata
	s := &bundle.Session{Salt: rand.Text(), Nonce: f.nonce, Tester: version(), IUT: t.target.iut, Tokens: t.target.tokens(),
		ReadOnly: f.readOnly, Options: o, Command: command}
	if f.resume == "" {
		rec, err := bundle.Begin(f.out, s, t.suite, t.target.system(), time.Now)
		if errors.Is(err, fs.ErrExist) {
			return nil, usage(fmt.Errorf("%s holds the record of a run already", f.out), "--resume "+f.out+" goes on with it; --out names another folder")
		}
		return rec, err
	}
	rec, err := bundle.Resume(ctx, f.out, s, t.suite, t.target.system(), time.Now)
	var other *bundle.VersionError
	if errors.As(err, &other) || errors.Is(err, bundle.ErrOtherSystem) {
		return nil, usage(fmt.Errorf("--resume %s: %w", f.out, err), "a run is resumed with the cityconf, standard and IUT file of its beginning")
	}
	return rec, err
}

// recorded runs the suite and writes down what passes. A record that cannot be
// written ends the run.
func (t *trial) recorded(ctx context.Context, rec *bundle.Recording) (*suites.Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	result, err := suites.Run(ctx, t.suite, t.target.iut, rec.Recorder.System(), rec.Options(t.options, stop))
	if err != nil {
		return nil, err
	}
	if why := context.Cause(ctx); why != nil && !errors.Is(why, context.Canceled) {
		return nil, why
	}
	return rec.Over(result)
}

// pack makes the bundle of the run, signed if so wished, and sets the level of
// assurance that the report shows.
func (f *runFlags) pack(t *trial, report *reports.Report, result *suites.Result, key *bundle.Key) (string, error) {
	journal, path := filepath.Join(f.out, bundle.JournalFile), filepath.Join(f.out, bundleFile)
	r, done, err := bundle.ReadJournal(journal)
	if err != nil {
		return "", err
	}
	defer done()
	var log bytes.Buffer
	fmt.Fprintf(&log, "%s\n\n", report.Laboratory.Command)
	if err := render.Terminal(&log, report, render.Options{Lang: render.English, Width: 100}); err != nil {
		return "", err
	}
	more := bundle.Contents{bundle.LogFile: log.Bytes()}
	if p := t.terms.profile; p != nil {
		if more[bundle.ProfileFile], err = json.MarshalIndent(p, "", "  "); err != nil {
			return "", err
		}
	}
	if said := t.launched.log(t.target); said != nil {
		more[bundle.SystemFile] = said
	}
	err = r.Pack(path, journal, report, result, more, t.target.named())
	var leak *bundle.LeakError
	if errors.As(err, &leak) {
		return "", &failure{exitOwn, fmt.Errorf("%w: no bundle and no report were written", leak), "delete " + journal + " and replace the secret"}
	}
	if err != nil || key == nil {
		return path, err
	}
	if err := signFile(path, path, key); err != nil {
		return "", err
	}
	report.Assurance = cmp.Or(map[string]string{"vendor": "A1"}[key.Role], "A3")
	return path, nil
}

// named are the secrets of the target under the keys of the IUT file that lead
// to them.
func (t *target) named() map[string]string {
	out := map[string]string{}
	for name, s := range t.secrets {
		out["ixit.credentials."+name+".token"] = s.token
		out["ixit.credentials."+name+".password"] = s.password
	}
	return out
}

// signFile signs the bundle at a path and writes it to another or the same.
func signFile(from, to string, key *bundle.Key) error {
	b, err := openBundle(from)
	if err != nil {
		return err
	}
	defer b.Close()
	return writeWhole(to, 0o644, func(w io.Writer) error { return b.Sign(w, key, time.Now()) })
}

// bundleIn is the bundle in the folder of a run, or the path itself.
func bundleIn(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, bundleFile)
	}
	return path
}

// openBundle opens a bundle, or the one in the folder of a run; an error has
// its exit code.
func openBundle(path string) (*bundle.Bundle, error) {
	path = bundleIn(path)
	b, err := bundle.Open(path)
	return b, refused(path, err)
}

// refused classes what is wrong with a bundle: changed (6) or none at all (2).
func refused(path string, err error) error {
	var broken *bundle.BrokenError
	var foreign *bundle.ForeignError
	var version *bundle.VersionError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &broken):
		return &failure{exitUnverified, fmt.Errorf("%s: %w", path, err), ""}
	case errors.As(err, &version), errors.As(err, &foreign), errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return usage(fmt.Errorf("%s: %w", path, err), "")
	}
	return fmt.Errorf("%s: %w", path, err)
}
