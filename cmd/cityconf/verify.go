package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// verifyFlags are what a reader knows besides the bundle.
type verifyFlags struct {
	trustFlags
	standard, iut, lang string
	digestsOnly         bool
	sample              int
	sampleSeed          uint64
}

// trustFlags are what a reader holds a signature against.
type trustFlags struct {
	keys          []string
	nonce, window string
}

func (f *trustFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.keys, "key", nil, "file of a public key that you trust; may be repeated")
	cmd.Flags().StringVar(&f.nonce, "nonce", "", "word that you gave the vendor for this run")
	cmd.Flags().StringVar(&f.window, "window", "", "days in which the run had to take place: 2026-11-01/2026-11-30")
}

func verifyCommand(c console) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify BUNDLE…",
		Short: "Hold evidence bundles against their digests, signature and evidence",
		Long: `Verify reads bundles (or the folders of runs) and checks

  digests     every octet of the archive against the manifest
  signature   with --key: who signed; with --nonce and --window: for whom, when
  verdicts    every judgement is made again from the recorded exchanges and
              messages by the code that judged the run; what cannot be made
              again is counted with its reason
  secrets     with --iut: none of the secrets of that file stands in a part
  sample      with --sample N and --iut: N cases, drawn by chance, are sent to
              the system of that file again; they must come out as recorded.
              Nothing else sends anything

Exit codes: 0 everything fits; 2 no bundle, or one of another version; 6 a
bundle is not what it says.`,
		Example: `  cityconf verify run-1/bundle.zip
  cityconf verify --key vendor.pub --nonce XC-2026-07 --window 2026-11-01/2026-11-30 bid/*.zip`,
		Args: cobra.MinimumNArgs(1),
		RunE: verb(func(ctx context.Context, args []string) error { return f.do(ctx, c, args) }),
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	cmd.Flags().StringVar(&f.iut, "iut", "", "IUT file whose secrets must not stand in a bundle")
	cmd.Flags().StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	cmd.Flags().IntVar(&f.sample, "sample", 0, "send so many cases again to the system of the IUT file")
	cmd.Flags().Uint64Var(&f.sampleSeed, "sample-seed", 0, "seed that draws the sample (0: by chance; it is printed)")
	cmd.Flags().BoolVar(&f.digestsOnly, "digests-only", false, "do not make the judgements again")
	return cmd
}

func (f *verifyFlags) do(ctx context.Context, c console, paths []string) error {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // much is read and little kept
	lang, err := language(c, f.lang)
	if err != nil {
		return err
	}
	trust, err := f.trust()
	if err != nil {
		return err
	}
	std, err := standard(f.standard)
	if err != nil {
		return err
	}
	secrets, err := f.secrets(c, std)
	if err != nil {
		return err
	}
	if f.sample < 0 || f.sample > 0 && f.iut == "" {
		return usage(fmt.Errorf("--sample %d has no system to send to, or is negative", f.sample), "name its file with --iut")
	}
	if f.sampleSeed == 0 {
		f.sampleSeed = uint64(rand.Uint32()) + 1 // short enough to be typed again
	}
	runs := map[string]string{}
	for _, path := range paths {
		v := &verification{path: path, std: std, trust: trust, secrets: secrets, runs: runs, digestsOnly: f.digestsOnly,
			say: func(t specs.Text) { fmt.Fprintln(c.out, "  "+inLanguage(t, lang)) }}
		fmt.Fprintln(c.out, filepath.ToSlash(path))
		if err := v.do(ctx); err != nil {
			return err
		}
		if f.sample == 0 {
			continue
		}
		if err := (live{f.sample, f.sampleSeed, f.iut, std}).verify(ctx, c, path, v.say); err != nil {
			return err
		}
	}
	return nil
}

// secrets are those of an IUT file, none without.
func (f *verifyFlags) secrets(c console, std *specs.Standard) (map[string]string, error) {
	if f.iut == "" {
		return nil, nil
	}
	iut, err := readIUTAt(f.iut, std, newAddresses("127.0.0.1", 0))
	if err != nil {
		return nil, err
	}
	t, err := connect(iut, std, c.getenv)
	if err != nil {
		return nil, err
	}
	return t.named(), nil
}

// trust reads the keys and the window.
func (f *trustFlags) trust() (bundle.Trust, error) {
	t := bundle.Trust{Nonce: f.nonce, Now: time.Now()}
	for _, path := range f.keys {
		k, err := readKey(path)
		if err != nil {
			return t, err
		}
		t.Keys = append(t.Keys, k)
	}
	if f.window == "" {
		return t, nil
	}
	from, to, ok := strings.Cut(f.window, "/")
	var err, late error
	t.NotBefore, err = time.ParseInLocation(time.DateOnly, from, time.Local)
	t.NotAfter, late = time.ParseInLocation(time.DateOnly, to, time.Local)
	t.NotAfter = t.NotAfter.AddDate(0, 0, 1) // the last day is in
	if !ok || err != nil || late != nil || !t.NotBefore.Before(t.NotAfter) {
		return t, usage(fmt.Errorf("--window %q names no days", f.window), "like 2026-11-01/2026-11-30")
	}
	return t, nil
}

// verification is one bundle being held against all that is known.
type verification struct {
	path        string
	std         *specs.Standard
	trust       bundle.Trust
	secrets     map[string]string
	runs        map[string]string // mark of a run → path of its bundle
	digestsOnly bool
	say         func(specs.Text)
}

func (v *verification) do(ctx context.Context) error {
	path := v.path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if path = filepath.Join(path, bundleFile); !exists(path) {
			return refused(v.path, v.folder(ctx))
		}
	}
	b, err := openBundle(path)
	if err != nil {
		return err
	}
	defer b.Close()
	return refused(path, v.bundle(ctx, b))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (v *verification) bundle(ctx context.Context, b *bundle.Bundle) error {
	if other, twice := v.runs[b.Manifest.Run]; twice {
		return usage(fmt.Errorf("%s and %s are bundles of one run (%s)", other, v.path, b.Manifest.Run), "name one of them")
	}
	v.runs[b.Manifest.Run] = v.path
	v.say(b.Summary())
	if leak, err := b.Leak(v.secrets); err != nil {
		return err
	} else if leak != nil {
		return &failure{exitUnverified, fmt.Errorf("%s: %w", v.path, leak), "do not pass this bundle on; replace the secret"}
	}
	a, err := b.Assure(v.trust)
	if err != nil {
		return err
	}
	if !v.digestsOnly {
		if err := v.rejudge(ctx, b); err != nil {
			return err
		}
	}
	for _, t := range a.Texts() {
		v.say(t)
	}
	return nil
}

func (v *verification) rejudge(ctx context.Context, b *bundle.Bundle) error {
	standard, plan, err := b.Suite()
	if err != nil {
		return err
	}
	suite, err := v.suite(standard, plan)
	if err != nil {
		return err
	}
	review, err := b.Rejudge(ctx, suite)
	if err != nil {
		return err
	}
	for _, t := range review.Texts() {
		v.say(t)
	}
	return nil
}

// suite derives the suite of a bundle again. Another one would judge otherwise.
func (v *verification) suite(standard bundle.Reference, plan bundle.SuiteReference) (*suites.Suite, error) {
	if standard.Digest != v.std.Digest {
		return nil, &bundle.VersionError{What: "standard", Have: standard.ID + "/" + standard.Version + " " + standard.Digest,
			Want: v.std.ID + "/" + v.std.Version + " " + v.std.Digest}
	}
	suite, err := derive.Derive(v.std, derive.Options{Role: plan.Role, Classes: plan.Classes, Seed: plan.Seed})
	if err != nil {
		return nil, err
	}
	if suite.Digest != plan.Digest {
		return nil, &bundle.VersionError{What: "suite", Have: plan.Version + " " + plan.Digest, Want: suite.Version + " " + suite.Digest}
	}
	return suite, nil
}

// folder verifies a run that did not get as far as a bundle.
func (v *verification) folder(ctx context.Context) error {
	r, done, err := bundle.ReadJournal(filepath.Join(v.path, bundle.JournalFile))
	if err != nil {
		return usage(err, "name a bundle, or the folder of a run")
	}
	defer done()
	suite, err := v.suite(r.Plan())
	if err != nil {
		return err
	}
	review, err := r.Rejudge(ctx, suite)
	if err != nil {
		return err
	}
	v.say(r.Summary())
	for _, t := range review.Texts() {
		v.say(t)
	}
	if len(review.Differ) > 0 {
		return &failure{code: exitUnverified, err: errors.New(review.Differ[0].Case + ": " + review.Differ[0].Why)}
	}
	return nil
}
