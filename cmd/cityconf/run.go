package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// runFlags are the wishes of one run.
type runFlags struct {
	iut, standard, out, lang string
	selection                selection
	formats                  []string
	seed, shuffle            uint64
	rate                     float64
	readOnly, json, noColor  bool
	allowIncomplete          bool
	evidence
	openapi        openAPI
	launch         launchFlags
	launched       *launched // nil for a system that runs anyway
	terms          termsFlags
	repeat         int
	assets         assets
	lab            laboratory
	contradictions []suites.Contradiction
}

func runCommand(c console) *cobra.Command {
	var f runFlags
	var cmd *cobra.Command
	cmd = &cobra.Command{
		Use:   "run {--iut FILE | --openapi FILE --target URL} [REQUIREMENT…] [-- ARGUMENT…]",
		Short: "Test a system and write the report",
		Long: `Run tests the system that an IUT file describes and writes the report into a
folder. Objects it creates there are removed again, also after an interrupt.

With --openapi anybody's service is tested against its own document: operations
are the classes, what the document says of them the requirements. Nothing is
demanded that the document does not say. --target takes the place of the
document's first server; a target without a path keeps the path of that server.

With a tender profile its gate decides, not that of the vendor's own claim, and
the run is repeated as often as the profile wants. Repetitions are AND: what
fails once fails. A waiver never changes the exit code.

With --image or --exec the system is started for the run and ends with it; its
log becomes part of the evidence. One that never becomes ready is reported as
not tested, with the end of its log. In ixit.baseURL, ixit.broker.url and
ixit.upperTester of the IUT file, and in --target, {host}, {port} and {port:8883}
stand for where it is reached; in the arguments after -- for where it is to
listen. A container reaches this machine as host.docker.internal.

Exit codes: 0 the gate passed; 1 the gate failed; 2 wrong flags, files or
standard, nothing was sent; 3 nothing failed but something is unjudged; 4 the
system could not be tested; 5 the tester itself failed; 130 interrupted, the
report is partial.`,
		Example: `  cityconf run --iut iut.yaml
  cityconf run --iut iut.yaml LGT-001
  cityconf run --iut iut.yaml --class lgt-read --read-only
  cityconf run --iut iut.yaml --profile tender.yaml
  cityconf run --openapi openapi.yaml --target http://localhost:8080
  cityconf run --iut iut.yaml --image vendor/app:2.4 --port 8080
  cityconf run --iut iut.yaml --exec ./app -- --listen 127.0.0.1:{port}`,
		RunE: verb(func(ctx context.Context, args []string) error {
			f.selection.requirements = args
			if n := cmd.ArgsLenAtDash(); n >= 0 {
				f.selection.requirements, f.launch.args = args[:n], args[n:]
			}
			return f.do(ctx, c)
		}),
	}
	f.register(cmd)
	return cmd
}

func (f *runFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.iut, "iut", "iut.yaml", "IUT file: the system and what its vendor claims")
	flags.StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	flags.StringSliceVar(&f.selection.classes, "class", nil, "only requirements of these conformance classes")
	flags.StringVar(&f.selection.level, "level", "", "only requirements up to this roll-out level, L1 to L4")
	flags.BoolVar(&f.readOnly, "read-only", false, "send nothing that changes the state of the system")
	flags.Uint64Var(&f.shuffle, "shuffle", 0, "order the cases by this seed (0: the order of the suite)")
	flags.Uint64Var(&f.seed, "seed", 1, "seed of generated values")
	flags.Float64Var(&f.rate, "rate", 0, "requests per second (default: ixit.limits.rate, else 50)")
	flags.StringVar(&f.out, "out", "", "folder for the report (default: run-<id>)")
	flags.StringSliceVar(&f.formats, "format", []string{"json", "html", "junit"}, "file formats: "+strings.Join(formatNames(), ", "))
	flags.StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	flags.BoolVar(&f.json, "json", false, "one event per line on stdout")
	flags.BoolVar(&f.noColor, "no-color", false, "no colours; so does NO_COLOR")
	flags.IntVar(&f.repeat, "repeat", 0, "repeat the run so often (default: as the profile wants, else 1)")
	f.launch.register(flags)
	f.terms.register(flags)
	f.terms.notes(flags)
	f.assets.register(flags)
	f.lab.register(flags)
	f.evidence.register(cmd)
	f.openapi.document(flags)
	f.openapi.service(flags)
	flags.StringVar(&f.terms.errata, "errata", "", "the committee's list of suspended requirements")
	flags.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "exit 0 when nothing failed but something is unjudged")
}

// do tests, reports and decides the exit code.
func (f *runFlags) do(ctx context.Context, c console) error {
	lang, err := language(c, f.lang)
	if err != nil {
		return err
	}
	as, err := formats(c.getenv, f.formats)
	if err != nil {
		return err
	}
	signer, err := f.begin()
	if err != nil {
		return err
	}
	defer func() { f.launched.end(c.err) }()
	trial, err := f.prepare(ctx, c)
	if err != nil {
		return err
	}
	defer trial.target.close()
	offset, never, err := f.awake(ctx, c, trial)
	if err != nil {
		return err
	}
	rec, err := f.record(ctx, trial, offset)
	if err != nil {
		return err
	}
	p := newProgress(c, trial.suite, trial.options.Only, f.json)
	trial.options.Progress = p.report
	result, err := trial.repeat(ctx, rec, f.times(trial.terms))
	p.end()
	if err != nil {
		return err
	}
	report, err := reports.New(result, trial.target.std, rec.ReportOptions())
	if err != nil {
		return err
	}
	sealed, err := f.pack(trial, report, result, signer)
	if err != nil {
		return err
	}
	if report, err = trial.terms.evaluate(report); err != nil {
		return err
	}
	paths, err := writeReport(f.out, report, as, lang, f.assets)
	if err != nil {
		return err
	}
	if f.launched != nil {
		said, err := f.launched.keep(f.out, trial.target)
		if err != nil {
			return err
		}
		paths = append(paths, said)
	}
	paths = append(paths, sealed)
	p.emit(event{Event: "end", Decision: string(decisionOf(report)), Report: paths[0], Partial: report.Limits.Partial.EN})
	if err := summarise(c, report, paths, lang, f.noColor); err != nil {
		return err
	}
	if never != nil {
		return never
	}
	return f.conclude(ctx, c, result, report)
}

// trial is one suite about to be run against one system.
type trial struct {
	suite    *suites.Suite
	target   *target
	options  suites.Options
	terms    terms
	launched *launched
	away     time.Duration // how long the system may be gone, see revive
}

func (t *trial) run(ctx context.Context) (*suites.Result, error) {
	return suites.Run(ctx, t.suite, t.target.iut, t.target.system(), t.options)
}

// prepare reads everything and sends nothing.
func (f *runFlags) prepare(ctx context.Context, c console) (*trial, error) {
	if f.repeat < 0 {
		return nil, usage(fmt.Errorf("--repeat %d is negative", f.repeat), "")
	}
	if f.rate < 0 {
		return nil, usage(fmt.Errorf("--rate %v is negative", f.rate), "")
	}
	var err error
	if f.launched, err = f.launch.plan(ctx, c.getenv); err != nil {
		return nil, err
	}
	t, err := system(c, f.iut, f.standard, &f.openapi, f.rate, f.launched.where())
	if err != nil {
		return nil, err
	}
	std, iut := t.std, t.iut
	terms, err := f.terms.read(std)
	if err != nil {
		return nil, err
	}
	suite, err := derive.Derive(std, derive.Options{Role: iut.ICS.Role, Classes: iut.ICS.Classes, Seed: f.seed})
	if err != nil {
		return nil, underivable(err)
	}
	only, err := f.selection.cases(suite)
	if err != nil {
		return nil, err
	}
	id := runID()
	if f.out == "" {
		f.out = "run-" + id
	}
	out := &trial{suite: suite, target: t, launched: f.launched, terms: terms, options: suites.Options{RunID: id, ReadOnly: f.readOnly,
		Only: only, Shuffle: f.shuffle, Guard: true}}
	if !t.connects() {
		out.options.Revive = out.revive
	}
	return out, nil
}

// runID marks the test data of one run, so that nobody mistakes it for other
// data and a later run for this one.
func runID() string {
	return strings.ToLower(rand.Text()[:8])
}

func (f *runFlags) reportOptions(offset *time.Duration) reports.Options {
	return reports.Options{Filters: f.selection.filters(), ReadOnly: f.readOnly, ClockOffset: offset, Contradictions: f.contradictions,
		Laboratory: reports.Laboratory{Operator: f.lab.Operator, Place: f.lab.Place, Customer: f.lab.Customer, Command: f.command()}}
}

// command is the command line as the report tells it, in one spelling.
func (f *runFlags) command() string {
	words := []string{"cityconf run"}
	if f.openapi.Target == "" {
		words = append(words, "--iut "+f.iut)
	}
	words = append(append(words, f.openapi.words()...), f.launch.words()...)
	words = append(words, f.selection.filters()...)
	for _, w := range []struct {
		set  bool
		text string
	}{{f.standard != "", "--standard " + f.standard}, {f.readOnly, "--read-only"}, {f.repeat > 0, fmt.Sprintf("--repeat %d", f.repeat)},
		{f.terms.profile != "", "--profile " + f.terms.profile}, {f.terms.waivers != "", "--waivers " + f.terms.waivers}, {f.terms.errata != "", "--errata " + f.terms.errata}, {f.shuffle != 0, fmt.Sprintf("--shuffle %d", f.shuffle)},
		{f.rate != 0, fmt.Sprintf("--rate %g", f.rate)}, {true, fmt.Sprintf("--seed %d", f.seed)}} {
		if w.set {
			words = append(words, w.text)
		}
	}
	return strings.Join(append(words, f.launch.tail()...), " ")
}

// conclude turns the decision into the exit code.
func (f *runFlags) conclude(ctx context.Context, c console, result *suites.Result, report *reports.Report) error {
	switch {
	case ctx.Err() != nil:
		return &failure{code: exitInterrupted, err: fmt.Errorf("interrupted; the report in %s is partial", f.out)}
	case result.Partial != "":
		if how := f.launched.ended(); how != "" {
			return untestable(fmt.Errorf("%s; the report in %s is partial", how, f.out), "its log is in "+filepath.Join(f.out, systemLog))
		}
		return untestable(fmt.Errorf("%s: %s", report.Target.BaseURL, result.Partial), "cityconf doctor --iut "+f.iut)
	}
	return f.allow(c, expected(c, report))
}

// allow turns a decision into the exit code that was asked for.
func (f *runFlags) allow(c console, d reports.Decision) error {
	if d == reports.GateIncomplete && f.allowIncomplete {
		fmt.Fprintln(c.err, "warning: the gate is INCOMPLETE and --allow-incomplete was given")
		return nil
	}
	return enforced(d)
}
