package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/bundle"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/derive"
)

// replayFlags say how to show a case of a report again.
type replayFlags struct {
	iut, standard string
	curl, send    bool
	openapi       openAPI
}

func replayCommand(c console) *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:   "replay REPORT|BUNDLE#CASE",
		Short: "Show the exchange of a failed case again, as a command, or send it again",
		Long: `Replay finds a case in a report.json or an evidence bundle (or the folder of a
run), whose digests are checked first. CASE is the id of a test case, of a
deviation (E-01) or of a requirement that failed.

Without a flag it shows what was sent and received. --curl prints commands that
repeat the exchange. --send derives the case again and runs it with everything
it needs against the system of the IUT file; it exits 0 when the case passes
now, 1 when it fails and 3 when it could not be judged.`,
		Example: `  cityconf replay run-1/report.json#E-01
  cityconf replay run-1/report.json#LGT-001 --curl
  cityconf replay bid.zip#LGT-001 --send --iut iut.yaml
  cityconf replay run-1/report.json#E-01 --send --openapi openapi.yaml --target http://localhost:8080`,
		Args: cobra.ExactArgs(1),
		RunE: verb(func(ctx context.Context, args []string) error { return f.do(ctx, c, args[0]) }),
	}
	cmd.Flags().BoolVar(&f.curl, "curl", false, "print commands that repeat the exchange")
	cmd.Flags().BoolVar(&f.send, "send", false, "run the case again against the system")
	cmd.MarkFlagsMutuallyExclusive("curl", "send")
	cmd.Flags().StringVar(&f.iut, "iut", "iut.yaml", "IUT file, for --send")
	cmd.Flags().StringVar(&f.standard, "standard", "", "folder of the standard, for --send (default: the embedded one)")
	f.openapi.document(cmd.Flags())
	f.openapi.service(cmd.Flags())
	return cmd
}

func (f replayFlags) do(ctx context.Context, c console, arg string) error {
	path, name, ok := strings.Cut(arg, "#")
	if !ok || path == "" || name == "" {
		return usage(fmt.Errorf("%q names no case", arg), "write report.json#CASE or bundle.zip#CASE")
	}
	report, err := (&shownFlags{tier: string(bundle.Private)}).read(path)
	if err != nil {
		return err
	}
	d, id, err := find(report, name)
	switch {
	case err != nil:
		return usage(fmt.Errorf("%s: %w", path, err), "")
	case f.send:
		return f.again(ctx, c, report, id)
	case d == nil:
		return usage(fmt.Errorf("%s keeps no exchange of %s: it did not fail there", path, id), "--send runs it again")
	case f.curl:
		return curl(c.out, d)
	}
	transcript(c.out, d)
	return nil
}

// find resolves a name to a case id and, when it failed, to the deviation that
// holds its exchange.
func find(r *reports.Report, name string) (*reports.Deviation, string, error) {
	for i := range r.Deviations {
		d := &r.Deviations[i]
		if d.ID == name || d.Example.Case == name || slices.Contains(d.Requirements, name) {
			return d, d.Example.Case, nil
		}
	}
	for i := range r.Deviations {
		if d := &r.Deviations[i]; slices.Contains(d.Cases, name) {
			return d, name, nil
		}
	}
	for _, c := range r.Cases {
		if c.ID == name {
			return nil, name, nil
		}
	}
	return nil, "", fmt.Errorf("has no test case, deviation or failed requirement %q", name)
}

func curl(w io.Writer, d *reports.Deviation) error {
	if len(d.Example.Commands) == 0 {
		return usage(errors.New("no shell command can repeat "+d.Example.Case), "--send runs it again")
	}
	for _, line := range d.Example.Commands {
		fmt.Fprintln(w, line)
	}
	return nil
}

func transcript(w io.Writer, d *reports.Deviation) {
	e := d.Example
	fmt.Fprintf(w, "%s  %s\n%s\n%s\n", d.ID, e.Case, e.Purpose.EN, e.Purpose.ZH)
	for _, x := range e.Transcript {
		fmt.Fprintf(w, "\n> %s %s%s\n", x.Method, x.URL, x.Topic)
		for _, h := range x.Headers {
			fmt.Fprintln(w, "> "+h)
		}
		body(w, "> ", x.Body)
		if x.Fault != nil {
			fmt.Fprintln(w, "! "+x.Fault.Error())
		}
		for _, m := range x.Received {
			message(w, m)
		}
	}
	fmt.Fprintf(w, "\nexpected  %s\nobserved  %s\n", e.Expected.EN, e.Observed.EN)
}

func message(w io.Writer, m reports.Message) {
	fmt.Fprintf(w, "< %s\n", strings.TrimSpace(fmt.Sprint(heading(m))))
	for _, h := range m.Headers {
		fmt.Fprintln(w, "< "+h)
	}
	body(w, "< ", m.Body)
}

func heading(m reports.Message) string {
	if m.Topic != "" {
		return fmt.Sprintf("%s qos=%d retain=%t", m.Topic, m.QoS, m.Retain)
	}
	return fmt.Sprint(m.Status)
}

// body shows a body as it stands in the report, every line marked.
func body(w io.Writer, mark string, b reports.Body) {
	if b.Octets == 0 {
		return
	}
	for _, line := range strings.Split(b.Text, "\n") {
		fmt.Fprintln(w, mark+line)
	}
	if b.Cut() {
		fmt.Fprintf(w, "%s… %d of %d octets\n", mark, b.Shown, b.Octets)
	}
}

// again derives the suite of the report and runs one case of it.
func (f replayFlags) again(ctx context.Context, c console, report *reports.Report, id string) error {
	t, err := system(c, f.iut, f.standard, &f.openapi, 0, nil)
	if err != nil {
		return err
	}
	defer t.close()
	suite, err := derive.Derive(t.std, derive.Options{Role: report.ICS.Role, Classes: report.ICS.Classes, Seed: report.Suite.Seed})
	if err != nil {
		return err
	}
	if suite.Digest != report.Suite.Digest {
		return usage(errors.New("the report was made with another suite ("+report.Suite.Version+") or another standard"), "use the same cityconf and --standard")
	}
	if _, err := t.reach(ctx); err != nil {
		return err
	}
	twin := ""
	for _, one := range suite.Cases {
		if one.ID == id {
			twin = one.Twin
		}
	}
	run := trial{suite: suite, target: t, options: suites.Options{RunID: runID(),
		Only: func(one *suites.TestCase) bool { return one.ID == id || twin != "" && one.ID == twin }}}
	result, err := run.run(ctx)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return told(c.out, result, id)
}

// outcomeCodes are the exit codes of a single case.
var outcomeCodes = map[suites.Outcome]int{suites.Passed: exitOK, suites.Failed: exitFail, suites.Errored: exitOwn,
	suites.Inconclusive: exitIncomplete, suites.NotRun: exitIncomplete}

// told says what became of the case and turns it into the exit code.
func told(w io.Writer, result *suites.Result, id string) error {
	for i := range result.Cases {
		one := &result.Cases[i]
		if one.Case.ID != id {
			continue
		}
		outcome := outcomeOf(one)
		fmt.Fprintf(w, "%s: %s\n", id, outcome)
		for _, j := range one.Judgements {
			for _, found := range j.Findings {
				fmt.Fprintf(w, "  %s %s: want %s, got %s\n", found.Requirement, found.At, found.Want, found.Got)
			}
			if j.Reason.EN != "" {
				fmt.Fprintln(w, "  "+j.Reason.EN)
			}
		}
		return exit(outcomeCodes[outcome])
	}
	return fmt.Errorf("case %s is not in the suite", id)
}
